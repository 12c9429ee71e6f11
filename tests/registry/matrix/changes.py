"""What forms may change, and what is nowhere."""

NAMES = ("name_kk", "name_ru", "name_en")


def _fields(model: str, *names: str) -> frozenset[str]:
    return frozenset(f"{model}.{name}" for name in names)


MAY_CHANGE: dict[str, frozenset[str]] = {
    "admin:registry_alarm_change": _fields("alarm", "finding", "seen_by_id", "seen_at"),
    "admin:registry_account_add": frozenset({"account +"}),
    "admin:registry_account_change": _fields(
        "account", "username", "full_name", "email", "role", "region_id", "office_id", "polyclinic_id", "is_active"
    ),
    "admin:registry_account_let_in": frozenset({"account.is_active", "invitation +"}),
    "admin:registry_account_shut_out": _fields("account", "is_active"),
    "admin:registry_application_next": _fields("application", "taken_at", "officer_id", "state", "version"),
    "admin:registry_application_act": _fields("application", "taken_at", "officer_id", "state", "version"),
    "admin:registry_region_add": frozenset({"region +"}),
    "admin:registry_district_add": frozenset({"district +"}),
    "admin:registry_employmentoffice_add": frozenset({"employmentoffice +"}),
    "admin:registry_polyclinic_add": frozenset({"polyclinic +"}),
    "admin:registry_calendarday_add": frozenset({"calendarday +"}),
    "admin:registry_region_change": _fields("region", *NAMES),
    "admin:registry_district_change": _fields("district", *NAMES, "region_id"),
    "admin:registry_employmentoffice_change": _fields(
        "employmentoffice", *NAMES, "region_id", "district_id", "address", "phone"
    ),
    "admin:registry_polyclinic_change": _fields("polyclinic", *NAMES, "region_id", "district_id", "address", "phone"),
    "admin:registry_calendarday_change": _fields("calendarday", *NAMES, "working", "source"),
    "admin:registry_proposal_approve": _fields("proposal", "outcome", "closed_by_id", "closed_at", "answer")
    | _fields("confirmedground", "void", "ends", "version")
    | _fields("obligation", "ended_at", "ended_because")
    | {"determination +", "factchange +", "notice +", "obligation +"},
    "admin:registry_proposal_return": _fields("proposal", "outcome", "closed_by_id", "closed_at", "answer")
    | _fields("confirmedground", "version")
    | {"factchange +"},
}
"""What a form may change at most: "table +" is a new row, "table.column" a change. All else has to stay."""

GONE = (
    "/admin/autocomplete/?app_label=registry&model_name=account&field_name=citizen&term=a",
    "/admin/jsi18n/",
    "/admin/r/1/1/",
    "/admin/password_change/",
    "/admin/registry/citizen/add/",
    "/admin/registry/citizen/{citizen}/history/",
    "/admin/registry/citizen/{citizen}/delete/",
    "/admin/registry/citizen/{citizen}/",
    "/admin/registry/citizen/{citizen}/change/?_popup=1",
    "/admin/registry/citizen/{citizen}/change/?_to_field=iin",
    "/admin/registry/region/?_popup=1",
    "/admin/registry/region/43/delete/",
    "/admin/registry/region/43/history/",
    "/admin/registry/account/{account}/delete/",
    "/admin/registry/account/{account}/history/",
    "/admin/registry/account/{account}/password/",
    "/admin/registry/confirmedground/",
    "/admin/registry/diagnosis/",
    "/admin/registry/visit/",
    "/admin/registry/household/",
    "/admin/registry/determination/",
    "/admin/registry/notice/",
    "/admin/registry/logentry/1/change/",
    "/admin/registry/logseal/",
    "/admin/auth/user/",
    "/admin/sessions/session/",
)
"""Addresses that Django's admin has in other places, and tables that have none: 404 for every role."""

REFUSED_LOOKUPS = (
    "/admin/registry/account/?password__startswith=a",
    "/admin/registry/account/?citizen__iin__startswith=9",
    "/admin/registry/account/?region__citizens__iin=1",
    "/admin/registry/region/?citizens__surname=a",
    "/admin/registry/polyclinic/?attachments__citizen__iin=1",
)
"""Filters that would ask about rows of other tables: 400 for whoever sees the list."""
