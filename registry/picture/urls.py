"""All under picture/."""

from django.urls import URLPattern, path

from .views import overview, what_if

urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="picture"),
    path("export/", overview.export, name="picture-export"),
    path("what-if/", what_if.what_if, name="picture-what-if"),
    path("what-if/<int:pk>/", what_if.run, name="picture-what-if-run"),
]
