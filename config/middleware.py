"""Response headers that Django and django-csp do not set, and a page where Django gives none."""

from collections.abc import Callable

from csp.constants import SELF
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from eligibility.views import errors

Handler = Callable[[HttpRequest], HttpResponseBase]

UNUSED_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)


def response_headers(get_response: Handler) -> Handler:
    """Keeps pages out of every cache, unless a view says otherwise, and switches off what no page needs.

    Stands after whitenoise, so static files stay cacheable.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return handle


def forms_in_utf8(get_response: Handler) -> Handler:
    """Reads every form as what our pages send. Whoever declares another encoding could make text of it that nothing
    can store or show, such as halves of characters. Stands before whatever reads a form."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if request.content_params and "charset" in request.content_params:
            request.encoding = "utf-8"
        return get_response(request)

    return handle


def scripts_of_staff_pages(get_response: Handler) -> Handler:
    """Lets the pages of Django's admin run its own scripts; no other page has any. Stands after django-csp."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        found = request.resolver_match
        if found is not None and "admin" in found.app_names:
            response._csp_replace = {"script-src": [SELF]}  # type: ignore[attr-defined]  # read by django-csp
        return response

    return handle


def explained_refusals(get_response: Handler) -> Handler:
    """Puts a page into Django's empty answer 405. Stands last, where the language of the person is known."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        explained = errors.not_allowed(request)
        explained.headers["Allow"] = response.headers["Allow"]
        return explained

    return handle
