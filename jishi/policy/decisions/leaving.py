"""Whether failed assessments meet an exit rule: in succession, inside one term, or in total (R-183 to R-185).

A verdict opens nothing by itself: it is the sentence a person reads before starting a review.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jishi.policy.facts.assessment import FAILED
from jishi.policy.period import Span


class ExitKind(StrEnum):
    """How failed years are counted (C-18)."""

    CONSECUTIVE = "连续"
    IN_TERM = "届内"
    TOTAL = "累计"


class Verdict(StrEnum):
    """What the results say of the rule."""

    MET = "成立"
    NOT_MET = "不成立"
    UNKNOWN = "资料不足"


@dataclass(frozen=True, slots=True)
class ExitRule:
    """So many years at one of the failing levels; levels are neutral, 1 best to 4 worst.

    Shape: `result` is what the locality calls these levels.
    """

    kind: ExitKind
    times: int
    levels: frozenset[int] = frozenset({FAILED})
    result: str = "不合格"

    def __str__(self) -> str:
        words = {ExitKind.IN_TERM: "一届任期内"}
        return f"{words.get(self.kind, self.kind.value)}{self.times}个年度考核{self.result}"


@dataclass(frozen=True, slots=True)
class ExitFinding:
    """A verdict with its sentence and the years that carry it."""

    verdict: Verdict
    failed_years: tuple[int, ...]
    missing_years: tuple[int, ...]
    sentence: str


Results = Mapping[int, int | None]


def exit_finding(rule: ExitRule, results: Results, term: Span | None = None) -> ExitFinding:
    """Judges a person's assessments by one exit rule.

    Shape: results maps a calendar year to its neutral level, None for a year without one. A year belongs
           to the term that its 31 December lies in. A missing year between two others breaks succession
           and is named; it never counts as failed.
    """
    if rule.kind is ExitKind.IN_TERM and term is None:
        return ExitFinding(Verdict.UNKNOWN, (), (), f"未登记任期起止日期，无法判断是否{rule}，请补登任期")
    span = term if rule.kind is ExitKind.IN_TERM else None
    assessed = sorted(year for year, level in results.items() if level is not None and _inside(year, span))
    if not assessed:
        where = f"{span}任期内" if span else ""
        return ExitFinding(
            Verdict.UNKNOWN, (), (), f"{where}没有已登记的年度考核结果，无法判断是否{rule}，请补登考核"
        )
    failed = [year for year in assessed if results[year] in rule.levels]
    missing = tuple(sorted(set(range(assessed[0], assessed[-1])) - set(assessed)))
    return _judged(rule, failed, missing, span)


def _inside(year: int, term: Span | None) -> bool:
    return term is None or term.contains(date(year, 12, 31))


def _judged(
    rule: ExitRule, failed: Sequence[int], missing: tuple[int, ...], term: Span | None
) -> ExitFinding:
    counted = _longest_run(failed) if rule.kind is ExitKind.CONSECUTIVE else tuple(failed)
    verdict = Verdict.MET if len(counted) >= rule.times else Verdict.NOT_MET
    where = f"{term}任期内" if term else ""
    fails = f"{_years(failed)}年度考核{rule.result}" if failed else f"没有{rule.result}年度"
    gap = f"，{_years(missing)}年度没有考核结果" if missing else ""
    breaks = "，连续计算在此中断" if missing and rule.kind is ExitKind.CONSECUTIVE else ""
    measure = "最长连续" if rule.kind is ExitKind.CONSECUTIVE else "共"
    reached = "达到" if verdict is Verdict.MET else "未达到"
    sentence = (
        f"{where}{fails}{gap}{breaks}，{measure}{len(counted)}个年度，{reached}「{rule}」，情形{verdict}"
    )
    return ExitFinding(verdict, counted if verdict is Verdict.MET else tuple(failed), missing, sentence)


def _longest_run(years: Sequence[int]) -> tuple[int, ...]:
    best: tuple[int, ...] = ()
    run: tuple[int, ...] = ()
    for year in years:
        run = (*run, year) if run and run[-1] == year - 1 else (year,)
        best = max(best, run, key=len)
    return best


def _years(years: Iterable[int]) -> str:
    return "、".join(str(year) for year in years)
