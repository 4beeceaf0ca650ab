"""What a sheet and a column of the roster workbook are, and how a column's cells are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

import polars as pl

from jishi.policy import records
from jishi.roster import cells
from jishi.roster.cells import Reader
from jishi.roster.vocabulary import Vocabulary


class Kind(Enum):
    """How a column's cells are read; the frame's type follows from it."""

    TEXT = "text"
    COMPACT = "compact"
    POSITIONS = "positions"
    NAME = "name"
    ID = "id"
    ID_REFERENCE = "id reference"
    PHONE = "phone"
    WORD = "word"
    DAY = "day"
    END = "end"
    LAST_DAY = "last day"
    BIRTH = "birth"
    WHOLE = "whole"
    COUNT = "count"
    GRADE = "grade"
    TRUTH = "truth"


_READERS: Mapping[Kind, Reader] = MappingProxyType(
    {
        Kind.TEXT: cells.read_text,
        Kind.COMPACT: cells.read_compact,
        Kind.POSITIONS: cells.read_positions,
        Kind.NAME: cells.read_name,
        Kind.ID: cells.read_id_number,
        Kind.ID_REFERENCE: cells.read_id_reference,
        Kind.PHONE: cells.read_phone,
        Kind.DAY: cells.read_day,
        Kind.END: cells.read_end,
        Kind.LAST_DAY: cells.read_last_day,
        Kind.BIRTH: cells.read_birth,
        Kind.WHOLE: cells.read_whole,
        Kind.COUNT: cells.read_count,
        Kind.GRADE: cells.read_grade,
        Kind.TRUTH: cells.read_truth,
    }
)
DAYS = frozenset({Kind.DAY, Kind.END, Kind.LAST_DAY})
WHOLES = frozenset({Kind.WHOLE, Kind.COUNT, Kind.GRADE})
IDS = frozenset({Kind.ID, Kind.ID_REFERENCE})


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One column: its frame name, its header, how it is read, other headers it goes by, a note for people."""

    name: str
    header: str
    kind: Kind = Kind.TEXT
    aliases: str = ""  # separated by spaces
    required: bool = False
    note: str = ""
    words: Vocabulary | None = None
    example: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """What the column's header may say, best first."""
        return (self.header, *self.aliases.split(), self.name)

    @property
    def read(self) -> Reader:
        """The reader of this column's cells."""
        return self.words.read if self.words else _READERS[self.kind]

    @property
    def dtype(self) -> pl.DataType:
        """The frame type the read values have."""
        if self.kind in DAYS:
            return records.DAY
        if self.kind in WHOLES:
            return records.WHOLE
        return records.TRUTH if self.kind is Kind.TRUTH else records.TEXT


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet: its name, other names it goes by, its columns, and the frame it fills."""

    name: str
    aliases: str
    fields: tuple[Field, ...]
    schema: Mapping[str, pl.DataType]
    note: str
    keeps_unknown: bool = False  # whether columns nobody knows are kept as the locality's own facts


ID_ALIASES = "身份证号码 公民身份号码 公民身份证号 身份证 居民身份证号 居民身份证号码 证件号码 证件号"
NAME_ALIASES = "名字 人员姓名 社区工作者姓名 工作人员姓名"
COMMUNITY_ALIASES = "社区名称 所在社区 所属社区 工作社区 任职社区 社区村 村社区 村居"
STREET_ALIASES = "街道名称 所在街道 所属街道 镇街 街镇 乡镇街道 街道乡镇 镇街道 街道镇"
