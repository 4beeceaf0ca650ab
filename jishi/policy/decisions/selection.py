"""How many may be selected out of a base, and who they are when the criteria tie (R-087)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from jishi.policy.decisions.figures import Rounding, decimal_text, percent_text, rounded


@dataclass(frozen=True, slots=True)
class SelectionCap:
    """The number of places and the arithmetic behind it."""

    places: int
    sentence: str


def selection_cap(base: int, share: Fraction, rounding: Rounding) -> SelectionCap:
    """Computes a share of a number of people, whole the way the rule rounds."""
    exact = base * share
    places = rounded(exact, rounding)
    whole = "" if exact.denominator == 1 else f"，{rounding}取整"
    return SelectionCap(
        places, f"{base}人 × {percent_text(share, 4)} = {decimal_text(exact, 4)}{whole}，名额{places}人"
    )


class TieRule(StrEnum):
    """What becomes of people who cannot be told apart at the edge of the places."""

    ALL_IN = "并列全部入选"
    ALL_OUT = "并列均不入选"
    DECIDED = "并列提请集体研究"


class Outcome(StrEnum):
    """What the ranking says of one candidate."""

    SELECTED = "入选"
    NOT_SELECTED = "未入选"
    UNDECIDED = "待集体研究"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with one value a criterion, in the order of the criteria; more is better."""

    worker_id: str
    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with rank (people who tie share the best one), outcome and reason."""

    candidate: Candidate
    rank: int
    outcome: Outcome
    sentence: str


_AT_THE_EDGE = {
    TieRule.ALL_IN: Outcome.SELECTED,
    TieRule.ALL_OUT: Outcome.NOT_SELECTED,
    TieRule.DECIDED: Outcome.UNDECIDED,
}


def ranking(
    candidates: Sequence[Candidate], criteria: Sequence[str], places: int, ties: TieRule
) -> tuple[Ranked, ...]:
    """Ranks candidates by the criteria in their order; only a full tie at the last place needs the tie rule.

    Shape: the first criterion decides, each further one only between equals; candidates that tie keep
           the order they came in.
    """
    ordered = sorted(candidates, key=lambda each: each.values, reverse=True)
    ranked: list[Ranked] = []
    for _, group in groupby(ordered, key=lambda each: each.values):
        equals = tuple(group)
        rank = len(ranked) + 1
        outcome, why = _outcome(rank, len(equals), places, ties)
        ranked += [Ranked(each, rank, outcome, _sentence(each, criteria, rank, why)) for each in equals]
    return tuple(ranked)


def _outcome(rank: int, equals: int, places: int, ties: TieRule) -> tuple[Outcome, str]:
    if rank + equals - 1 <= places:
        return Outcome.SELECTED, f"在{places}个名额之内，{Outcome.SELECTED}"
    if rank > places:
        return Outcome.NOT_SELECTED, f"在{places}个名额之外，{Outcome.NOT_SELECTED}"
    outcome = _AT_THE_EDGE[ties]
    return outcome, f"{equals}人并列、名额剩{places - rank + 1}个，按「{ties}」处理，{outcome}"


def _sentence(candidate: Candidate, criteria: Sequence[str], rank: int, why: str) -> str:
    pairs = zip(criteria, candidate.values, strict=True)
    values = "、".join(f"{name}{value}" for name, value in pairs)
    return f"{candidate.name}：{values}，第{rank}名，{why}"
