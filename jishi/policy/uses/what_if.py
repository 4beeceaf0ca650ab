"""What if the policy were different: totals, who changes grade, and how much each change accounts for.

Changes are laid on one after another in the order given; each step's effect is the difference to the
step before, so the parts add up to the whole exactly, in whatever order they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jishi.policy.errors import PackError
from jishi.policy.pack.model import Pack
from jishi.policy.pack.overlay import overlay
from jishi.policy.pack.quantity import show_value
from jishi.policy.period import Month
from jishi.policy.records import Records
from jishi.policy.uses.pay import PayMonth, pay_months

ROLES = ("gross", "employer_cost")
UNKNOWN_STREET, UNKNOWN_CLASS = "（未登记街道）", "（岗位类别不详）"


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a trial: some settings, or another pack altogether."""

    title: str
    pack: Pack


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change adds to the month, in 分, everybody together."""

    title: str
    gross: int
    employer_cost: int


@dataclass(frozen=True, slots=True)
class GradeChange:
    """One person whose grade would differ, and the money a month, in 分."""

    worker_id: str
    name: str
    community: str
    street: str
    post_class: str
    before: int
    after: int
    gross_difference: int
    cause: str


@dataclass(frozen=True, slots=True)
class Group:
    """The month's gross of a street or post class before and after, in 分."""

    name: str
    people: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial of one month: before, after, and the parts between.

    Shape: `compared` are the rows of those who have a result before, after and at every step between:
           all figures are theirs. `effects` one a change, in order; their sums are the differences of
           the totals.
    """

    month: Month
    before: PayMonth
    after: PayMonth
    compared: tuple[int, ...]
    effects: tuple[Effect, ...]
    grades: tuple[GradeChange, ...]
    streets: tuple[Group, ...]
    post_classes: tuple[Group, ...]

    def total(self, role: str) -> tuple[int, int]:
        """The month's total of a role before and after, in 分."""
        return _total(self.before, role, self.compared), _total(self.after, role, self.compared)

    @property
    def unresolved(self) -> tuple[int, ...]:
        """The people of the month who have no result at some step and are in no figure."""
        known = set(self.compared)
        return tuple(row for row in self.before.rows if row not in known)


def changes_of(pack: Pack, settings: Sequence[Mapping[str, str]]) -> tuple[Change, ...]:
    """The packs that come of laying settings on one after another.

    Errors: PackError for an unknown name or impossible value.
    """
    found: list[Change] = []
    for each in settings:
        pack = overlay(pack, each)
        found.append(Change("、".join(f"{name}={value}" for name, value in each.items()), pack))
    return tuple(found)


def try_changes(pack: Pack, changes: Sequence[Change], records: Records, month: Month) -> Trial:
    """Compute a month before, after each change, and compare.

    Errors: PackError when there is nothing to try; BlankError, FactError.
    """
    if not changes:
        raise PackError("没有要试算的改动", "请用 --change 名称=值 或 --to 另一个政策包 给出改动")
    runs = [
        pay_months(each, records, month, month)[0] for each in (pack, *(change.pack for change in changes))
    ]
    before, after = runs[0], runs[-1]
    compared = tuple(sorted(set(before.finished).intersection(*(run.finished for run in runs))))
    titles = [change.title for change in changes]
    effects = [
        Effect(title, *(_total(new, role, compared) - _total(old, role, compared) for role in ROLES))
        for title, old, new in zip(titles, runs, runs[1:], strict=False)
    ]
    return Trial(
        month,
        before,
        after,
        compared,
        tuple(effects),
        tuple(_grade_changes(runs, titles, compared)),
        _groups(before, after, _streets(before, compared)),
        _groups(before, after, _post_classes(before, compared)),
    )


def _total(pay: PayMonth, role: str, rows: Sequence[int]) -> int:
    name = pay.roles.get(role)
    return 0 if name is None else int(pay.outputs[name].gather(list(rows)).sum())


def _gross(pay: PayMonth) -> Sequence[int]:
    amounts: list[int] = pay.outputs[pay.roles["gross"]].to_list()
    return amounts


def _grade_changes(
    runs: Sequence[PayMonth], titles: Sequence[str], compared: Sequence[int]
) -> list[GradeChange]:
    """Whoever has a grade at every step; money only of those who can be paid at every step."""
    if not all("grade" in run.roles for run in runs):
        return []
    grades = [run.outputs[run.roles["grade"]].to_list() for run in runs]
    old_gross, new_gross = _gross(runs[0]), _gross(runs[-1])
    classes = _post_classes(runs[0], runs[0].rows)
    people, known = runs[0].situation.people.rows(), set(compared)
    found = []
    for row in runs[0].rows:
        history = [grade[row] for grade in grades]
        if None in history or history[0] == history[-1]:
            continue
        causes = [title for title, old, new in zip(titles, history, history[1:], strict=False) if old != new]
        worker_id, name, community, street = people[row]
        difference = new_gross[row] - old_gross[row] if row in known else 0
        cause = "、".join(causes)
        found.append(
            GradeChange(
                worker_id, name, community, street, classes[row], history[0], history[-1], difference, cause
            )
        )
    return found


def _streets(pay: PayMonth, rows: Sequence[int]) -> Mapping[int, str]:
    streets = pay.situation.people["street"].to_list()
    return {row: streets[row] or UNKNOWN_STREET for row in rows}


def _post_classes(pay: PayMonth, rows: Sequence[int]) -> Mapping[int, str]:
    name = pay.roles.get("post_class")
    if name is None:
        return dict.fromkeys(rows, UNKNOWN_CLASS)
    kind, raws = pay.type_of(name), pay.outputs[name].to_list()
    return {row: UNKNOWN_CLASS if raws[row] is None else show_value(kind, raws[row]) for row in rows}


def _groups(before: PayMonth, after: PayMonth, names: Mapping[int, str]) -> tuple[Group, ...]:
    old, new = _gross(before), _gross(after)
    sums: dict[str, tuple[int, int, int]] = {}
    for row, name in names.items():
        people, was, now = sums.get(name, (0, 0, 0))
        sums[name] = people + 1, was + old[row], now + new[row]
    return tuple(Group(name, *figures) for name, figures in sums.items())
