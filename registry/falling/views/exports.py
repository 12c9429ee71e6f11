"""A list as a file: for a purpose from the list, by POST, a thousand people at most, with an entry that names them."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from eligibility.rules import law as law_module

from ... import log
from ...log import Verb
from ...requests import account_of, who
from ...sheets import TYPES
from ...working_days import day_of
from ...workplace import for_whom
from .. import files, kinds, listing
from ..files import File
from ..forms import ExportForm
from ..listing import ENDS
from .lists import choose, show


@require_http_methods(["GET", "HEAD", "POST"])
@for_whom("falling")
def export(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    if request.method != "POST":
        return redirect("falling")  # the address of a page with errors, loaded again
    code = request.POST.get("list", ENDS)
    code = code if code in listing.offered(account) else ENDS
    form = ExportForm(request.POST)
    if not form.is_valid():
        return show(request, code, form, status=422)
    kind, purpose = form.cleaned_data["kind_of_file"], form.cleaned_data["purpose"]
    with transaction.atomic():
        file = _file(request, code, purpose)
        rows = sorted(line.citizen for line in file.lines)
        log.write(who(request, purpose), Verb.EXPORTED, details={"list": code, "format": kind, "rows": rows})
    answer = HttpResponse(files.csv(file) if kind == "csv" else files.xlsx(file), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="kepil-list-{code}-{day_of(file.at)}.{kind}"'
    return answer


def _file(request: HttpRequest, code: str, purpose: str) -> File:
    """The first ones of the list. No illness is told in it, not even by the order."""
    account, now, law = account_of(request), timezone.now(), law_module.load()
    on, chosen = day_of(now), choose(account, code, request)
    part = listing.part(code, account, on, law, chosen, 0, kinds.numbers().export, with_marks=False)
    people = listing.how_many(code, account, on, law, chosen)
    place = account.polyclinic or account.region
    title = str(listing.TITLES[code])
    return File(title, account, localtime(now), dict(kinds.purposes())[purpose], str(place), people, part.lines)
