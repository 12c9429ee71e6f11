"""The answer as the JSON object of the contract: codes, ISO dates, numbers."""

from decimal import Decimal
from typing import Any

from .assess import Assessment, GroundFinding
from .care import DiagnosisCare
from .changes import Change
from .dates import day_text, month_text
from .dues import Due
from .law import Law
from .money import Contribution

AS_LAST_PAID = "as_last_paid"
"""In the law files: the payer of a retention is that of the last paid month, which only a kept status has."""


def as_json(result: Assessment) -> dict[str, Any]:
    """The contract's object; absent values are null."""
    return {
        "on": day_text(result.on),
        "law": result.law.digest,
        "status": result.status,
        "payer": result.payer,
        "until": _day(result.until),
        "grounds": [_ground(result.law, item) for item in result.grounds],
        "contribution": _contribution(result.contribution),
        "diagnoses": [_diagnosis(item) for item in result.diagnoses],
        "services": [{"code": item.code, "package": item.package, "covered": item.covered} for item in result.services],
        "changes": [_change(result, item) for item in result.changes],
        "missing": list(result.missing),
        "routes": [{"code": code} for code in result.routes],
        "notes": [{"code": code} for code in result.notes],
    }


def _day(day: int | None) -> str | None:
    return None if day is None else day_text(day)


def number(amount: Decimal | None) -> int | float | None:
    """Whole ₸ as an integer, tiyn as a fraction."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _ground(law: Law, item: GroundFinding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": item.code,
        "outcome": item.outcome,
        "payer": None if item.payer == AS_LAST_PAID else item.payer,
        "from": _day(item.since),
        "until": _day(item.until),
    }
    found["reasons"] = [
        {
            "code": code,
            "act": law.tables["reasons"][code]["act"],
            "article": law.tables["reasons"][code]["article"],
        }
        for code in item.reasons
    ]
    found["missing"] = list(item.missing)
    return found


def _contribution(money: Contribution) -> dict[str, Any]:
    arrears, advance = money.arrears, money.advance
    return {
        "monthly": [_due(item) for item in money.monthly],
        "arrears": arrears
        and {"months": [month_text(month) for month in arrears.months], "amount": number(arrears.amount)},
        "advance": {
            "months": advance.months,
            "amount": number(advance.amount),
            "insured_from": day_text(advance.insured_from),
            "amount_from_this_month": number(advance.amount_from_this_month),
        },
        "state": money.state and {"rate": number(money.state.rate), "amount": number(money.state.amount)},
    }


def _due(item: Due) -> dict[str, Any]:
    return {"who": item.who, "amount": number(item.amount)}


def _diagnosis(item: DiagnosisCare) -> dict[str, Any]:
    return {
        "icd10": item.icd10,
        "group": item.group,
        "package": item.package,
        "covered": item.covered,
        "until": _day(item.until),
    }


def _change(result: Assessment, item: Change) -> dict[str, Any]:
    change: dict[str, Any] = {
        "on": day_text(item.on),
        "status": item.status,
        "payer": item.payer,
        "because": item.because,
    }
    if item.diagnosis is not None:
        diagnosis = result.diagnoses[item.diagnosis]
        change |= {"icd10": diagnosis.icd10, "group": diagnosis.group, "package": item.package}
    return change
