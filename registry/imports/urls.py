"""All under imports/."""

from django.urls import URLPattern, path

from .views import acting, bad, coming, preview, templates

urlpatterns: list[URLPattern] = [
    path("", coming.imports, name="imports"),
    path("kinds/<slug:kind>/", templates.columns, name="import-kind"),
    path("kinds/<slug:kind>/template.<slug:form>", templates.template, name="import-template"),
    path("polyclinics.csv", templates.polyclinics, name="import-polyclinics"),
    path("<int:pk>/", preview.one, name="import"),
    path("<int:pk>/apply/", acting.apply, name="import-apply"),
    path("<int:pk>/cancel/", acting.cancel, name="import-cancel"),
    path("<int:pk>/bad/", bad.bad, name="import-bad"),
    path("<int:pk>/bad/file/", bad.file, name="import-bad-file"),
]
