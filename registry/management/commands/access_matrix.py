"""The table of rights as a page: docs/access.md is this command's output, and a test holds the two equal."""

from typing import Any

from django.core.management.base import BaseCommand

from ...access import MATRIX, Action, Form, Right
from ...belonging import GROUP_OF
from ...models import Role

HEAD = """# Who may see and do what

Written by `manage.py access_matrix` from `registry/access.py`; change that file, then write this one again.

Officers and approvers reach the rows of their region, registrars and clinicians those of their polyclinic, the others
the whole country. A row outside is answered as one that does not exist (404), as is the record of a person who asked
for it to be blocked. An empty cell is no access at all. Nobody acts on his own case or that of his household, nobody
approves his own proposal, and no administrator lets in an account whose rights he gave.
"""
FORMS = {
    Form.FULL: "reads",
    Form.MASKED: "reads, the number masked",
    Form.TOKEN: "one constant word",
    Form.COUNTS: "counts of five or more",
    Form.EVENT: "that it happened, and when",
}
ACTIONS = {Action.WRITE: "writes", Action.PROPOSE: "proposes", Action.APPROVE: "approves"}


class Command(BaseCommand):
    help = "Writes the table of rights to the standard output, as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")


def page() -> str:
    heads = [role.value for role in Role]
    lines = [_line(["", *heads]), _line(["---"] * (len(heads) + 1))]
    lines += [_line([f"**{group}**", *(_cell(rights.get(role)) for role in Role)]) for group, rights in MATRIX.items()]
    tables = [f"| {group} | {', '.join(_tables(group))} |" for group in MATRIX]
    return "\n".join([HEAD, *lines, "", "## Which tables are meant", "", "| | |", "| --- | --- |", *tables, ""])


def _cell(right: Right | None) -> str:
    if right is None:
        return ""
    return ", ".join([FORMS[right.form], *(words for action, words in ACTIONS.items() if action in right.actions)])


def _tables(group: str) -> list[str]:
    return sorted(model.__name__ for model, named in GROUP_OF.items() if named == group)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
