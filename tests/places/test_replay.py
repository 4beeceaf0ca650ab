"""For any sequence of changes and withdrawals, any day and any instant, the tree is what a plain replay says.

And paths always equal the tree of today.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jishi.ledger import Refused
from jishi.places.actions import changes, mergers, units
from jishi.places.actions.blueprints import Blueprint
from jishi.places.enums import UnitKind
from jishi.places.jobs import bring_up_to_date
from jishi.places.models import STEP, Unit, UnitChange
from jishi.places.selectors import tree
from tests.places.conftest import CLERK, TODAY, moment

START = date(2026, 1, 1)
_State = dict[int, tuple[str, int | None]]  # unit → name and parent
_Deed = tuple[
    date, dict[int, tuple[str, int | None] | None]
]  # from a day on these units say this; None: ended


@dataclass
class Ledger:
    """The plain account: what was done when, and until when it was believed."""

    deeds: dict[int, tuple[int, int | None, _Deed]] = field(default_factory=dict)
    minute: int = 0

    def picture(self, on: date, minute: int) -> _State:
        believed = [
            deed
            for _, (done, undone, deed) in sorted(self.deeds.items())
            if done <= minute and (undone is None or undone > minute)
        ]
        state: _State = {}
        for day, said in sorted(believed, key=lambda deed: deed[0]):
            if day <= on:
                for unit, saying in said.items():
                    if saying is None:
                        state.pop(unit, None)
                    else:
                        state[unit] = saying
        return state


def seen(on: date, minute: int | None = None) -> _State:
    known_at = None if minute is None else moment(minute)
    return {node.unit_id: (node.name, node.parent_id) for node in tree("00001/", on=on, known_at=known_at)}


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["found", "rename", "move", "merge", "dissolve", "withdraw"]),
        st.integers(0, 400),  # days after the start
        st.integers(0, 7),  # which unit
        st.integers(0, 7),  # which other
        st.sampled_from("甲乙丙丁戊"),
    ),
    max_size=14,
)


class Replay(TestCase):
    """Streets and communities only: grids follow the same code."""

    def start(self) -> None:
        streets = tuple(Blueprint(UnitKind.STREET, name) for name in ("东街道", "西街道"))
        city = Blueprint(
            UnitKind.CITY, "明远市", under=(Blueprint(UnitKind.DISTRICT, "清河区", under=streets),)
        )
        done = units.found(parent=None, blueprint=city, on=START, reason="", by=CLERK, at=moment(0))
        self.ledger = Ledger()
        first = {unit.pk: (unit.name, unit.parent_id) for unit in done.founded}
        self.ledger.deeds[done.change.pk] = (0, None, (START, dict(first)))

    def communities(self) -> list[Unit]:
        return list(Unit.objects.filter(kind=UnitKind.COMMUNITY).order_by("pk"))

    def pick(self, index: int) -> Unit:
        found = self.communities()
        if not found:
            raise Refused("还没有社区。")
        return found[index % len(found)]

    def do(self, step: tuple[str, int, int, int, str]) -> None:
        kind, days, one, other, name = step
        on, at = START + timedelta(days=days), moment(self.ledger.minute)
        streets = list(Unit.objects.filter(kind=UnitKind.STREET).order_by("pk"))
        common = {"on": on, "reason": "", "by": CLERK, "at": at}
        street = streets[other % 2]
        if kind == "found":
            plan = Blueprint(UnitKind.COMMUNITY, f"{name}社区")
            done = units.found(parent=street, blueprint=plan, **common)  # type: ignore[arg-type] # what all share
            self.note(done.change, on, done.unit, (f"{name}社区", street.pk))
            return
        if kind == "withdraw":
            self.withdraw(one)
            return
        unit = self.pick(one)
        now = self.ledger.picture(on, self.ledger.minute).get(unit.pk, ("", None))
        if kind == "rename":
            done = units.rename(unit=unit, name=f"{name}社区", **common)  # type: ignore[arg-type] # what all share
            self.note(done.change, on, unit, (f"{name}社区", now[1]))
        elif kind == "move":
            done = units.move(unit=unit, parent=street, **common)  # type: ignore[arg-type] # what all share
            self.note(done.change, on, unit, (now[0], street.pk))
        elif kind == "merge":
            done = mergers.merge(units=[unit], into=self.pick(other), **common)  # type: ignore[arg-type] # what all share
            self.note(done.change, on, unit, None)
        else:
            done = units.dissolve(unit=unit, **common)  # type: ignore[arg-type] # what all share
            self.note(done.change, on, unit, None)

    def withdraw(self, index: int) -> None:
        found = list(UnitChange.objects.filter(withdrawn_at=None).exclude(kind="withdraw").order_by("-pk"))
        change = found[index % len(found)]
        if change.pk == min(self.ledger.deeds):
            raise Refused("留着全市。")
        changes.withdraw(change=change, reason="", by=CLERK, at=moment(self.ledger.minute))
        done, _, deed = self.ledger.deeds[change.pk]
        self.ledger.deeds[change.pk] = (done, self.ledger.minute, deed)

    def note(self, change: UnitChange, on: date, unit: Unit, saying: tuple[str, int | None] | None) -> None:
        """Write down what was meant: from a day on the unit says this, or is no more."""
        self.ledger.deeds[change.pk] = (self.ledger.minute, None, (on, {unit.pk: saying}))

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=_STEPS, probes=st.lists(st.integers(-5, 410), min_size=3, max_size=6))
    def test_the_tree_of_any_day_as_known_at_any_instant_is_the_plain_replay(
        self, steps: list[tuple[str, int, int, int, str]], probes: list[int]
    ) -> None:
        self.start()
        for step in steps:
            self.ledger.minute += 1
            try:
                self.do(step)
            except Refused:
                continue
        for days in probes:
            day = START + timedelta(days=days)
            for minute in {0, self.ledger.minute // 2, self.ledger.minute}:
                assert seen(day, minute) == self.ledger.picture(day, minute)
            assert seen(day) == self.ledger.picture(day, self.ledger.minute)
        self.check_paths()

    def check_paths(self) -> None:
        """After the day's work every path is the parent's path and one step more, and no two are alike."""
        bring_up_to_date(on=TODAY, at=moment(self.ledger.minute))
        paths = {unit.pk: unit.path for unit in Unit.objects.all()}
        assert len(set(paths.values())) == len(paths)
        for unit, (name, parent) in seen(TODAY).items():
            row = Unit.objects.get(pk=unit)
            assert (row.name, row.parent_id, row.dissolved) == (name, parent, False)
            if parent is not None:
                assert paths[unit][:-STEP] == paths[parent]
