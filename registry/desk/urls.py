"""All under desk/."""

from django.urls import URLPattern, path

from .views import certificates

urlpatterns: list[URLPattern] = [
    # proof
    path("certificate/", certificates.certificate, name="desk-certificate"),
    path("certificate/<int:pk>/withdraw/", certificates.withdraw, name="desk-certificate-withdraw"),
]
