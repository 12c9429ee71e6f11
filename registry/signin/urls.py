"""The pages of signing in. Some names are those that allauth itself looks for."""

from django.urls import path

from .views import account, entrance, invitation

urlpatterns = [
    path("", account.index, name="account"),
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("second-factor/", entrance.second_factor, name="mfa_authenticate"),
    path("sign-out/", entrance.sign_out, name="account_logout"),
    path("again/", account.again, name="account_reauthenticate"),
    path("password/", account.password, name="account_change_password"),
    path("device/", account.device, name="mfa_activate_totp"),
    path("recovery-codes/", account.recovery_codes, name="mfa_generate_recovery_codes"),
    path("invitation/", invitation.invitation, name="invitation"),
    path("invitation/password/", invitation.password, name="invitation-password"),
    path("invitation/device/", invitation.device, name="invitation-device"),
]
