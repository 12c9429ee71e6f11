"""The pages that nobody signs in for."""

from .url import Url, page

CITIZENS = {
    "start": page(),
    "check": page(302),
    "check-answers": page(302),
    "clear": Url(get=405, post=302),
    "question": Url(post=422, kwargs={"slug": "birth-date"}),
    "calculator": Url(post=422),
    "result": page(302),
    "law": page(),
    "law-search": Url(post=422),
    "law-questions": page(),
    "law-json": page(),
    "law-page": page(kwargs={"slug": "grounds"}),
    "what-if": Url(get=302, post=302),
    "later": Url(post=422),
    "later-keep": Url(get=302, post=302),
    "later-delete": Url(get=405, post=302),
    "later-deleted": page(),
    "plan": Url(get=302, post=302),
    "family": Url(post=302),
    "compare": Url(get=302, post=302),
    "print": Url(get=302, post=302),
    "about": page(),
    "changes-2026": page(),
    "levels": page(),
    "accessibility": page(),
    "privacy": page(),
    "robots": page(),
    "security": page(),
    "language": Url(get=405, post=302),
    "check-certificate": Url(post=422),
    "certificate-checked": page(kwargs={"code": "4T7KM9WXQ2HB3NE6RZ8C"}),
}

APPLICANTS = {
    "apply": Url(post=422),
    "apply-you": Url(get=302, post=302),
    "apply-check": Url(get=302, post=302),
    "apply-sent": page(302),
    "application": Url(post=422),
    "application-status": page(302),
    "application-documents": Url(get=302, post=302),
    "application-papers": Url(get=302, post=302),
    "application-withdraw": Url(get=302, post=302),
    "application-close": Url(get=405, post=302),
    "application-certificate": Url(get=302, post=302),
    "application-certificate-withdraw": Url(get=405, post=302),
}
"""Without the secret of an application, as here, they lead back to where it is asked for."""

ASKING_FOR_ATTACHMENT = {
    "attach": page(),
    "attach-place": Url(post=422),
    "attach-polyclinic": Url(get=302, post=302),
    "attach-you": Url(get=302, post=302),
    "attach-check": Url(get=302, post=302),
    "attach-sent": page(302),
    "attach-status": page(302),
    "attach-withdraw": Url(get=302, post=302),
}
