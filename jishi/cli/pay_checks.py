"""The checks of a pack on a month of pay: what must be mended first, what somebody should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jishi.cli.pay_tables import MONTH
from jishi.cli.screen import say, shortened
from jishi.policy.errors import BlankError
from jishi.policy.pack.model import Pack
from jishi.policy.records import Records
from jishi.policy.uses.checks import AverageFinding, CheckFinding, check_averages, check_month
from jishi.policy.uses.pay import PayMonth
from jishi.roster.tables import Column, Table, Value


@dataclass(frozen=True, slots=True)
class Checked:
    """A month after its checks; `open` says which value a check wants that the pack leaves 待填."""

    paid: PayMonth
    findings: tuple[CheckFinding, ...] = ()
    averages: tuple[AverageFinding, ...] = ()
    open: str = ""

    @classmethod
    def of(cls, pack: Pack, records: Records, paid: PayMonth) -> Checked:
        """Runs the checks; a blank in one of them stops the checking, never the pay."""
        try:
            return cls(paid, check_month(pack, records, paid), check_averages(pack, paid))
        except BlankError as error:
            return cls(paid, open="、".join(blank.name for blank in error.blanks))

    @property
    def blocking(self) -> list[CheckFinding]:
        """What must be mended before anything is approved."""
        return [each for each in self.findings if each.blocks]


def check_table(checked: Sequence[Checked]) -> Table:
    """Everything the checks found, the averages among it."""
    columns = (
        MONTH,
        Column("程度", width=8),
        Column("检查", width=20),
        Column("对象", width=16),
        Column("工号", width=20),
        Column("说明", width=60),
    )
    rows: list[tuple[Value, ...]] = []
    for each in checked:
        month = each.paid.month.index
        for found in each.findings:
            level = "阻断" if found.blocks else "提醒"
            rows.append((month, level, found.check, found.subject, found.worker_id, found.sentence))
        rows += [
            (month, "符合" if average.met else "提醒", average.check, "全部", None, average.sentence)
            for average in each.averages
        ]
    return Table("检查", columns, rows)


def tell_checks(checked: Checked) -> None:
    """The averages, how many findings each check has, and everyone who is blocked."""
    month = checked.paid.month
    for average in checked.averages:
        say(f"{month} {average.sentence}")
    if checked.open:
        say(f"{month} 没有做检查：还有待填 {checked.open}", aside=True)
    notices = Counter((each.check, each.sentence) for each in checked.findings if not each.blocks)
    for (check, sentence), count in notices.items():
        say(f"{month} 提醒 {count} 处　{check}：{sentence}", aside=True)
    if checked.blocking:
        say(f"{month} 阻断 {len(checked.blocking)} 处，须先改正：", aside=True)
        lines = [
            f"  {each.subject}（{each.worker_id}）{each.check}：{each.sentence}" for each in checked.blocking
        ]
        say(shortened(lines, "全部见结果文件的「检查」"), aside=True)
