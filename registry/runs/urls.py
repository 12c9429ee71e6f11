"""All under runs/."""

from django.urls import URLPattern, path

from .views import one, overview, people

urlpatterns: list[URLPattern] = [
    path("", overview.runs, name="runs"),
    path("<int:pk>/", one.run, name="run"),
    path("<int:pk>/people/<int:sample>/", people.people, name="run-people"),
]
