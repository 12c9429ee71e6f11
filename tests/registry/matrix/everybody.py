"""What is done with many people at once."""

from typing import Any

from .url import ADMINISTRATOR, ADMINISTRATORS, OFFICERS, Url

BRING = OFFICERS | {ADMINISTRATOR}
ROW: dict[str, Any] = {"row": "import", "blind": ADMINISTRATORS}
# imports
IMPORTS = {
    "imports": Url(BRING, post=422),
    "import-kind": Url(BRING, blind=ADMINISTRATORS, row="import_kind", method_first=True),
    "import-template": Url(BRING, blind=ADMINISTRATORS, row="import_kind", kwargs={"form": "csv"}, method_first=True),
    "import-polyclinics": Url(BRING, method_first=True),
    "import": Url(BRING, method_first=True, **ROW),
    "import-apply": Url(BRING, get=302, post=422, **ROW),
    "import-cancel": Url(BRING, get=302, post=302, **ROW),
    "import-bad": Url(BRING, method_first=True, **ROW),
    "import-bad-file": Url(BRING, get=302, post=200, **ROW),
}
