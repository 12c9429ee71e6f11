"""The people of the demo: rows as imports from the ministries would bring them, and their first determinations."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils.timezone import get_current_timezone

from .. import determine, iin
from ..log import Who
from ..models import (
    Attachment,
    Citizen,
    ConfirmedGround,
    Contribution,
    District,
    Household,
    Polyclinic,
    Region,
    WorkPeriod,
)
from .names import name
from .situations import NOTHING_PAID, SHARES, YEAR, Situation

SEED = 1
NINE = time(9)
REGION = "43"
DISTRICT = "434800000"
POLYCLINICS = (
    ("Шиелі аудандық емханасы", "Шиелийская районная поликлиника", "Shieli District Polyclinic"),
    ("№2 ауылдық емхана", "Сельская поликлиника №2", "Rural Polyclinic No. 2"),
)
HOUSEHOLD = 4
BEFORE = timedelta(days=60)
"""How long before the day of the demo everybody was first determined, so that some have a history."""


class People:
    """``polyclinics``: of the district; ``citizens``: everybody, by the name of the situation."""

    def __init__(self, who: Who, today: date) -> None:
        self.who, self.today, self.chance = who, today, Random(SEED)  # noqa: S311 - nothing here is a secret
        self.region = Region.objects.get(code=REGION)
        self.district = District.objects.get(code=DISTRICT)
        self.polyclinics = [self._polyclinic(*names) for names in POLYCLINICS]
        self.numbers = {False: iin.synthetic(), True: iin.synthetic(female=True)}
        self.citizens: dict[str, list[Citizen]] = {}

    def make(self) -> Iterator[int]:
        """Make everybody; yields how many there are so far."""
        made = 0
        for kind, number in SHARES.items():
            for _place in range(number):
                female = kind.__name__ == "mother" or self.chance.random() < 0.5
                citizen = self._citizen(kind(self.today, self.chance), female=female)
                self.citizens.setdefault(kind.__name__, []).append(citizen)
                made += 1
                yield made
        self._households()

    def _polyclinic(self, kk: str, ru: str, en: str) -> Polyclinic:
        names = {"name_kk": kk, "name_ru": ru, "name_en": en}
        return Polyclinic.objects.create(region=self.region, district=self.district, **names)

    def _citizen(self, situation: Situation, *, female: bool) -> Citizen:
        youngest, oldest = situation.age
        days = self.chance.randint(youngest * YEAR + youngest // 4 + 5, oldest * YEAR + oldest // 4 + YEAR - 20)
        complete = {"complete_from": date(2015, 1, 1), "contributions_complete_from": 2015 * 12}
        citizen = Citizen.objects.create(
            iin=next(self.numbers[female]),
            **name(self.chance, female=female)._asdict(),
            birth_date=self.today - timedelta(days=days),
            sex="female" if female else "male",
            region=self.region,
            district=self.district,
            phone=f"+7700{self.chance.randrange(10**7):07}",
            language=self.chance.choice(["kk", "kk", "ru"]),
            **{**NOTHING_PAID, **(complete if situation.complete else {}), **situation.fields},
        )
        self._rows(citizen, situation)
        if citizen.birth_date and citizen.birth_date <= self.today - BEFORE:
            determine.determine(Who(self.who.now - BEFORE), citizen, self.today - BEFORE)
        return citizen

    def determine(self) -> None:
        """Everybody as of today, after what the staff has decided."""
        for group in self.citizens.values():
            for citizen in group:
                determine.determine(self.who, citizen, self.today)

    def _rows(self, citizen: Citizen, situation: Situation) -> None:
        polyclinic = self.chance.choice(self.polyclinics)
        if situation.attached:
            starts = max(date(2022, 1, 1), citizen.birth_date or date(2022, 1, 1))
            Attachment.objects.create(citizen=citizen, polyclinic=polyclinic, starts=starts)
        for held in situation.held:
            ConfirmedGround.objects.create(
                citizen=citizen,
                **held._asdict(),
                source=ConfirmedGround.Source.MINISTRY,
                confirmed_at=min(self.who.now, datetime.combine(held.starts, NINE, get_current_timezone())),
            )
        for job in situation.jobs:
            WorkPeriod.objects.create(
                citizen=citizen, kind=job.kind, starts=job.starts, ends=job.ends, monthly_income=job.income
            )
        for months in situation.paid:
            Contribution.objects.create(
                citizen=citizen, kind=months.kind, first_month=months.first, last_month=months.last
            )

    def _households(self) -> None:
        """Everybody lives with some others, so that nobody's own case can be tried out."""
        everybody = [citizen for group in self.citizens.values() for citizen in group]
        self.chance.shuffle(everybody)
        for start in range(0, len(everybody), HOUSEHOLD):
            household = Household.objects.create()
            numbers = [citizen.pk for citizen in everybody[start : start + HOUSEHOLD]]
            Citizen.objects.filter(pk__in=numbers).update(household=household)
