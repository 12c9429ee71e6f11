"""Every page of an application, once as it is opened and once with something wrong on it, for whoever reads HTML."""

from collections.abc import Iterator

from django.test import Client

from registry import decisions
from registry.models import Application
from tests.registry.world import World, who

from .applying import fill, open_application, send, typed


def pages(client: Client, world: World) -> Iterator[tuple[str, str]]:
    """Name and HTML, in the language that the client speaks. The answers to the check are already given."""
    yield "ground-wrong", client.post("/apply/").content.decode()
    fill(client)
    yield "person", client.get("/apply/you/").content.decode()
    yield "person-wrong", client.post("/apply/you/", typed(iin="1", place="", phone="1")).content.decode()
    yield "check", client.get("/apply/check/").content.decode()
    yield "check-changed", client.post("/apply/check/").content.decode()
    send(client)
    yield "sent", client.get("/apply/sent/").content.decode()
    yield "sent-again", client.get("/apply/sent/").content.decode()
    yield "documents-wrong", client.post("/application/documents/").content.decode()
    yield "withdraw", client.get("/application/withdraw/").content.decode()
    row = decisions.take(who(world.officer), Application.objects.latest("pk"), 0)
    row = decisions.ask_papers(who(world.officer), row, row.version, ["readable_document"], "Note")
    yield "status-papers", client.get("/application/status/").content.decode()
    yield "papers-wrong", client.post("/application/papers/").content.decode()
    client.post("/application/papers/", {"answer": "Answer"})
    row.refresh_from_db()
    decisions.propose_refusal(who(world.officer), row, row.version, ["found_other_level"], "Note")
    decisions.approve_refusal(who(world.approver), row.proposals.get(), "")
    yield "status-refused", client.get("/application/status/").content.decode()
    yield "open-wrong", open_application(client, row.reference, "x").content.decode()
