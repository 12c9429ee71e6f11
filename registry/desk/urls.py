"""All under desk/."""

from django.urls import path

from .views import card, certificates, look_up, visits

urlpatterns = [
    # desk
    path("", look_up.desk, name="desk"),
    path("card/", card.card, name="desk-card"),
    path("print/", card.told, name="desk-print"),
    # visits
    path("visit/", visits.record, name="desk-visit"),
    path("visit/new-person/", visits.new_person, name="desk-visit-new-person"),
    path("visit/strike/", visits.strike, name="desk-visit-strike"),
    # proof
    path("certificate/", certificates.certificate, name="desk-certificate"),
    path("certificate/withdraw/", certificates.withdraw, name="desk-certificate-withdraw"),
]
