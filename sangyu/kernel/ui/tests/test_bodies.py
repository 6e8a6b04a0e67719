"""What is too large is refused before it is read: by its announced length, and by what arrives."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel.ui import bodies
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db
SMALL, LARGE = 20_000, 60_000


@pytest.fixture(autouse=True)
def _bounds(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small ones, so that the tests are quick; temporary files of the upload would lie in a folder of its own."""
    settings.SANGYU_BODY_LIMIT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = SMALL
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    for name in ("intake:upload", "papers:upload"):
        view = _view(name)
        assert view.body_limit == bodies.UPLOAD
        monkeypatch.setattr(view, "body_limit", LARGE)


def _view(name: str) -> Any:
    from django.urls import resolve

    return resolve(reverse(name)).func


class Unread(io.BytesIO):
    """A body that nobody may read."""

    def read(self, *_size: int | None) -> bytes:
        raise AssertionError("the body was read")

    def __iter__(self) -> Iterator[bytes]:
        raise AssertionError("the body was read")


def send(client: Client, url: str, length: int, **more: str) -> tuple[int, str]:
    """Announce a body and send none: the answer must come without it."""
    extra: dict[str, Any] = {"wsgi.input": Unread(), **more}
    answer = client.generic(
        "POST", url, b"", content_type=MULTIPART_CONTENT, CONTENT_LENGTH=str(length),
        **extra,
    )  # fmt: skip
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "内容过大"), ("en", "Too large")])
def test_an_announced_length_is_refused_without_reading_in_the_readers_language(
    language: str, words: str
) -> None:
    client = Client()
    client.cookies["sangyu_language"] = language
    status, page = send(client, reverse("console:sign-in"), SMALL + 1)
    assert status == 413
    assert words in page
    assert "<h1>" in page


@pytest.mark.parametrize("name", ["intake:upload", "papers:upload"])
def test_uploads_have_a_bound_of_their_own(name: str) -> None:
    client = signed_in(make_post("director" if name.startswith("papers") else "town_clerk"))
    assert send(client, reverse(name), LARGE + 1)[0] == 413
    file = SimpleUploadedFile("x.bin", b"x" * (SMALL + 9))
    assert client.post(reverse(name), {"file": file}).status_code == 422, (
        "read, and refused as no list"
    )


def test_who_asks_for_json_gets_a_problem() -> None:
    status, body = send(Client(), "/api/v1/elders/search", SMALL + 1)
    assert (status, '"code": "body-too-large"' in body) == (413, True)
    assert send(Client(), "/no/such/page/", SMALL + 1)[0] == 413


def test_what_arrives_is_counted_whatever_was_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that passes on a longer body than announced: the handler stops it, and leaves no file behind."""
    monkeypatch.setattr(bodies, "_announced", lambda _request: 0)
    file = SimpleUploadedFile("x.csv", b"x" * (LARGE + 1))
    body = encode_multipart(BOUNDARY, {"file": file})
    client = signed_in(make_post("town_clerk"))
    answer = client.generic("POST", reverse("intake:upload"), body, content_type=MULTIPART_CONTENT)
    assert answer.status_code == 413
    assert "内容过大" in answer.content.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["/elders/?area_code=%00", "/elders/?q=%E7%8E%8B%00", "/help/%00/"])
def test_a_sign_that_is_no_text_is_refused_in_every_address(url: str) -> None:
    """The database would break off on it, wherever a view reads the address without a form."""
    client = signed_in(make_post("town_clerk", "522601103"))
    client.raise_request_exception = False
    answer = client.get(url)
    assert answer.status_code == 400
    assert "不是文字" in answer.content.decode()


def test_a_sign_that_is_no_text_is_refused_in_every_form() -> None:
    client = signed_in(make_post("town_clerk", "522601103"))
    client.raise_request_exception = False
    answer = client.post("/elders/search/", {"q": "王\0"})
    assert answer.status_code == 400
    body = '{"text": "\\u0000"}'
    answer = client.post("/api/v1/elders/search", body, content_type="application/json")
    assert answer.status_code < 500
