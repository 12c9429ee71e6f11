from django.urls import include, path

from registry.admin.site import site
from registry.workplace import work

urlpatterns = [
    path("admin/", site.urls),
    path("work/", work, name="work"),
    path("desk/", include("registry.desk.urls")),
    path("finance/", include("registry.finance.urls")),
    path("runs/", include("registry.runs.urls")),
    path("account/", include("registry.signin.urls")),
    path("", include("registry.portal.urls")),
    path("", include("eligibility.urls")),
]

handler400 = "registry.not_saved.bad_request"
handler403 = "eligibility.views.errors.forbidden"
handler404 = "eligibility.views.errors.not_found"
handler500 = "registry.not_saved.server_error"
