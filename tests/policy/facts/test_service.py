"""Months of community service for everyone at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.policy.decisions.service import ServiceSegment, length_of_service
from jishi.policy.period import Effect, Span
from tests.policy.facts.district import ON, RULES, Row, district, fact, facts


def segment(begin: date, end: date | None = None, **more: object) -> Row:
    return {"valid_from": begin, "valid_before": end, "verified": True, "counts": True, **more}


def test_service_from_2019_09_is_86_months_on_2026_11_01() -> None:
    records = district(service=[segment(date(2019, 9, 1))])
    assert facts(records, "社区工作月数", "年初社区工作月数") == [(86, 76)]


def test_without_segments_service_runs_from_entry_to_exit() -> None:
    records = district(
        {"entered_on": date(2019, 9, 1)},
        {"worker_id": "G2", "entered_on": date(2019, 9, 1), "left_before": date(2020, 9, 1)},
        {"worker_id": "G3", "entered_on": date(2027, 1, 1)},
        {"worker_id": "G4"},
    )
    assert facts(records, "社区工作月数") == [(86,), (12,), (0,), (None,)]


def test_segments_that_all_do_not_count_make_no_service_whatever_the_date_of_entry() -> None:
    records = district({"entered_on": date(2019, 9, 1)}, service=[segment(date(2019, 9, 1), counts=False)])
    assert fact(records, "社区工作月数") == 0


def test_a_segment_counts_unless_it_says_otherwise_and_verified_only_where_asked() -> None:
    unsaid = district(service=[segment(date(2025, 11, 1), verified=None, counts=None)])

    assert facts(unsaid, "社区工作月数") == [(12,)]
    assert facts(unsaid, "社区工作月数", rules=replace(RULES, verified_only=True)) == [(0,)]


def test_service_is_measured_to_where_the_effect_says() -> None:
    records = district(service=[segment(date(2025, 1, 10))])
    assert fact(records, "社区工作月数", date(2026, 11, 15), Effect.NEXT_MONTH) == 21
    assert fact(records, "社区工作月数", date(2026, 11, 15), Effect.NEXT_JANUARY) == 11


stretches = st.tuples(
    st.integers(0, 3),
    st.dates(date(2005, 1, 1), date(2027, 1, 1)),
    st.none() | st.integers(1, 3000),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(stretches, max_size=12), st.booleans())
def test_service_is_the_same_for_everyone_at_once_and_for_one(
    stays: list[tuple[int, date, int | None, bool, bool]], verified_only: bool
) -> None:
    people: list[list[ServiceSegment]] = [[], [], [], []]
    for owner, begin, length, verified, counts in stays:
        end = None if length is None else begin + timedelta(days=length)
        people[owner].append(ServiceSegment(Span(begin, end), "", verified, counts))
    records = district(
        *({"worker_id": f"G{n}"} for n in range(4)),
        service=[
            segment(
                each.span.valid_from,
                each.span.valid_before,
                worker_id=f"G{n}",
                verified=each.verified,
                counts=each.counts,
            )
            for n, segments in enumerate(people)
            for each in segments
        ],
    )
    expected = [
        length_of_service(each, ON, verified_only=verified_only).months if each else None for each in people
    ]
    derived = facts(records, "社区工作月数", rules=replace(RULES, verified_only=verified_only))
    assert [row[0] for row in derived] == expected
