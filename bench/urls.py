"""The portal's pages and an empty one to compare with, on the same server."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok")


urlpatterns = [path("bench/empty/", empty), path("", include("config.urls"))]
