"""Text that no table program takes for a formula, whichever file it stands in."""

import unicodedata

STARTS = frozenset("=+-@|%−\u2795\u2796")
"""What a formula or a command may begin with; full-width and small forms become these by NFKC."""
QUOTE = "'"


def safe(text: str) -> str:
    """Without control characters and invisible signs, which also hide what comes after them; a text that begins like
    a formula gets an apostrophe before it."""
    shown = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text).strip()
    begins = unicodedata.normalize("NFKC", shown[:1]).strip()[:1]
    return f"{QUOTE}{shown}" if begins in STARTS and begins else shown
