"""Exit rules over yearly results."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jishi.policy.decisions.leaving import ExitKind, ExitRule, Verdict, exit_finding
from jishi.policy.period import Span

TERM = Span(date(2022, 1, 1), date(2027, 1, 1))
TWO_IN_TERM = ExitRule(ExitKind.IN_TERM, 2)
TWO_RUNNING = ExitRule(ExitKind.CONSECUTIVE, 2)
TWO_IN_ALL = ExitRule(ExitKind.TOTAL, 2)
FAILED_2024_AND_2026 = {2022: 2, 2023: 2, 2024: 4, 2025: 2, 2026: 4}


def test_two_fails_inside_one_term_meet_the_term_rule() -> None:
    finding = exit_finding(TWO_IN_TERM, FAILED_2024_AND_2026, TERM)

    assert finding.verdict is Verdict.MET
    assert finding.failed_years == (2024, 2026)
    assert finding.sentence == (
        "2022-01-01至2026-12-31任期内2024、2026年度考核不合格，共2个年度，"
        "达到「一届任期内2个年度考核不合格」，情形成立"
    )


def test_the_same_two_fails_are_not_two_running() -> None:
    finding = exit_finding(TWO_RUNNING, FAILED_2024_AND_2026)

    assert finding.verdict is Verdict.NOT_MET
    assert finding.sentence == (
        "2024、2026年度考核不合格，最长连续1个年度，未达到「连续2个年度考核不合格」，情形不成立"
    )


def test_a_missing_year_breaks_succession_and_is_named() -> None:
    finding = exit_finding(TWO_RUNNING, {2024: 4, 2025: None, 2026: 4})

    assert (finding.verdict, finding.missing_years) == (Verdict.NOT_MET, (2025,))
    assert "2025年度没有考核结果，连续计算在此中断" in finding.sentence


def test_two_fails_running_meet_the_rule_and_are_the_years_named() -> None:
    finding = exit_finding(TWO_RUNNING, {2021: 4, 2023: 4, 2024: 4, 2025: 2})
    assert (finding.verdict, finding.failed_years) == (Verdict.MET, (2023, 2024))


def test_a_missing_year_does_not_hinder_a_total() -> None:
    finding = exit_finding(TWO_IN_ALL, {2019: 4, 2026: 4})

    assert finding.verdict is Verdict.MET
    assert "2020、2021、2022、2023、2024、2025年度没有考核结果，共2个年度" in finding.sentence


def test_a_year_belongs_to_the_term_its_last_day_lies_in() -> None:
    term = Span(date(2021, 3, 15), date(2026, 3, 15))

    assert exit_finding(TWO_IN_TERM, {2021: 4, 2025: 4}, term).verdict is Verdict.MET
    assert exit_finding(TWO_IN_TERM, {2020: 4, 2025: 4}, term).verdict is Verdict.NOT_MET
    assert exit_finding(TWO_IN_TERM, {2025: 4, 2026: 4}, term).verdict is Verdict.NOT_MET


def test_without_a_term_the_term_rule_cannot_be_judged() -> None:
    finding = exit_finding(TWO_IN_TERM, FAILED_2024_AND_2026)
    assert finding.verdict is Verdict.UNKNOWN
    assert "请补登任期" in finding.sentence


def test_without_any_result_nothing_can_be_judged() -> None:
    assert exit_finding(TWO_IN_ALL, {}).sentence == (
        "没有已登记的年度考核结果，无法判断是否累计2个年度考核不合格，请补登考核"
    )
    in_term = exit_finding(TWO_IN_TERM, {2020: 4, 2023: None}, TERM)
    assert in_term.verdict is Verdict.UNKNOWN
    assert in_term.sentence.startswith("2022-01-01至2026-12-31任期内没有已登记的年度考核结果")


def test_without_a_fail_the_rule_is_not_met() -> None:
    assert exit_finding(TWO_IN_ALL, {2024: 1}).sentence == (
        "没有不合格年度，共0个年度，未达到「累计2个年度考核不合格」，情形不成立"
    )


def test_a_rule_may_count_another_level_as_failing() -> None:
    rule = ExitRule(ExitKind.TOTAL, 2, levels=frozenset({3, 4}))
    assert exit_finding(rule, {2024: 3, 2025: 4}).verdict is Verdict.MET


def test_the_sentence_calls_the_levels_what_the_locality_calls_them() -> None:
    rule = ExitRule(ExitKind.TOTAL, 2, levels=frozenset({3, 4}), result="基本称职或不称职")

    assert exit_finding(rule, {2024: 3, 2025: 4}).sentence == (
        "2024、2025年度考核基本称职或不称职，共2个年度，达到「累计2个年度考核基本称职或不称职」，情形成立"
    )


results = st.dictionaries(st.integers(2015, 2026), st.none() | st.integers(1, 4), max_size=10)


@given(results, st.integers(1, 4), st.integers(2015, 2026))
def test_one_more_fail_never_undoes_a_verdict(known: dict[int, int | None], times: int, year: int) -> None:
    for kind in (ExitKind.CONSECUTIVE, ExitKind.TOTAL, ExitKind.IN_TERM):
        rule = ExitRule(kind, times)
        before = exit_finding(rule, known, TERM).verdict
        after = exit_finding(rule, {**known, year: 4}, TERM).verdict
        assert before is not Verdict.MET or after is Verdict.MET


@given(results, st.integers(1, 4))
def test_years_running_are_also_years_in_all(known: dict[int, int | None], times: int) -> None:
    running = exit_finding(ExitRule(ExitKind.CONSECUTIVE, times), known).verdict
    in_all = exit_finding(ExitRule(ExitKind.TOTAL, times), known).verdict
    assert running is not Verdict.MET or in_all is Verdict.MET
