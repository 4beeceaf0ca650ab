"""Logs tell what happened, how long it took and where it broke, and never anything about anybody."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from jishi import logs
from jishi.access.enums import Role
from jishi.access.views.doors import open_to_all
from jishi.audit.enums import SYSTEM
from jishi.jobs.actions import carrying, starting
from jishi.jobs.actions.kinds import JobKind, Progress, register
from jishi.jobs.actions.starting import Order
from jishi.jobs.enums import JobState
from jishi.jobs.models import Job
from jishi.policy.identifiers import make_id_number
from tests.access import world as w
from tests.access.world import World

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
# Sixty things for no log: of twelve invented people the ID number, telephone, card, name, opinion.
_CARD = "62220299{:011d}"
CANARIES = [
    text
    for n in range(12)
    for text in (
        make_id_number("990101", datetime(1990, 1, 1 + n, tzinfo=UTC).date(), 100 + n),
        f"1990000{n:04d}",
        _CARD.format(n),
        f"金丝雀{chr(0x4E00 + n)}",
        f"此人第{n}次谈话意见属内部",
    )
]


def _broken() -> NoReturn:
    """Fail the way a database does: with the values in the message, caused by another that has them too."""
    try:
        raise KeyError("、".join(CANARIES[:30]))
    except KeyError as cause:
        raise ValueError("DETAIL: Key (name)=" + "、".join(CANARIES)) from cause


@open_to_all(methods=("GET", "POST"))
def broken(request: HttpRequest, who: str) -> HttpResponse:  # noqa: ARG001 # the address is what matters
    _broken()


@open_to_all()
def talkative(request: HttpRequest, who: str) -> HttpResponse:
    logging.getLogger("jishi.test").warning("来自 %s 的 %s", who, " ".join(CANARIES[:3]))
    return HttpResponse(request.GET.get("q", ""))


urlpatterns = [path("broken/<str:who>/", broken), path("talkative/<str:who>/", talkative)]
handler400 = "jishi.ui.views.errors.handler400"
handler403 = "jishi.ui.views.errors.handler403"
handler404 = "jishi.ui.views.errors.handler404"
handler500 = "jishi.ui.views.errors.handler500"


def _carry(job: Job, progress: Progress) -> Mapping[str, Any]:  # noqa: ARG001
    _broken()


register(JobKind("test-broken", _carry))


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that goes to standard error, set up as in production."""
    written = io.StringIO()
    root = logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Lines())
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def nothing_personal(text: str) -> None:
    assert [canary for canary in CANARIES if canary in text] == []


def test_a_request_is_one_line_with_its_pattern_and_its_account(log: io.StringIO, world: World) -> None:
    client = w.signed_in(w.holder("clerk", Role.STREET_CLERK, world.street))
    log.truncate(0)
    log.seek(0)
    answer = client.get("/account/?q=secret-search")
    (line,) = [each for each in lines(log) if each["what"] == "request"]
    assert line["method"] == "GET"
    assert line["route"] == "/account/"
    assert line["status"] == 200
    assert line["ms"] > 0
    assert line["account"] == "clerk"
    assert line["request"] == answer["X-Request-ID"]
    assert "secret-search" not in log.getvalue()


@pytest.mark.django_db
@pytest.mark.urls("tests.operations.test_logs")
def test_a_page_that_breaks_tells_where_and_nothing_of_what_it_held(
    log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    client = Client(raise_request_exception=False)
    for canary in CANARIES:
        assert client.get(f"/broken/{canary}/", {"q": canary}).status_code == 500
        assert client.post(f"/broken/{canary}/", {"id_number": canary}).status_code == 500
        client.get(f"/nowhere/{canary}/", {"q": canary})
        client.get("/talkative/x/", {"q": canary}, HTTP_REFERER="http://testserver/?q=" + quote(canary))
        client.get(
            "/broken/x/", HTTP_HOST="bad host " + quote(canary, safe=canary if canary.isascii() else "")
        )
    out = capfd.readouterr()
    nothing_personal(log.getvalue() + out.out + out.err)
    broken_lines = [line for line in lines(log) if line.get("error")]
    assert {line["route"] for line in broken_lines if "route" in line} >= {"/broken/<str:who>/"}
    assert broken_lines[0]["error"] == ["ValueError", "KeyError"]
    assert any("tests/operations/test_logs.py" in place for place in broken_lines[0]["where"])


@pytest.mark.django_db
def test_a_job_that_breaks_tells_where_and_nothing_of_what_it_held(
    log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    order = Order("test-broken", "出错的任务")
    queue: list[int] = []
    job = starting.start(
        order=order, district_id=None, grant_id=None, enqueue=queue.append, by=SYSTEM, at=NOON
    )
    assert carrying.carry(job.pk, worker="w", clock=lambda: NOON) is JobState.FAILED
    job.refresh_from_db()
    (line,) = [each for each in lines(log) if each["what"] == "job failed"]
    assert line["job"] == job.pk
    assert line["kind"] == "test-broken"
    assert line["error"] == ["ValueError", "KeyError"]
    out = capfd.readouterr()
    nothing_personal(log.getvalue() + out.out + out.err + job.failure + json.dumps(job.result))


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X", "证件号 110105194912310021。", "电话19900001234，",
        "199-0000-1234", "+8619900001234",
        "6222020000000000", "6222 0200 0000 0000 123", "卡号6222020000000000123",
    ],
)  # fmt: skip
def test_digits_that_could_be_somebodys_are_hidden(text: str) -> None:
    assert "***" in logs.masked(text)
    assert not any(part in logs.masked(text) for part in ("1949", "0000"))


@pytest.mark.parametrize(
    "text", ["用时 1234567890 毫秒", "2026-11-25T04:00:00.123Z", "任务 42", "3f9c1d00aa19900001"]
)
def test_other_digits_stay(text: str) -> None:
    assert logs.masked(text) == text


def test_production_logs_are_set_up_this_way_and_hold_no_statements() -> None:
    given = settings.LOGGING
    assert given["formatters"]["lines"]["()"] == "jishi.logs.Lines"
    assert given["root"]["handlers"] == ["lines"]
    assert given["loggers"]["django.db.backends"]["level"] == "ERROR"
    logging.config.DictConfigurator(given)
