"""Everything that changes the state of an application or a confirmed ground, and nothing else does.

Each verb is one transaction with one entry in the log. It takes ``who`` first and the version that its page showed;
it raises NotAllowed or Stale, and then nothing has changed. The verbs of the applicant are in registry/applying.py.
"""

from ..refusals import NotAllowed, Refused, Stale
from .bulk import MOST, Line, LineOutcome, confirm_many, explained, preview_many
from .confirming import Wanted, confirm, judge
from .refusing import approve_refusal, legal_reasons, propose_refusal, return_refusal
from .review import ask_papers, confirm_identity, hand_over, stop_waiting, take
from .revoking import approve_revocation, propose_revocation, return_revocation
from .transitions import ON_GROUNDS, TRANSITIONS, allowed, allowed_on_ground, allowed_to_applicant

__all__ = [
    "MOST",
    "ON_GROUNDS",
    "TRANSITIONS",
    "Line",
    "LineOutcome",
    "NotAllowed",
    "Refused",
    "Stale",
    "Wanted",
    "allowed",
    "allowed_on_ground",
    "allowed_to_applicant",
    "approve_refusal",
    "approve_revocation",
    "ask_papers",
    "confirm",
    "confirm_identity",
    "confirm_many",
    "explained",
    "hand_over",
    "judge",
    "legal_reasons",
    "preview_many",
    "propose_refusal",
    "propose_revocation",
    "return_refusal",
    "return_revocation",
    "stop_waiting",
    "take",
]
