from django.urls import include, path

urlpatterns = [
    path("", include("registry.portal.urls")),
    path("", include("eligibility.urls")),
]

handler400 = "eligibility.views.errors.bad_request"
handler403 = "eligibility.views.errors.forbidden"
handler404 = "eligibility.views.errors.not_found"
handler500 = "eligibility.views.errors.server_error"
