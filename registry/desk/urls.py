"""All under desk/."""

from django.urls import URLPattern, path

from .views import diagnoses

urlpatterns: list[URLPattern] = [
    # diagnoses
    path("diagnoses/", diagnoses.diagnoses, name="desk-diagnoses"),
    path("diagnoses/<int:pk>/", diagnoses.diagnosis, name="desk-diagnosis"),
    path("diagnoses/<int:pk>/close/", diagnoses.close, name="desk-diagnosis-close"),
    path("diagnoses/<int:pk>/grant/", diagnoses.grant, name="desk-diagnosis-grant"),
    path("diagnoses/<int:pk>/grants/<int:grant>/end/", diagnoses.end_grant, name="desk-diagnosis-grant-end"),
]
