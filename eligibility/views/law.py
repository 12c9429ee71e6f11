"""The law, open: pages made from the law files, a search in them, and the files themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_http_methods, require_safe

from ..open_law import pages
from ..open_law.answers import answer
from ..open_law.as_json import document
from ..open_law.contents import PAGES
from ..open_law.search import LONGEST_QUERY
from ..rules import law as law_module
from .language import switch
from .page import page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What this is, the search, and the way to the pages."""
    return page(request, "eligibility/law/index.html", {"body": pages.index(), "longest": LONGEST_QUERY})


@require_safe
def entries(request: HttpRequest, slug: str) -> HttpResponse:
    """One kind of entries, or what was worked out from all of them."""
    found = PAGES.get(slug)
    if found is None:
        raise Http404
    return page(
        request,
        "eligibility/law/page.html",
        {"title": found.title, "lead": found.lead, "body": pages.body(slug), "links": pages.links()},
    )


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The questionnaire as a graph, for the grounds in force today."""
    law = law_module.load()
    day = min(max(timezone.localdate().toordinal(), law.first), law.last)
    context = {
        "title": _("Questions and what they decide"),
        "lead": _("Drawn from the program itself: each ground was asked which facts it looks at."),
        "body": pages.questions(day),
        "links": pages.links(),
    }
    return page(request, "eligibility/law/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Look something up. What is looked for may be an illness: it is sent in the body of the request, kept nowhere,
    and a change of language sends it again."""
    if "language" not in request.POST:
        return _answered(request)
    switched = switch(request, request.POST["language"], reverse("law-search"))
    chosen = switched.cookies.values()
    with override(next((morsel.value for morsel in chosen), request.LANGUAGE_CODE)):
        response = _answered(request)
    response.cookies = switched.cookies
    return response


def _answered(request: HttpRequest) -> HttpResponse:
    query = request.POST.get("what", "").strip()
    empty = request.method == "POST" and not query
    context = {"query": query[:LONGEST_QUERY], "empty": empty, "longest": LONGEST_QUERY, "links": pages.links()}
    if query:
        context |= answer(query, timezone.localdate().toordinal()) | {"legend": pages.legend()}
    return page(request, "eligibility/law/search.html", context, status=422 if empty else 200)


def _etag(request: HttpRequest) -> str:
    return f'"{law_module.load().digest}"'


@gzip_page
@condition(etag_func=_etag)
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The whole law for programs; the same for everybody, so every cache may keep it for an hour."""
    return HttpResponse(document(), content_type="application/json", headers={"Cache-Control": "public, max-age=3600"})
