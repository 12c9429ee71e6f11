"""The officers' workplace: start page, queue, the page of a case with its acts, confirming many at once."""

from . import desk as desk
