"""The kinds of job there are; each is registered by the room that knows how to carry it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jishi.jobs.models import Job
from jishi.ledger import Refused


class Progress(Protocol):
    """How a job tells how far it is; telling it also keeps the job's lease."""

    def __call__(self, done: int, total: int) -> None: ...


Carry = Callable[[Job, Progress], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: its code and how it is carried out; the result is kept with the job.

    `every_minutes` makes it come round by the clock.
    """

    code: str
    carry: Carry
    every_minutes: int | None = None


_KINDS: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Make a kind known, once, when the application starts."""
    if _KINDS.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"任务类别「{kind.code}」登记了两次")


def rounds() -> dict[str, int]:
    """The kinds that come round by the clock, and every how many minutes."""
    return {kind.code: kind.every_minutes for kind in _KINDS.values() if kind.every_minutes}


def kind_of(code: str) -> JobKind:
    """The kind with a code.

    Errors: Refused when no room registered it.
    """
    if code not in _KINDS:
        raise Refused(f"没有「{code}」这类任务，请联系系统管理员核对版本。")
    return _KINDS[code]
