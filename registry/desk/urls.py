"""All under desk/."""

from django.urls import path

from .views import assisted, assisted_apply, card, look_up

urlpatterns = [
    # desk
    path("", look_up.desk, name="desk"),
    path("card/", card.card, name="desk-card"),
    path("print/", card.told, name="desk-print"),
    # assisted
    path("assisted/", assisted.questions, name="desk-assisted"),
    path("assisted/next/", assisted.following, name="desk-assisted-next"),
    path("assisted/answer/", assisted.result, name="desk-assisted-result"),
    path("assisted/print/", assisted.printed, name="desk-assisted-print"),
    path("assisted/apply/", assisted_apply.apply, name="desk-assisted-apply"),
    path("assisted/sent/", assisted_apply.sent, name="desk-assisted-sent"),
]
