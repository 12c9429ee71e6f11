"""All under desk/."""

from django.urls import path

from .views import card, certificates, look_up

urlpatterns = [
    # desk
    path("", look_up.desk, name="desk"),
    path("card/", card.card, name="desk-card"),
    path("print/", card.told, name="desk-print"),
    # proof
    path("certificate/", certificates.certificate, name="desk-certificate"),
    path("certificate/withdraw/", certificates.withdraw, name="desk-certificate-withdraw"),
]
