"""Gathers everything wrong with a pack, so that its author sees it all at once."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType

from jishi.policy.errors import LiteralError, PackError, PackErrors, Place


class Problems:
    """The errors found so far; `close` raises them together."""

    def __init__(self) -> None:
        self.found: list[PackError] = []

    def add(self, what: str, remedy: str, place: Place) -> None:
        self.found.append(PackError(what, remedy, place))

    def at(self, place: Place, subject: str = "") -> Trap:
        """For a `with` block: what it raises becomes a problem at `place`, about `subject`."""
        return Trap(self, place, subject)

    def error(self) -> PackError:
        """What has been found: the one PackError, or PackErrors in the order of files and lines."""
        unique = {str(error): error for error in self.found}
        errors = sorted(unique.values(), key=lambda error: (error.file, error.line or 0))
        return errors[0] if len(errors) == 1 else PackErrors(errors)

    def close(self) -> None:
        """Raises what has been found, if anything."""
        if self.found:
            raise self.error()


@dataclass(frozen=True, slots=True)
class Trap:
    """The `with` block of `Problems.at`."""

    problems: Problems
    place: Place
    subject: str

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, LiteralError):
            self.problems.add(f"{self.subject}{error.what}", error.remedy, self.place)
        elif isinstance(error, PackError):
            self.problems.found.append(error)
        return isinstance(error, LiteralError | PackError)
