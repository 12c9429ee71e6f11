"""The pages of re-determinations."""

from .url import OFFICERS, Url

RUNS = {
    "runs": Url(OFFICERS, post=422),
    "run": Url(OFFICERS, post=422, row="run"),
    "run-people": Url(OFFICERS, row="run", kwargs={"sample": 0}, method_first=True),
}
