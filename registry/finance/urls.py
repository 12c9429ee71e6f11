"""All under finance/."""

from django.urls import URLPattern, path

from .views import exports, overview, people, registers, wages

urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="finance"),
    path("wages/", wages.wages, name="finance-wages"),
    path("wages/<int:pk>/", wages.wage, name="finance-wage"),
    path("registers/", registers.registers, name="finance-registers"),
    path("registers/<int:pk>/", registers.register, name="finance-register"),
    path("registers/<int:pk>/people/", people.people, name="finance-people"),
    path("registers/<int:pk>/export/", exports.export, name="finance-export"),
    path("entries/<int:pk>/", people.entry, name="finance-entry"),
]
