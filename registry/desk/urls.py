"""All under desk/."""

from django.urls import path

from .views import card, diagnoses, look_up, visits

urlpatterns = [
    # desk
    path("", look_up.desk, name="desk"),
    path("card/", card.card, name="desk-card"),
    path("print/", card.told, name="desk-print"),
    # diagnoses
    path("diagnoses/", diagnoses.diagnoses, name="desk-diagnoses"),
    path("diagnoses/<int:pk>/", diagnoses.diagnosis, name="desk-diagnosis"),
    path("diagnoses/<int:pk>/close/", diagnoses.close, name="desk-diagnosis-close"),
    path("diagnoses/<int:pk>/grant/", diagnoses.grant, name="desk-diagnosis-grant"),
    path("diagnoses/<int:pk>/grants/<int:grant>/end/", diagnoses.end_grant, name="desk-diagnosis-grant-end"),
    # visits
    path("visit/", visits.record, name="desk-visit"),
    path("visit/new-person/", visits.new_person, name="desk-visit-new-person"),
    path("visit/strike/", visits.strike, name="desk-visit-strike"),
]
