"""Staff accounts of every role for the demo. The password is published; the code comes from `manage.py demo_code`."""

from collections.abc import Mapping
from datetime import datetime

from ..models import Account, EmploymentOffice, Polyclinic, Region, Role
from ..models.accounts import CLINICAL, REGIONAL
from ..signin import codes

PASSWORD = "тек көрсету үшін 2026"  # noqa: S105 - of accounts that production refuses
NAMES: Mapping[str, tuple[Role, str]] = {
    "officer": (Role.OFFICER, "Айнұр Демо"),
    "officer2": (Role.OFFICER, "Болат Демо"),
    "approver": (Role.APPROVER, "Гүлмира Демо"),
    "registrar": (Role.REGISTRAR, "Дина Демо"),
    "clinician": (Role.CLINICIAN, "Ержан Демо"),
    "registrar2": (Role.REGISTRAR, "Зере Демо"),
    "finance": (Role.FINANCE, "Индира Демо"),
    "finance2": (Role.FINANCE, "Кенже Демо"),
    "operator": (Role.OPERATOR, "Ләззат Демо"),
    "analyst": (Role.ANALYST, "Жанар Демо"),
    "auditor": (Role.AUDITOR, "Қайрат Демо"),
    "administrator": (Role.ADMINISTRATOR, "Мадина Демо"),
    "administrator2": (Role.ADMINISTRATOR, "Нұрлан Демо"),
}


def make(region: Region, polyclinic: Polyclinic, now: datetime) -> dict[str, Account]:
    """One account for each name, with its second factor."""
    office = EmploymentOffice.objects.filter(region=region).first()
    made = {}
    for username, (role, full_name) in NAMES.items():
        account = Account(username=username, full_name=full_name, role=role, demo=True)
        if role in REGIONAL:
            account.region = region
            account.office = None if role == Role.FINANCE else office
        if role in CLINICAL:
            account.polyclinic = polyclinic
        account.set_password(PASSWORD)
        account.save()
        codes.enrol(account, codes.new_secret(), step=0)
        made[username] = account
    return made
