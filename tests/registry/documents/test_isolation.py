"""The examiner's own process: it answers, it is bounded, and it knows nothing that it could give away."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from registry.documents import examiner, isolation
from registry.documents.inspection import Code, Kind, Refused, inspect
from registry.documents.outcomes import MAX_BYTES

from .good_files import PICTURES, Picture
from .making import jpeg, made, pdf, png, saved


def six_photos() -> bytes:
    """Nearly as large as a file may be, of 7.7 megapixels each."""
    photo = Image.effect_noise((150, 200), 90).resize((2_400, 3_200)).convert("RGB")
    content = saved(photo, "PDF", save_all=True, append_images=[photo] * 5, quality=70)
    assert MAX_BYTES // 2 < len(content) <= MAX_BYTES
    return content


EXAMINER = "import sys; from registry.documents import examiner; sys.argv = ['', 'png'];"
TAKES_MEMORY = EXAMINER + "examiner._examiner = lambda kind: lambda content: bytes(300_000_000); examiner.main()"
TAKES_TIME = EXAMINER + (
    "examiner.MOST_SECONDS = 1; examiner._examiner = lambda kind: lambda content: any(iter(int, 1)); examiner.main()"
)
WRITES = EXAMINER + "examiner._examiner = lambda kind: lambda content: open(sys.argv[2], 'w').write('a');"


@pytest.mark.parametrize(("content", "kind"), [(pdf(), Kind.PDF), (jpeg(), Kind.JPEG), (png(), Kind.PNG)])
def test_a_file_comes_back_through_the_process(content: bytes, kind: Kind):
    clean = inspect(content, f"a.{kind.value}")
    assert clean.kind is kind
    assert (clean.pages, clean.width, clean.height) == ((1, None, None) if kind is Kind.PDF else (None, 120, 80))
    assert clean.content.startswith(content[:4])


def test_a_refusal_comes_back_with_its_reason():
    assert refusal(pdf(pages=51)) is Code.PAGES


def run(code: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-c", code], capture_output=True, input=b"", cwd=settings.BASE, check=False)


LARGE = {name: PICTURES[name] for name in ("39 megapixels in colour", "scan with 600 dpi")}
LARGE["six photos in a PDF"] = Picture(six_photos, "a.pdf")


@pytest.mark.parametrize("name", LARGE)
def test_the_largest_files_fit_into_its_memory(name: str):
    content = made(LARGE[name].content)
    assert inspect(content, LARGE[name].name).content


def test_its_memory_is_bounded():
    assert examiner.MOST_MEMORY <= 200_000_000
    assert run(TAKES_MEMORY).stdout == b'{"refused": "complex"}\n'


def test_its_time_is_bounded():
    assert run(TAKES_TIME).returncode < 0


def test_it_cannot_write_a_file(tmp_path: Path):
    target = tmp_path / "a"
    run(WRITES.replace("sys.argv[2]", repr(str(target))) + "examiner.main()")
    assert not target.exists() or not target.stat().st_size


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Puts a shell script in the place of the examiner."""

    def program(script: str) -> None:
        path = tmp_path / "examiner"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(path))

    return program


def refusal(content: bytes) -> Code:
    with pytest.raises(Refused) as refused:
        inspect(content, "a.pdf")
    return refused.value.code


@pytest.mark.parametrize(("script", "code"), [("kill -9 $$", Code.COMPLEX), ("exit 1", Code.UNAVAILABLE)])
def test_an_examiner_that_ends_refuses(program, script: str, code: Code):
    program(script)
    assert refusal(pdf()) is code


def test_an_examiner_that_hangs_is_ended(program, monkeypatch: pytest.MonkeyPatch):
    program("exec sleep 60")
    monkeypatch.setattr(isolation, "MOST_SECONDS", 0.1)
    assert refusal(pdf()) is Code.COMPLEX


def test_an_examiner_that_cannot_be_started_refuses(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert refusal(pdf()) is Code.UNAVAILABLE


def test_whoever_waits_too_long_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(isolation, "LONGEST_WAIT", 0.01)
    with isolation._one_at_a_time:
        assert refusal(pdf()) is Code.UNAVAILABLE
    assert not isolation._one_at_a_time.locked()


def test_it_is_not_told_the_secrets_of_the_portal(program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SECRET_KEY", "secret")
    program(f"env > {tmp_path}/seen; exit 1")
    refusal(pdf())
    assert "SECRET_KEY" not in (tmp_path / "seen").read_text()
