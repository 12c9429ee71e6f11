"""All under desk/."""

from django.urls import URLPattern, path

from .views import assisted, assisted_apply

urlpatterns: list[URLPattern] = [
    # assisted
    path("assisted/", assisted.questions, name="desk-assisted"),
    path("assisted/next/", assisted.following, name="desk-assisted-next"),
    path("assisted/answer/", assisted.result, name="desk-assisted-result"),
    path("assisted/print/", assisted.printed, name="desk-assisted-print"),
    path("assisted/apply/", assisted_apply.apply, name="desk-assisted-apply"),
    path("assisted/sent/", assisted_apply.sent, name="desk-assisted-sent"),
]
