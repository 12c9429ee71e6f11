from django.urls import include, path

from registry.admin.site import site

urlpatterns = [
    path("admin/", site.urls),
    path("account/", include("registry.signin.urls")),
    path("", include("registry.portal.urls")),
    path("", include("eligibility.urls")),
]

handler400 = "eligibility.views.errors.bad_request"
handler403 = "eligibility.views.errors.forbidden"
handler404 = "eligibility.views.errors.not_found"
handler500 = "eligibility.views.errors.server_error"
