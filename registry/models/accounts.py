"""Staff accounts: one role each, with the rows that it reaches. What a role may do stands in registry/access.py."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .organisations import EmploymentOffice, Polyclinic, Region
from .people import Citizen


class Role(models.TextChoices):
    OFFICER = "officer", _("Social protection officer")
    APPROVER = "approver", _("Approving officer")
    REGISTRAR = "registrar", _("Registrar")
    CLINICIAN = "clinician", _("Clinician")
    FINANCE = "finance", _("Finance officer")
    OPERATOR = "operator", _("Contact-centre operator")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


REGIONAL = (Role.OFFICER, Role.APPROVER, Role.FINANCE)
CLINICAL = (Role.REGISTRAR, Role.CLINICIAN)
CENTRAL = (Role.OPERATOR, Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR)


class Accounts(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Nobody is a superuser; an account reaches a region or a polyclinic by its role and nothing else."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    email = models.EmailField(_("work e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("region")
    )
    office = models.ForeignKey(
        EmploymentOffice, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("employment office")
    )
    polyclinic = models.ForeignKey(
        Polyclinic, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("polyclinic")
    )
    citizen = models.OneToOneField(
        Citizen, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("the holder's own record")
    )
    """So that nobody decides his own case or that of his household."""
    is_active = models.BooleanField(_("active"), default=True)
    demo = models.BooleanField(default=False)
    """Made by the demo; refused where DEBUG is off."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Accounts()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "role"]
    is_staff = True
    """For Django's admin: every account is one of staff. What it may do there says registry/access.py."""

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("username",)
        constraints = [
            models.CheckConstraint(
                name="account_reaches_what_its_role_says",
                condition=Q(role__in=REGIONAL, region__isnull=False, polyclinic__isnull=True)
                | Q(role__in=CLINICAL, region__isnull=True, office__isnull=True, polyclinic__isnull=False)
                | Q(role__in=CENTRAL, region__isnull=True, office__isnull=True, polyclinic__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        from ..access import has_permission

        return has_permission(self, perm)

    def has_module_perms(self, app_label: str) -> bool:
        from ..access import has_module

        return has_module(self, app_label)

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with every right: then all sessions of the account end at once."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Any:
        from django.conf import settings

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | None = None) -> str:
        from django.utils.crypto import salted_hmac

        rights = (self.role, self.region_id, self.office_id, self.polyclinic_id, self.is_active)
        text = "\n".join([self.password, *map(str, rights)])
        return salted_hmac("registry.Account.session", text, secret=secret, algorithm="sha256").hexdigest()
