"""What a plain list of what was told says of a day, written without any of the platform's own code.

Somebody tells one thing after another: a name from a day on, an identity, a grade, a post, a transfer, an
exit; later they say that one of it was wrong, or put another in its place. To ask what was known at a moment,
read the list up to it, leave out what was said to be wrong by then, and apply the rest in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

END = date(9999, 12, 31)


@dataclass
class Told:
    """One thing told. `struck` holds the numbers of the tellings that said it was wrong."""

    kind: str
    day: date
    value: str
    struck: list[int] = field(default_factory=list)


@dataclass
class Post:
    name: str
    unit: str
    start: date
    end: date


@dataclass
class Life:
    """Everything the list says, as starts of values and as spans of posts."""

    names: dict[date, str] = field(default_factory=dict)
    identities: dict[date, str] = field(default_factory=dict)
    grades: dict[date, str | None] = field(default_factory=dict)
    units: dict[date, str | None] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)

    def at(self, day: date) -> dict[str, object] | None:
        """What holds on a day; None before somebody came."""
        unit = latest(self.units, day)
        if unit is None and not any(start <= day for start in self.units):
            return None
        last = [each for start, each in sorted(self.units.items()) if start <= day and each is not None][-1]
        return {
            "name": latest(self.names, day),
            "identity": latest(self.identities, day),
            "grade": latest(self.grades, day),
            "unit": last,
            "present": unit is not None,
            "posts": {(post.unit, post.name) for post in self.posts if post.start <= day < post.end},
        }


def latest(starts: dict[date, str] | dict[date, str | None], day: date) -> str | None:
    begun = [start for start in starts if start <= day]
    return starts[max(begun)] if begun else None


def until(starts: dict[date, str | None], day: date) -> date:
    """The next day a value begins, END without one."""
    return min((start for start in starts if start > day), default=END)


def life(told: list[Told], known: int) -> Life:
    """What the first `known` tellings say."""
    found = Life()
    for each in told[:known]:
        if each.kind != "withdraw" and not any(strikes(told, striker, known) for striker in each.struck):
            _APPLY[each.kind](found, each)
    return found


def strikes(told: list[Told], striker: int, known: int) -> bool:
    """Whether what said that something was wrong is known, and was not itself taken back."""
    taken_back = any(told[each].kind == "withdraw" and each < known for each in told[striker].struck)
    return striker < known and not taken_back


def _enter(found: Life, told: Told) -> None:
    found.units[told.day] = told.value
    found.names[told.day], found.identities[told.day] = "王晓明", "统招专职"
    found.posts.append(Post("专职社区工作者", told.value, told.day, END))


def _name(found: Life, told: Told) -> None:
    found.names[told.day] = told.value


def _identity(found: Life, told: Told) -> None:
    found.identities[told.day] = told.value


def _grade(found: Life, told: Told) -> None:
    found.grades[told.day] = told.value
    gone = next((day for day, unit in found.units.items() if unit is None and day > told.day), None)
    if gone is not None:
        found.grades.setdefault(gone, None)


def _appoint(found: Life, told: Told) -> None:
    unit = latest(found.units, told.day) or ""
    held = [post for post in found.posts if post.start <= told.day < post.end]
    end = (
        min(max(post.end for post in held), _used_until(found, told.day))
        if held
        else _used_until(found, told.day)
    )
    for post in held:
        post.end = told.day
    found.posts.append(Post(told.value, unit, told.day, end))


def _add(found: Life, told: Told) -> None:
    found.posts.append(
        Post(told.value, latest(found.units, told.day) or "", told.day, _used_until(found, told.day))
    )


def _used_until(found: Life, day: date) -> date:
    return until(found.units, day)


def _transfer(found: Life, told: Told) -> None:
    left = latest(found.units, told.day)
    end = until(found.units, told.day)
    for post in found.posts:
        if post.unit == left and post.start <= told.day < post.end:
            post.end = told.day
    found.units[told.day] = told.value
    found.posts.append(Post("专职社区工作者", told.value, told.day, end))


def _exit(found: Life, told: Told) -> None:
    found.units[told.day] = None
    if found.grades:
        found.grades[told.day] = None
    for post in found.posts:
        post.end = min(post.end, told.day)


_APPLY = {
    "enter": _enter,
    "name": _name,
    "identity": _identity,
    "grade": _grade,
    "appoint": _appoint,
    "add": _add,
    "transfer": _transfer,
    "exit": _exit,
}
