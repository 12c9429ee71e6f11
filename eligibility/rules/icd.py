"""ICD-10 codes: which exist, and which group of diseases of the law claims them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

CODE = re.compile(r"[A-Z]\d\d(\.\d{1,2})?", re.ASCII)


class Rubrics:
    """Look-up from a code to the group of diseases, built once from the law files."""

    def __init__(self, tables: Mapping[str, dict[str, Any]]) -> None:
        self.categories = frozenset(code for span in tables["icd10"]["categories"] for code in _expand(span))
        self.groups = tuple(code for code, entry in tables["diagnoses"].items() if isinstance(entry, dict))
        self._sure = self._index(tables, "codes")
        self._unclear = self._index(tables, "unclear_codes")
        self._remarks = {
            code: remark["note"]
            for remark in tables["diagnoses"].get("remarks", [])
            for span in remark["codes"]
            for code in _expand(span)
        }

    def exists(self, code: str) -> bool:
        """Whether the code is an ICD-10 code of three or more characters (subdivisions are not listed one by one)."""
        return bool(CODE.fullmatch(code)) and code[:3] in self.categories

    def group(self, code: str) -> tuple[str, bool]:
        """Group that claims the code, and whether all sources agree that it does."""
        for start in _ancestors(code):
            if start in self._sure:
                return self._sure[start], True
            if start in self._unclear:
                return self._unclear[start], False
        return "other", True

    def remark(self, code: str) -> str | None:
        """Note that must be said beside this code."""
        return next((self._remarks[part] for part in _ancestors(code) if part in self._remarks), None)

    @staticmethod
    def _index(tables: Mapping[str, dict[str, Any]], key: str) -> dict[str, str]:
        return {
            code: group
            for group, entry in tables["diagnoses"].items()
            if isinstance(entry, dict)
            for span in entry[key]
            for code in _expand(span)
        }


def _ancestors(code: str) -> Iterator[str]:
    """The code itself, then every shorter code above it: K70.31, K70.3, K70."""
    while len(code) >= 3:
        yield code
        code = code[:-1].removesuffix(".")


def _expand(span: str) -> Iterator[str]:
    """``A15-A19`` as its five rubrics; a single code as itself."""
    start, _, end = span.partition("-")
    if not end:
        yield start
        return
    for number in range(int(start[1:]), int(end[1:]) + 1):
        yield f"{start[0]}{number:02d}"
