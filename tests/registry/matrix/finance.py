"""The pages of finance departments."""

from .url import ANALYST, AUDITOR, FINANCE, OFFICERS, PAYERS, Url

OF_THE_LEDGER = OFFICERS | {FINANCE, AUDITOR}
LEDGER = {
    "finance": Url(OF_THE_LEDGER | {ANALYST}),
    "finance-wages": Url(OF_THE_LEDGER, post=422, post_by=PAYERS),
    "finance-wage": Url(OF_THE_LEDGER, post=422, post_by=PAYERS, row="wage"),
    "finance-registers": Url(OF_THE_LEDGER, post=422, post_by=PAYERS),
    "finance-register": Url(OF_THE_LEDGER, post=422, post_by=PAYERS, row="register"),
    "finance-people": Url(OF_THE_LEDGER, row="register", method_first=True),
    "finance-entry": Url(OF_THE_LEDGER, row="entry", method_first=True),
    "finance-export": Url(PAYERS, get=302, post=422, row="register"),
}
SHOW_PEOPLE_TO_PAYERS = frozenset({"finance-people", "finance-entry"})
