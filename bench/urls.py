"""The portal's pages and two to compare with, on the same server: an empty one, and one indexed query."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from registry.models import Citizen


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok")


def row(request: HttpRequest, pk: int) -> HttpResponse:
    """The row of one person by its number; the answer does not have it."""
    return HttpResponse(b"ok" if Citizen.objects.filter(pk=pk).first() else b"nobody")


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/row/<int:pk>/", row),
    path("", include("config.urls")),
]
