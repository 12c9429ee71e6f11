"""An upload stays in memory, and no more of it than can be judged."""

from io import BytesIO
from typing import cast

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from registry.documents.inspection import Code, Refused, inspect
from registry.documents.outcomes import MAX_BYTES

from .making import png


def posted(*contents: bytes, name: str = "a.png") -> HttpRequest:
    files = []
    for content in contents:
        file = BytesIO(content)
        file.name = name
        files.append(file)
    return RequestFactory().post("/", {"papers": files})


def received(request: HttpRequest) -> list[InMemoryUploadedFile]:
    found = request.FILES.getlist("papers")
    assert all(isinstance(upload, InMemoryUploadedFile) for upload in found)
    return cast(list[InMemoryUploadedFile], found)


def test_a_file_arrives_whole():
    (upload,) = received(posted(png()))
    assert (upload.name, upload.size, upload.read()) == ("a.png", len(png()), png())


def test_the_largest_file_arrives_whole():
    content = png() + bytes(MAX_BYTES - len(png()))
    assert received(posted(content))[0].read() == content


def test_of_a_larger_file_only_so_much_is_kept_that_it_can_be_refused():
    (upload,) = received(posted(bytes(MAX_BYTES + 3_000_000)))
    assert upload.size == MAX_BYTES + 3_000_000
    assert len(upload.read()) == MAX_BYTES + 1
    upload.seek(0)
    with pytest.raises(Refused) as refused:
        inspect(upload, upload.name or "")
    assert refused.value.code is Code.TOO_BIG


def test_several_files_do_not_mix():
    assert [upload.read() for upload in received(posted(b"first", b"second", b""))] == [b"first", b"second", b""]


def test_there_may_not_be_any_number_of_files():
    request = posted(*[b"a"] * (settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1))
    with pytest.raises(SuspiciousOperation):
        len(request.FILES)
