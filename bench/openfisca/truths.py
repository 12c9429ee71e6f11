"""The four truths as numbers in arrays. Ordered so that the largest decides where one of several is enough."""

from functools import reduce
from typing import Any

import numpy as np

NO, UNCLEAR, UNKNOWN, YES = range(4)
NAMES = ("no", "unclear", "unknown", "yes")

_TURNED = np.array([NO, UNKNOWN, UNCLEAR, YES], np.int8)
"""With the middle two exchanged the smallest decides where all are needed: a missing fact before an open point."""
_NEGATED = np.array([YES, UNCLEAR, UNKNOWN, NO], np.int8)


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    return np.where(condition, _narrow(then), _narrow(otherwise))


def any_of(*parts: Any) -> Any:
    return reduce(np.maximum, parts)


def all_of(*parts: Any) -> Any:
    return _TURNED[reduce(np.minimum, [_TURNED[part] for part in parts])]


def negate(part: Any) -> Any:
    return _NEGATED[part]


def _narrow(truth: Any) -> Any:
    return np.int8(truth) if isinstance(truth, int) else truth
