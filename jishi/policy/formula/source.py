"""Where a formula stands, so that a message can point at the very character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn
from unicodedata import east_asian_width

from jishi.policy.errors import PackError, Place


@dataclass(frozen=True, slots=True)
class FormulaSource:
    """The text of one formula (or condition) and where it was written."""

    text: str
    title: str
    place: Place

    def fail(self, pos: int, what: str, remedy: str) -> NoReturn:
        """Raise a PackError that ends in the formula with a caret under the offending place."""
        start = max(0, pos - 40)
        shown = re.sub(r"\s", " ", self.text[start : pos + 40])  # the caret needs a single line
        width = sum(2 if east_asian_width(char) in "WF" else 1 for char in shown[: pos - start])
        sketch = f"\n    {shown}\n    {' ' * width}^"
        raise PackError(f"「{self.title}」{what}", remedy + sketch, self.place)
