"""The house rules of imports and clocks: who may know whom, and that a date is always an argument."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent

# What each package may import besides the standard library; for a module, its longest matching name counts.
ALLOWED = {
    "eligibility.rules": ("eligibility.rules",),
    "eligibility": ("eligibility", "django", "cryptography", "typst"),
    "registry": (
        "registry",
        "eligibility",
        "django",
        "django_tasks",
        "allauth",
        "cryptography",
        "PIL",
        "pypdf",
        "holidays",
        "openpyxl",
        "qrcode",
        "typst",
        "django_tasks_db",
    ),
    "config": ("config", "registry", "eligibility", "django", "environ", "csp", "bootstrap_wrapper"),
}

CLOCKS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "django.db.models.functions.Now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "django.utils.timezone.now",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}
MAY_READ_A_CLOCK = (
    *("eligibility.views", "eligibility.management.commands"),
    *(
        "registry.portal.views",
        "registry.signin",
        "registry.admin",
        "registry.requests",
        "registry.desk.views",
        "registry.finance.views",
        "registry.falling.views",
        "registry.picture.views",
        "registry.imports.views",
        "registry.imports.tasks",
        "registry.runs.tasks",
        "registry.runs.views",
    ),
    "registry.management.commands",
)

# -S leaves out site-packages: nothing but the standard library can be imported.
IMPORT_ALL_RULES = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
sys.modules["django"] = None
import eligibility.rules
for module in pkgutil.walk_packages(eligibility.rules.__path__, "eligibility.rules."):
    importlib.import_module(module.name)
"""


class Module(NamedTuple):
    name: str
    package: str
    tree: ast.Module


class Import(NamedTuple):
    full: str
    local: str
    bound: str  # what the local name stands for: "import a.b" binds a, not a.b


def read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    package = ".".join(parts[:-1])
    name = package if parts[-1] == "__init__" else ".".join(parts)
    return Module(name, package, ast.parse(path.read_text("utf-8")))


def modules(*packages: str) -> list[Module]:
    return [read(path) for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def origin(node: ast.ImportFrom, package: str) -> str:
    """The absolute name of what stands between "from" and "import"."""
    above = package.split(".")
    base = above[: len(above) - node.level + 1] if node.level else []
    return ".".join([*base, *filter(None, [node.module])])


def imports(module: Module) -> Iterator[Import]:
    """Everything that the module imports, in functions and under conditions, too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                yield Import(alias.name, alias.asname or top, alias.name if alias.asname else top)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                full = f"{origin(node, module.package)}.{alias.name}"
                yield Import(full, alias.asname or alias.name, full)


def inside(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def forbidden_imports(module: Module) -> list[str]:
    allowed = ALLOWED[max((package for package in ALLOWED if inside(module.name, (package,))), key=len)]
    return [
        found.full
        for found in imports(module)
        if found.full.split(".")[0] not in sys.stdlib_module_names and not inside(found.full, allowed)
    ]


def clocks(module: Module) -> list[str]:
    """Every mention of a clock, called or passed on, under whatever name it was imported."""
    bound = {found.local: found.bound for found in imports(module)}

    def dotted(node: ast.AST) -> str:
        if isinstance(node, ast.Attribute):
            return f"{dotted(node.value)}.{node.attr}"
        return bound.get(node.id, "") if isinstance(node, ast.Name) else ""

    return [name for node in ast.walk(module.tree) if (name := dotted(node)) in CLOCKS]


def snippet(code: str, name: str) -> Module:
    return Module(name, name.rpartition(".")[0], ast.parse(code))


def test_the_rules_import_with_nothing_but_the_standard_library():
    command = [sys.executable, "-S", "-c", IMPORT_ALL_RULES, str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", modules(*(name for name in ALLOWED if "." not in name)), ids=lambda m: m.name)
def test_imports_run_one_way(module: Module):
    assert forbidden_imports(module) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("eligibility.rules.grounds", "import django"),
        ("eligibility.rules.grounds", "from eligibility.questions import QUESTIONS"),
        ("eligibility.rules.grounds", "def later():\n    from .. import flow"),
        ("eligibility.views", "from registry import facts"),
        ("eligibility.views", "import requests"),
        ("registry.facts", "from config import settings"),
    ],
)
def test_a_forbidden_import_is_noticed(name: str, code: str):
    assert len(forbidden_imports(snippet(code, name))) == 1


def test_no_clock_is_read_outside_views_and_commands():
    found = {module.name: clocks(module) for module in modules("eligibility", "registry")}
    assert {name: read for name, read in found.items() if read and not inside(name, MAY_READ_A_CLOCK)} == {}


def test_no_template_reads_a_clock():
    pages = (ROOT / "templates").rglob("*.html")
    assert [page.name for page in pages if re.search(r"{%\s*now\b", page.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "code",
    [
        "import datetime\ndatetime.date.today()",
        "import datetime as dt\ndt.datetime.now(dt.UTC)",
        "from datetime import date as day\nday.today()",
        "from django.utils import timezone\nread = timezone.now",
        "import django.utils.timezone\ndjango.utils.timezone.localdate()",
        "from time import time\ntime()",
    ],
)
def test_a_clock_is_noticed(code: str):
    assert len(clocks(snippet(code, "eligibility.flow"))) == 1
