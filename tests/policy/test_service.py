"""Years of service out of segments."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.decisions.figures import duration_text
from jishi.policy.decisions.service import ServiceSegment, length_of_service
from jishi.policy.period import Span, whole_months

ON = date(2026, 11, 1)


def segment(begin: date, end: date | None = None, **marks: bool) -> ServiceSegment:
    return ServiceSegment(Span(begin, end), "桂园社区", **marks)


@st.composite
def segments(draw: st.DrawFn) -> ServiceSegment:
    begin = draw(st.dates(date(2000, 1, 1), date(2027, 1, 1)))
    length = draw(st.none() | st.integers(1, 3000))
    end = None if length is None else begin + timedelta(days=length)
    return ServiceSegment(Span(begin, end), verified=draw(st.booleans()), counts=draw(st.booleans()))


def test_one_running_segment_counts_to_the_day() -> None:
    service = length_of_service([segment(date(2019, 9, 1))], ON)

    assert (service.months, service.days) == (86, 0)
    assert service.sentence == "截至2026-11-01，社区工作年限7年2个月，共86个月"


def test_overlapping_segments_count_once() -> None:
    both = [segment(date(2020, 1, 1), date(2022, 1, 1)), segment(date(2021, 1, 1), date(2023, 1, 1))]
    assert length_of_service(both, ON).months == 36


def test_days_left_over_are_added_up_thirty_to_a_month() -> None:
    apart = [
        segment(date(2020, 1, 1), date(2020, 3, 21)),  # 2 months 20 days
        segment(date(2021, 1, 1), date(2021, 2, 16)),  # 1 month 15 days
    ]
    service = length_of_service(apart, ON)
    assert (service.months, service.days) == (4, 5)


def test_the_breakdown_names_what_counts_what_is_missing_and_what_does_not_count() -> None:
    service = length_of_service(
        [
            segment(date(2018, 1, 1), date(2018, 1, 21)),
            segment(date(2019, 1, 1), date(2021, 1, 1)),
            segment(date(2021, 1, 1), date(2022, 1, 1), counts=False),
            segment(date(2022, 1, 1), date(2022, 7, 1), verified=False),
            segment(date(2027, 1, 1)),
        ],
        ON,
        verified_only=True,
    )

    assert service.lines == (
        "截至2026-11-01，社区工作年限2年零20天，共24个月",
        "计入：2018-01-01至2018-01-20，0个月零20天",
        "计入：2019-01-01至2020-12-31，2年",
        "中断：2018-01-21至2018-12-31",
        "不计：2021-01-01至2021-12-31桂园社区（不计入社区工作年限）",
        "不计：2022-01-01至2022-06-30桂园社区（未经核实）",
        "不计：2027-01-01起至今桂园社区（尚未开始）",
    )


def test_unverified_segments_count_unless_the_rule_leaves_them_out() -> None:
    unverified = [segment(date(2020, 1, 1), date(2021, 1, 1), verified=False)]
    assert length_of_service(unverified, ON).months == 12
    assert length_of_service(unverified, ON, verified_only=True).months == 0


def test_months_are_written_as_years_and_months() -> None:
    assert [duration_text(months) for months in (0, 11, 12, 86)] == ["0个月", "11个月", "1年", "7年2个月"]


@given(st.lists(segments(), max_size=5), segments())
def test_another_segment_never_shortens_service(some: list[ServiceSegment], more: ServiceSegment) -> None:
    # Merging may turn days left over into whole months, never the other way by more than a month.
    before = length_of_service(some, ON).months
    assert length_of_service([*some, more], ON).months >= before - 1


@given(st.lists(segments(), min_size=1, max_size=5))
def test_service_never_exceeds_the_time_since_the_first_day(some: list[ServiceSegment]) -> None:
    first = min(each.span.valid_from for each in some)
    assert length_of_service(some, ON).months <= whole_months(first, ON) + 1
