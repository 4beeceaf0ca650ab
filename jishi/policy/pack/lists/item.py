"""What every item of every list has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from jishi.policy.pack.shape import Cited, Entry, Text, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Entry):
    """An item of a list: a code where the name is open or too long, its clause, the origin of a sample."""

    code: Annotated[Text | None, key("代码")] = None
    citation: Annotated[Cited, key("依据")]
    sample: Annotated[str | None, key("示例", "借用内容的来源；写了即标为示例值")] = None
