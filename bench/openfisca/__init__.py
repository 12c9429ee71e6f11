"""The same rules once more, as OpenFisca-core would have them: to measure beside, never to decide by.

Runs in a virtual environment of its own, see ``python -m bench population``. The grounds of ``eligibility/rules`` are
written as functions over arrays of people and hung into OpenFisca as variables of a day; figures, order and dates of
force come from the files of the law. All four truths are kept. Left out: reasons, missing facts, who pays, and the day
of the next change, which the engine gives with the same walk.
"""
