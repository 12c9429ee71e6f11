"""The desk of a polyclinic."""

from .url import CLINICAL, CLINICIANS, EVERYBODY, HELPERS, OFFICERS, REGISTRARS, Url

DESK = {
    "desk": Url(CLINICAL, post=422),
    "desk-card": Url(CLINICAL, get=302, post_by=EVERYBODY),
    "desk-print": Url(CLINICAL, get=302, post_by=EVERYBODY),
    "desk-visit": Url(CLINICAL, get=405, post=302),
    "desk-visit-new-person": Url(CLINICAL, get=302, post=302),
    "desk-visit-strike": Url(CLINICAL, get=302, post=302),
    "desk-certificate": Url(REGISTRARS, get=302, post=302),
    "desk-certificate-withdraw": Url(get=405, post=302, post_by=REGISTRARS),
}
"""With nobody in hand, as here, they lead back to where the number is asked for."""

DIAGNOSES = {
    "desk-diagnoses": Url(CLINICIANS, get=302, post=302),
    "desk-diagnosis": Url(CLINICIANS, get=302, post_by=EVERYBODY, kwargs={"pk": 1}),
    "desk-diagnosis-close": Url(get=405, post=302, post_by=CLINICIANS, kwargs={"pk": 1}),
    "desk-diagnosis-grant": Url(get=405, post=302, post_by=CLINICIANS, kwargs={"pk": 1}),
    "desk-diagnosis-grant-end": Url(get=405, post=302, post_by=CLINICIANS, kwargs={"pk": 1, "grant": 1}),
}
"""Like the card: without a person in hand they lead back to where the number is asked for."""

ATTACHING = {
    "desk-attachments": Url(REGISTRARS, post_by=EVERYBODY),
    "desk-attachment": Url(REGISTRARS, get=302, post=302),
    "desk-attachment-history": Url(REGISTRARS, get=302, post_by=EVERYBODY),
    "desk-attachment-request": Url(REGISTRARS, row="attachment_request", post_by=EVERYBODY, method_first=True),
    "desk-attachment-accept": Url(REGISTRARS, get=302, post=422, row="attachment_request"),
    "desk-attachment-refuse": Url(REGISTRARS, get=302, post=422, row="attachment_request"),
}

ASSISTED = {
    "desk-assisted": Url(HELPERS, post=409),
    "desk-assisted-next": Url(HELPERS, get=405, post=302),
    "desk-assisted-result": Url(HELPERS, get=302),
    "desk-assisted-print": Url(HELPERS, get=302, post=302),
    "desk-assisted-apply": Url(HELPERS, get=302, post=302),
    "desk-assisted-sent": Url(HELPERS, get=302),
}
"""Nobody is being helped yet, so all but the questions lead back to them."""

# falling
READERS_OF_LISTS = OFFICERS | CLINICAL
FALLING = {
    "falling": Url(READERS_OF_LISTS, post_by=EVERYBODY),
    "falling-unseen": Url(READERS_OF_LISTS, post_by=EVERYBODY),
    "falling-on-paper": Url(OFFICERS, post_by=EVERYBODY),
    "falling-export": Url(READERS_OF_LISTS, get=302, post=422),
    "falling-card": Url(CLINICAL, get=302, post=404),
}
"""Each shows whom its reader reaches; only officers have the third list, and only polyclinics have cards."""
