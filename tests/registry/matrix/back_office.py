"""The back office, and signing in."""

from .url import (
    ADMINISTRATOR,
    ADMINISTRATORS,
    ANALYST,
    APPROVER,
    AUDITOR,
    EVERYBODY,
    OFFICERS,
    SEEKERS,
    SIGN_IN,
    STAFF,
    Url,
)


def reference(row: str) -> dict[str, Url]:
    name = f"admin:registry_{row}"
    return {
        f"{name}_changelist": Url(STAFF, post=200),
        f"{name}_add": Url(ADMINISTRATORS, post=200),
        f"{name}_change": Url(STAFF, post=200, post_by=ADMINISTRATORS, row=row),
    }


PEOPLE = {
    "admin:registry_citizen_changelist": Url(SEEKERS, post=422),
    "admin:registry_citizen_change": Url(SEEKERS, row="citizen"),
    "admin:registry_citizen_number": Url(OFFICERS, get=405, post=200, body={"reason": "request"}, row="citizen"),
    "admin:registry_confirmedground_change": Url(OFFICERS, post=422, row="ground"),
    "admin:registry_proposal_changelist": Url(OFFICERS),
    "admin:registry_proposal_change": Url(OFFICERS, row="proposal"),
    "admin:registry_proposal_approve": Url(OFFICERS, get=405, post=422, row="proposal", posts={(APPROVER, "own"): 302}),
    "admin:registry_proposal_return": Url(OFFICERS, get=405, post=422, row="proposal"),
    "admin:registry_logentry_changelist": Url(frozenset({AUDITOR}), post=200),
    "admin:counts": Url(frozenset({ANALYST})),
}
ALARMS = {
    "admin:registry_alarm_changelist": Url(frozenset({AUDITOR})),
    "admin:registry_alarm_change": Url(frozenset({AUDITOR}), post=302, row="alarm", body={"finding": "–"}),
}
NUMBER = {"version": "0", "reason": "request"}
OFFICE = {
    f"admin:registry_application_{name}": url
    for name, url in {
        "changelist": Url(OFFICERS, others=404),
        "next": Url(OFFICERS, others=404, get=405, post=302),
        "bulk": Url(OFFICERS, others=404, get=302, post=302),
        "document": Url(OFFICERS, others=404, row="document", method_first=True),
        "change": Url(OFFICERS, others=404, row="application", method_first=True),
        "number": Url(OFFICERS, others=404, get=405, post=200, body=NUMBER, row="application", method_first=True),
        "act": Url(OFFICERS, others=404, get=302, post=422, row="application", kwargs={"verb": "take"}),
    }.items()
}
ACCOUNTS = {
    "admin:registry_account_changelist": Url(frozenset({AUDITOR, ADMINISTRATOR}), post=200),
    "admin:registry_account_add": Url(ADMINISTRATORS, post=200),
    "admin:registry_account_change": Url(
        frozenset({AUDITOR, ADMINISTRATOR}), post=200, post_by=ADMINISTRATORS, row="account"
    ),
    "admin:registry_account_report": Url(frozenset({AUDITOR, ADMINISTRATOR})),
    "admin:registry_account_let_in": Url(ADMINISTRATORS, get=405, post=302, row="newcomer"),
    "admin:registry_account_shut_out": Url(ADMINISTRATORS, get=405, post=302, row="account"),
}
REFERENCE = {
    key: url
    for row in ("region", "district", "employmentoffice", "polyclinic", "calendarday")
    for key, url in reference(row).items()
}
BACK_OFFICE = {
    "work": Url(STAFF, get=302, nobody=(SIGN_IN, 405)),
    "admin:index": Url(STAFF, post=200),
    "admin:login": Url(EVERYBODY, get=302, post=302, other=302),
    "admin:logout": Url(STAFF, post=302),
    "admin:app_list": Url(STAFF, get=302, post=302, kwargs={"app_label": "registry"}),
    "admin:(everything else)": Url(STAFF, get=404, post=404, kwargs={"url": "nothing/of/this/name/"}),
}
SIGNING_IN = {
    "account": Url(STAFF, nobody=(SIGN_IN, 405)),
    "account_login": Url(get=302, post=302, nobody=(200, 422)),
    "mfa_authenticate": Url(get=302, post=302),
    "account_logout": Url(STAFF, post=302),
    "account_reauthenticate": Url(STAFF, post=422),
    "account_change_password": Url(STAFF, post=422),
    "mfa_activate_totp": Url(STAFF, post=422),
    "mfa_generate_recovery_codes": Url(STAFF, post=200),
    "invitation": Url(post=422),
    "invitation-password": Url(get=302, post=302),
    "invitation-device": Url(get=302, post=302),
}
