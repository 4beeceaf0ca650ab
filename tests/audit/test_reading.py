"""Who saw this person, what did this account see: found, paged and told in Chinese."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from jishi.audit.actions import Entry, anchor, record, record_many, record_view
from jishi.audit.enums import Actor, Subject, Verbs, verbs
from jishi.audit.models import Event
from jishi.audit.presenters import event_rows, sentence, verb_label, verification_panel
from jishi.audit.selectors import (
    EventFilter,
    Position,
    events,
    events_about,
    events_by,
    every_event,
    verify_all,
)
from tests.audit.conftest import CHAIN, CLERK, MORNING, recorded
from tests.audit.test_tampering import rewrite

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ZHAO = Subject("person", "p1", "赵一")
LI = Actor("liming", "李明", "区委组织部", address="10.0.0.8")


def viewed(by: Actor = LI, subject: Subject = ZHAO, *, chain: str = CHAIN, hour: int = 0) -> Event:
    with transaction.atomic():
        return record_view(
            subject=subject, fields=["手机号"], by=by, at=MORNING + hour * HOUR, chain=chain, reason="核对"
        )


def keys(found: list[Event] | tuple[Event, ...]) -> list[int]:
    return [event.pk for event in found]


def test_who_saw_this_person() -> None:
    seen = [viewed(hour=1), viewed(CLERK, hour=2)]
    viewed(subject=Subject("person", "p2", "钱二"), hour=3)
    viewed(subject=Subject("unit", "p1", "某社区"), hour=4)

    assert keys(list(events_about("person", "p1", chains=[CHAIN]).events)) == keys(seen)[::-1]


def test_what_did_this_account_see() -> None:
    seen = [viewed(hour=1), viewed(subject=Subject("person", "p2", "钱二"), hour=2)]
    viewed(CLERK, hour=3)
    recorded(1, by=LI, at=MORNING + 4 * HOUR)

    only_views = EventFilter.by("liming", chains=[CHAIN]).views_only()
    assert keys(list(events(only_views).events)) == keys(seen)[::-1]
    assert len(events_by("liming", chains=[CHAIN]).events) == 3


def test_other_tenants_events_are_not_found_and_no_tenant_finds_nothing() -> None:
    own, foreign = viewed(), viewed(chain="district-2")

    assert keys(list(events_about("person", "p1", chains=[CHAIN]).events)) == [own.pk]
    assert keys(list(events_about("person", "p1", chains=["district-2"]).events)) == [foreign.pk]
    assert not events_about("person", "p1", chains=[]).events
    assert len(events_about("person", "p1", chains=None).events) == 2


def test_a_verb_and_a_period_narrow_the_list() -> None:
    for hour in range(5):
        viewed(hour=hour)
    recorded(1, at=MORNING + 5 * HOUR)

    period = EventFilter([CHAIN], since=MORNING + HOUR, before=MORNING + 3 * HOUR)
    assert [event.at for event in events(period).events] == [MORNING + 2 * HOUR, MORNING + HOUR]
    assert len(events(EventFilter([CHAIN], verb=["person.change"])).events) == 1


def test_pages_follow_one_another_without_gap_or_repetition_though_instants_are_equal() -> None:
    with transaction.atomic():
        record_many([Entry(verb="view", subject=ZHAO) for _ in range(23)], by=LI, at=MORNING, chain=CHAIN)
        record_many([Entry(verb="view", subject=ZHAO)] * 4, by=LI, at=MORNING + HOUR, chain="district-2")
    where = EventFilter(None)

    found, page = [], events(where, size=5)
    while page.following is not None:
        found += keys(list(page.events))
        page = events(where, after=Position.parsed(str(page.following)), size=5)
    found += keys(list(page.events))

    assert found == keys(list(Event.objects.order_by("-at", "-id")))


@pytest.mark.parametrize(
    "text", ["", "x", "1_2", "2026-03-02T01:00:00_5", "_", "2026-03-02T01:00:00+00:00_x"]
)
def test_a_position_that_is_none_is_not_read(text: str) -> None:
    assert Position.parsed(text) is None


def test_a_page_costs_one_query_whatever_the_filter() -> None:
    viewed()
    where = EventFilter([CHAIN], account="liming", subject_kind="person", subject_key="p1", verb=["view"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        event_rows(events(where).events)
    assert len(queries) == 1


def test_an_export_reads_every_event_oldest_first() -> None:
    recorded(7)
    assert [event.seq for event in every_event(EventFilter([CHAIN]))] == [1, 2, 3, 4, 5, 6, 7]


def told(verb: str, particulars: dict[str, object], subject: Subject = ZHAO, by: Actor = LI) -> Event:
    with transaction.atomic():
        return record(
            verb=verb, subject=subject, by=by, at=MORNING, chain=CHAIN, particulars=particulars, reason="核对"
        )


def test_an_event_is_told_in_one_sentence() -> None:
    assert sentence(viewed()) == "查看赵一的手机号。"
    assert sentence(told("export", {"page": "花名册", "row_count": 72})) == "从“花名册”导出72行。"


def test_what_an_event_does_not_tell_is_said_to_be_missing() -> None:
    assert sentence(told("export", {"page": "花名册"})) == "从“花名册”导出（未记）行。"


def test_a_verb_nobody_registered_is_told_neutrally() -> None:
    event = told("made.up", {})
    assert sentence(event) == "对赵一做了“made.up”。"
    assert verb_label("made.up") == "made.up"


def test_braces_in_what_users_wrote_are_only_text() -> None:
    event = told("export", {"page": "{row_count}{subject.__class__}", "row_count": 1})
    assert sentence(event) == "从“{row_count}{subject.__class__}”导出1行。"


def test_a_row_tells_before_and_after_reason_address_and_whom_the_actor_stands_in_for() -> None:
    proxy = Actor("wangfang", "王芳", "街道经办", address="10.0.0.7", on_behalf_of="李明")
    event = told(
        "view",
        {
            "before": {"社区": "东风", "一肩挑": False},
            "after": {"社区": "和平", "职务": None},
            "fields": ["a", "b"],
        },
        by=proxy,
    )
    [row] = event_rows([event])

    assert (row.who, row.address, row.reason) == ("王芳（代李明）", "10.0.0.7", "核对")
    assert [(c.name, c.before, c.after) for c in row.changes] == [
        ("一肩挑", "否", ""),
        ("社区", "东风", "和平"),
        ("职务", "", ""),
    ]
    assert [(t.name, t.text) for t in row.told] == [("内容", "a、b")]
    assert row.is_view
    assert (row.label, row.subject, row.subject_key) == ("查看", "赵一", "p1")


def test_the_list_shows_sentence_change_reason_and_address_and_escapes_what_users_wrote() -> None:
    event = told("view", {"before": {"社区": "<b>东风"}, "after": {"社区": "和平"}, "fields": ["手机号"]})
    page = render_to_string(
        "audit/_events.html", {"events": event_rows([event]), "following_url": "?after=x"}
    )

    for text in (
        "查看赵一的手机号。",
        "&lt;b&gt;东风",
        "和平",
        "核对",
        "10.0.0.8",
        "2026-03-02 09:00",
        "更早的记录",
    ):
        assert text in page
    assert "<b>东风" not in page


def test_an_empty_list_says_how_to_go_on() -> None:
    assert "请放宽时间范围" in render_to_string("audit/_events.html", {"events": []})


def test_a_verification_shows_each_chain_and_the_anchors() -> None:
    recorded(3)
    anchor(at=MORNING + HOUR)
    sound = render_to_string("audit/_verification.html", {"verification": verification_panel(verify_all())})
    assert "与登记时一致" in sound
    assert "共 1 次，最近一次在 2026-03-02 10:00。" in sound

    rewrite(2, reason="改")
    broken = render_to_string("audit/_verification.html", {"verification": verification_panel(verify_all())})
    assert "第 2 条的内容与校验码不符" in broken
    assert "保护现场" in broken


def test_a_verb_cannot_be_registered_twice_with_different_sentences() -> None:
    own = Verbs()
    assert own.register("a.b", "为{subject}办理") == "a.b"
    own.register("a.b", "为{subject}办理")
    with pytest.raises(ValueError, match="already"):
        own.register("a.b", "撤销{subject}")
    found = own.find("a.b")
    assert found is not None
    assert found.label == "为办理"


@pytest.mark.parametrize("verb", list(verbs), ids=lambda verb: verb.code)
def test_every_registered_verb_has_a_sentence_and_a_label_in_chinese(verb: object) -> None:
    known = verbs.find(getattr(verb, "code", ""))
    assert known is not None
    for text in (known.sentence, known.label):
        assert any("\u4e00" <= character <= "\u9fff" for character in text) or "{" in text
    assert not known.sentence.endswith("。")
    assert len(known.label) <= 12
