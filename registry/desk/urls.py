"""All under desk/."""

from django.urls import path

from .views import card, look_up

urlpatterns = [
    # desk
    path("", look_up.desk, name="desk"),
    path("card/", card.card, name="desk-card"),
    path("print/", card.told, name="desk-print"),
]
