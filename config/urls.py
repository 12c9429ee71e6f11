from django.urls import include, path

urlpatterns = [
    path("", include("eligibility.urls")),
]

handler400 = "eligibility.views.bad_request"
handler403 = "eligibility.views.forbidden"
handler404 = "eligibility.views.not_found"
handler500 = "eligibility.views.server_error"
