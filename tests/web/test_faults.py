"""When something fails: a page in words, a line in the log, nothing of a story."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory, override_settings

from fanfold.archive.models import Account
from fanfold.web.faults import Brief
from fanfold.web.last_resort import BrokenAnswerError, LastResort
from tests.archive.making import put
from tests.web.visiting import Visitor

WORDS = "broken on Secret title of marrow@example.org"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the server's own log holds."""
    lines = io.StringIO()
    ours = logging.getLogger("django").handlers
    (handler,) = (each for each in ours if isinstance(each.formatter, Brief))
    monkeypatch.setattr(handler, "stream", lines)
    return lines


def breaks(*_: object, **__: object) -> Any:
    raise ValueError(WORDS)


def test_a_database_that_does_not_answer_is_told_from_a_fault(
    log: io.StringIO,
) -> None:
    calm = Client(raise_request_exception=False)
    calm.force_login(Account.objects.create_user("bea"))

    def down(*_: object) -> None:
        raise OperationalError(WORDS)

    with connection.execute_wrapper(down):
        answer = calm.get("/works/?q=secret-words")

    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "ask again" in page
    assert "OperationalError on page" in log.getvalue()
    assert "Secret" not in log.getvalue() + page


def test_refusals_say_what_happened_and_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    other = strict.get("/", headers={"host": "evil.example.org"})
    stale = strict.post("/gate/", {"answer": "yes"})
    row = put("Snow")
    strict.force_login(Account.objects.create_user("bea"))
    method = strict.get(f"/works/{row.public}/kudos/")
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        much = Client().post("/gate/", {"answer": "y" * 99})

    answers = {400: other, 403: stale, 405: method, 413: much}
    assert {each.status_code for each in answers.values()} == set(answers)
    for answer in answers.values():
        page = answer.content.decode()
        assert "Nothing was changed" in page
        assert "Back to the archive" in page
        assert "private" in answer["Cache-Control"]
    assert "cookies" in stale.content.decode()
    assert "send less" in much.content.decode()


def test_pages_of_faults_speak_german() -> None:
    strict = Client(enforce_csrf_checks=True)

    page = strict.post("/gate/", headers={"accept-language": "de"}).content.decode()

    assert '<html lang="de">' in page
    assert "Bitte noch einmal senden" in page


def test_what_somebody_typed_for_a_number_is_not_logged(log: io.StringIO) -> None:
    request = RequestFactory().get("/")
    for typed in ("quite-a-secret", "abc\nForged line", "2345678"):
        request.resolver_match = type(
            "Match", (), {"view_name": "work", "kwargs": {"work_id": typed}}
        )()
        logging.getLogger("django.request").error(WORDS, extra={"request": request})

    lines = log.getvalue().splitlines()
    assert len(lines) == 3
    assert all(line.endswith("ERROR on page work ") for line in lines)


def test_an_answer_that_waits_is_logged_by_its_status(
    log: io.StringIO, settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_INDEX = tmp_path / "not made yet"

    answer = Client(raise_request_exception=False).get("/search/?q=secret-words")

    assert answer.status_code == 503
    assert log.getvalue().endswith(" 503 on page search \n")


def test_other_packages_are_logged_as_briefly() -> None:
    def loudest(name: str) -> list[logging.Handler]:
        logger = logging.getLogger(name)
        own = [each for each in logger.handlers if type(each).__module__ == "logging"]
        return own or loudest("") if name else own

    for name in ("", "allauth", "whitenoise", "anything"):
        handlers = loudest(name)
        assert handlers
        assert all(isinstance(each.formatter, Brief) for each in handlers)


# what stands before Django


def test_a_fault_before_django_is_a_page_and_a_line(log: io.StringIO) -> None:
    answer = Visitor(LastResort(breaks)).get("/works/?q=secret-words")

    assert answer.status_code == 500
    assert "fault of the program" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    line = log.getvalue()
    assert "ValueError on page no page" in line
    assert "in breaks" in line
    assert "Secret" not in line
    assert "secret-words" not in line


class Half:
    """An answer that breaks once its first part is sent."""

    closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"It snowed"
        breaks()

    def close(self) -> None:
        self.closed = True


def test_an_answer_that_breaks_is_cut_off_without_its_words(log: io.StringIO) -> None:
    half = Half()

    def site(environ: dict[str, Any], start: Callable[..., Any]) -> Half:
        start("200 OK", [])
        return half

    made = LastResort(site)({}, lambda *_: None)
    parts = iter(made)
    assert next(parts) == b"It snowed"
    with pytest.raises(BrokenAnswerError) as caught:
        next(parts)
    made.close()  # type: ignore[attr-defined]

    # What the web server would log is this error, with all that led to it.
    assert caught.value.__context__ is None
    assert str(caught.value) == ""
    assert "ValueError on page no page" in log.getvalue()
    assert "Secret" not in log.getvalue()
    assert half.closed
