"""To what rows belong: a group of data, a region, a polyclinic, a person. registry/access.py reads it."""

from collections.abc import Mapping

from django.db.models import Model

from . import models as m

GROUP_OF: Mapping[type[Model], str] = {
    m.Citizen: "identity",
    m.Application: "application",
    m.Document: "application",
    m.PaperRequest: "application",
    m.Decision: "application",
    m.Proposal: "application",
    m.Notice: "application",
    m.ConfirmedGround: "ground",
    m.WorkPeriod: "status",
    m.Contribution: "status",
    m.Determination: "status",
    m.Visit: "visit",
    m.Attachment: "attachment",
    m.Diagnosis: "diagnosis",
    m.DiagnosisGrant: "diagnosis",
    m.AttachmentRequest: "attachment",
    m.RegionalWage: "ledger",
    m.Obligation: "ledger",
    m.Register: "ledger",
    m.LedgerEntry: "ledger",
    m.Certificate: "certificate",
    m.Alarm: "alarm",
    m.Import: "import",
    m.ImportRow: "import",
    m.Run: "run",
    m.Chunk: "run",
    m.CoverEnd: "falling",
    m.Tally: "picture",
    m.Region: "reference",
    m.District: "reference",
    m.EmploymentOffice: "reference",
    m.Polyclinic: "reference",
    m.CalendarDay: "reference",
    m.Account: "accounts",
    m.LogEntry: "log",
    m.LogSeal: "log",
}

# How a row leads to the region or the polyclinic that it belongs to.
REGION_OF: Mapping[type[Model], str] = {
    m.Citizen: "region",
    m.Application: "region",
    m.Document: "application__region",
    m.PaperRequest: "application__region",
    m.Decision: "application__region",
    m.Notice: "application__region",
    m.ConfirmedGround: "citizen__region",
    m.WorkPeriod: "citizen__region",
    m.Contribution: "citizen__region",
    m.Determination: "citizen__region",
    m.RegionalWage: "region",
    m.Obligation: "region",
    m.Register: "region",
    m.LedgerEntry: "obligation__region",
    m.Import: "region",
    m.ImportRow: "of__region",
    m.Run: "region",
    m.Chunk: "run__region",
    m.CoverEnd: "citizen__region",
}
POLYCLINIC_OF: Mapping[type[Model], str] = {
    m.Visit: "polyclinic",
    m.Attachment: "polyclinic",
    m.AttachmentRequest: "polyclinic",
    m.Diagnosis: "polyclinic",
    m.DiagnosisGrant: "diagnosis__polyclinic",
    m.Certificate: "issued_by__polyclinic",
}
# How a row that no polyclinic owns leads to the person: clinical staff reach it while he is attached to theirs.
ATTACHED_OF: Mapping[type[Model], str] = {m.CoverEnd: "citizen"}

# How a row leads to the person whose record may be blocked at his own request.
PERSON_OF: Mapping[type[Model], tuple[str, ...]] = {
    m.Citizen: ("",),
    m.Application: ("citizen__",),
    m.Document: ("application__citizen__",),
    m.PaperRequest: ("application__citizen__",),
    m.Decision: ("application__citizen__",),
    m.Notice: ("application__citizen__", "citizen__"),
    m.Proposal: ("application__citizen__", "ground__citizen__"),
    m.ConfirmedGround: ("citizen__",),
    m.WorkPeriod: ("citizen__",),
    m.Contribution: ("citizen__",),
    m.Determination: ("citizen__",),
    m.Visit: ("citizen__",),
    m.Attachment: ("citizen__",),
    m.AttachmentRequest: ("citizen__",),
    m.Diagnosis: ("citizen__",),
    m.DiagnosisGrant: ("diagnosis__citizen__",),
    m.Certificate: ("citizen__",),
    m.Obligation: ("citizen__",),
    m.LedgerEntry: ("citizen__",),
    m.CoverEnd: ("citizen__",),
}
