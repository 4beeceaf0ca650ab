"""The course of a case: its steps and seats, fixed when the case is submitted.

A course is plain data. It is laid from a pack's flow (流程) by whoever opens the case and kept with it, so
that a later change of the pack changes no case under way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """Whoever holds one of some roles at a unit; `label` is the office in the words of the document."""

    label: str
    roles: tuple[str, ...]
    unit_id: int


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step: who sits, how many of them must agree, how many work days it should take."""

    name: str
    seats: tuple[SeatPlan, ...]
    needed: int
    days: int | None = None
    clauses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.needed <= len(self.seats):
            raise ValueError(f"环节「{self.name}」须有 1 至 {len(self.seats)} 方同意，现为 {self.needed}")


@dataclass(frozen=True, slots=True)
class Course:
    """The steps in order."""

    steps: tuple[StepPlan, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("流程至少要有一个环节")

    def as_data(self) -> list[dict[str, Any]]:
        """The course as it is stored."""
        return [
            {
                "name": step.name,
                "needed": step.needed,
                "days": step.days,
                "clauses": list(step.clauses),
                "seats": [
                    {"label": seat.label, "roles": list(seat.roles), "unit": seat.unit_id}
                    for seat in step.seats
                ],
            }
            for step in self.steps
        ]

    @classmethod
    def of(cls, data: Sequence[Mapping[str, Any]]) -> Self:
        """The course that was stored."""
        return cls(tuple(_step(row) for row in data))


def _step(row: Mapping[str, Any]) -> StepPlan:
    seats = tuple(SeatPlan(seat["label"], tuple(seat["roles"]), seat["unit"]) for seat in row["seats"])
    return StepPlan(row["name"], seats, row["needed"], row["days"], tuple(row["clauses"]))
