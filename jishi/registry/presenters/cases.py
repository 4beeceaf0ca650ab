"""Cases about people in words: who has to agree, what was asked, what is under way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.urls import reverse

from jishi.places.models import Unit
from jishi.process.models import Case, Course
from jishi.process.presenters.todo import step_words
from jishi.registry.actions.cases.transfers import Asked


def course_words(course: Course) -> tuple[str, ...]:
    """Every step with its offices: 两街道同意：桂园街道、东苑街道（5 个工作日）."""
    return tuple(
        f"{step.name}：{'、'.join(seat.label for seat in step.seats)}"
        + (f"（{step.days} 个工作日）" if step.days else "")
        for step in course.steps
    )


def initial_of(asked: Asked) -> dict[str, Any]:
    """What was asked, as the form takes it."""
    values = {each.name: getattr(asked.particulars, each.name) for each in fields(asked.particulars)}
    said = {name: value.pk if isinstance(value, Unit) else value for name, value in values.items()}
    return {**said, "effective_on": asked.on, "reason": asked.reason, "document": asked.document}


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A case about somebody that has not ended."""

    title: str
    url: str
    state: str
    step: str


def under_way(cases: Iterable[Case]) -> tuple[UnderWay, ...]:
    """The cases about somebody that have not ended."""
    return tuple(
        UnderWay(
            case.title,
            reverse("process:case", args=[case.pk]),
            str(case.get_state_display()),
            step_words(case),
        )
        for case in cases
    )
