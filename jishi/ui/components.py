"""The shapes that components of the design system are given: words and figures, never how they look.

A tone says what a mark means: ok, warn, bad, info, mute, or party (一肩挑、备案、红线).
The word always stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["ok", "warn", "bad", "info", "mute", "party"]
StepState = Literal["done", "now", "todo", "returned"]
PostClass = Literal["head", "deputy", "member"]
JobState = Literal["waiting", "running", "done", "partial", "failed"]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `icon` stands before them."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in one word, with its tone."""

    text: str
    tone: Tone = "mute"


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value of a header card or a list of values. An empty value is shown as “—”."""

    label: str
    value: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a page, with how many things are in it."""

    label: str
    url: str
    count: int | None = None
    is_current: bool = False
    delete_url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an approval: who must act, who did, when, and in what words."""

    name: str
    state: StepState = "todo"
    office: str = ""
    person: str = ""
    when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What will change once a form is submitted, and the clause that says so."""

    label: str
    before: str
    after: str
    clause: str = ""
    tone: Tone = "info"


@dataclass(frozen=True, slots=True)
class TraceBlock:
    """One term of a formula: what it is, what it amounts to, and the sign before it."""

    label: str
    value: str
    sign: str = "+"


@dataclass(frozen=True, slots=True)
class TraceNode:
    """One step of a computation with what went into it."""

    label: str
    value: str
    formula: str = ""
    clause: str = ""
    source: str = ""
    children: tuple[TraceNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, on a timeline read from the newest down."""

    when: str
    title: str
    text: str = ""
    by: str = ""
    tag: Tag | None = None
    tone: Tone = "mute"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One item before and after."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Tell whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One person of a unit matrix, with one answer for each unit in the order of the units."""

    name: str
    answers: tuple[Tag, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One part of a distribution: its name and how many are in it."""

    label: str
    count: int
    tone: Tone = "info"


@dataclass(frozen=True, slots=True)
class Job:
    """A long piece of work as it stands."""

    label: str
    state: JobState
    done: int
    total: int
    rate: str = ""
    remaining: str = ""
    failed: int = 0
    poll_url: str = ""
    result_url: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place on a form to sign and seal: whose opinion it is."""

    office: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """A band placed on a line of 1000: where it begins, how wide it is, and its share of the whole."""

    band: Band
    start: int
    width: int
    share: str


def slices_of(bands: Sequence[Band]) -> tuple[Slice, ...]:
    """Place bands side by side on a line of 1000 so that they fill it exactly."""
    total = sum(band.count for band in bands)
    placed: list[Slice] = []
    passed = 0
    for band in bands:
        start = passed * 1000 // total if total else 0
        passed += band.count
        end = passed * 1000 // total if total else 0
        placed.append(Slice(band, start, end - start, percent(band.count, total)))
    return tuple(placed)


def percent(count: int, total: int) -> str:
    """Write a share with one decimal, halves up: `84.2%`; “—” of nothing."""
    if total <= 0:
        return "—"
    tenths = (count * 2000 + total) // (2 * total)
    return f"{tenths // 10}.{tenths % 10}%"
