"""The pages of a region in numbers."""

from .url import ANALYST, FINANCE, OFFICERS, Url

READERS = OFFICERS | {FINANCE, ANALYST}
PICTURE = {
    "picture": Url(READERS),
    "picture-export": Url(READERS, get=302, post=302),
    "picture-what-if": Url(READERS, post=422),
    "picture-what-if-run": Url(READERS, row="what_if", method_first=True),
}
