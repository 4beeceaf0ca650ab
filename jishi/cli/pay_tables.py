"""Months of pay as tables: the slips side by side, the sums by street, who has no result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jishi.cli.results import IDENTITY, money, summed, whole
from jishi.policy.pack.quantity import show_value
from jishi.policy.uses.pay import PayMonth
from jishi.roster.tables import Column, Table, Value

MONTH = Column("月份", "month", 9)
PARTS: Mapping[str, str] = {"gross": "应发", "deductions": "扣缴", "net": "实发", "employer_cost": "用工成本"}
UNKNOWN_STREET = "（未登记街道）"
FINE = "正常"


@dataclass(frozen=True, slots=True)
class Slips:
    """A month of pay, with the facts everyone without result lacks, by row."""

    paid: PayMonth
    missing: Mapping[int, str]

    @classmethod
    def of(cls, paid: PayMonth) -> Slips:
        """Looks up once who lacks what."""
        return cls(paid, {row: "、".join(paid.lacking(row)) for row in paid.unfinished()})

    @property
    def parts(self) -> list[str]:
        """The sums the pack's pay rule gives."""
        return [part for part in PARTS if part in self.paid.roles]

    def raws(self, part: str) -> list[int | None]:
        """A role's raw values for everybody."""
        name = self.paid.roles.get(part)
        return [None] * self.paid.outputs.height if name is None else self.paid.outputs[name].to_list()

    def sums(self, part: str) -> list[int | None]:
        """A sum for everybody who can be paid."""
        return [None if row in self.missing else raw for row, raw in enumerate(self.raws(part))]

    def post_classes(self) -> list[str | None]:
        """Everybody's post class in words."""
        names = {raw: self._post_class(raw) for raw in set(self.raws("post_class")) if raw is not None}
        return [None if raw is None else names[raw] for raw in self.raws("post_class")]

    def _post_class(self, raw: int) -> str:
        return show_value(self.paid.type_of(self.paid.roles["post_class"]), raw)

    def who(self, row: int) -> tuple[Value, ...]:
        """Month, number, name, street and community of a person."""
        worker_id, name, community, street = self.paid.situation.people.row(row)
        return self.paid.month.index, worker_id, name, street, community


def pay_table(slips: Sequence[Slips]) -> Table:
    """One row a person and month: who, grade, every item in the order of the slip, the sums."""
    paid = slips[0].paid
    scale = paid.type_of(paid.roles["coefficient"]).scale if "coefficient" in paid.roles else 2
    columns = (
        MONTH,
        *IDENTITY,
        Column("岗位类别", width=12),
        whole("等级"),
        Column("系数", "rate", 8, scale),
        *(money(item.name) for item in paid.items),
        *(money(PARTS[part]) for part in slips[0].parts),
        Column("结果", width=24),
    )
    return Table("工资表", columns, [row for each in slips for row in _rows(each)])


def _rows(slips: Slips) -> Iterator[tuple[Value, ...]]:
    columns: list[Sequence[Value]] = [
        slips.post_classes(),
        *map(slips.raws, ("grade", "coefficient")),
        *(slips.paid.outputs[item.name].to_list() for item in slips.paid.items),
        *map(slips.sums, slips.parts),
    ]
    for row in slips.paid.rows:
        result = f"无结果，缺：{slips.missing[row]}" if row in slips.missing else FINE
        yield (*slips.who(row), *(column[row] for column in columns), result)


def summary_table(slips: Sequence[Slips]) -> Table:
    """The sums by month and street, then those of the month."""
    parts = [money(PARTS[part]) for part in slips[0].parts]
    columns = (MONTH, Column("街道", width=20), whole("人数"), *parts, whole("无结果"))
    rows: list[Sequence[Value]] = []
    for each in slips:
        streets = _streets(each)
        month = each.paid.month.index
        rows += [(month, street, *sums) for street, sums in streets.items()]
        rows.append((month, "合计", *summed(list(streets.values()))))
    return Table("汇总", columns, rows)


def _streets(slips: Slips) -> dict[str, list[int]]:
    """Street → people, the sum of each part, people without result."""
    amounts = [slips.sums(part) for part in slips.parts]
    streets = slips.paid.situation.people["street"].to_list()
    found: dict[str, list[int]] = {}
    for row in slips.paid.rows:
        sums = found.setdefault(streets[row] or UNKNOWN_STREET, [0] * (len(amounts) + 2))
        figures = (1, *(amount[row] or 0 for amount in amounts), row in slips.missing)
        sums[:] = [old + new for old, new in zip(sums, figures, strict=True)]
    return found


def no_result_table(slips: Sequence[Slips]) -> Table:
    """Everyone without result, with the facts that are missing."""
    rows = [(*each.who(row), missing) for each in slips for row, missing in each.missing.items()]
    return Table("无结果", (MONTH, *IDENTITY, Column("缺少的登记", width=60)), rows)
