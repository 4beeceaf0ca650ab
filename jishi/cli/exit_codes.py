"""How a run ends, as a number a script can act on."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The end of a run; the most telling one wins."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    PACK = 3
    BLANKS = 4
    FILE = 5
    DATABASE = 6
    INTERRUPTED = 130


MEANINGS = {
    ExitCode.DONE: "完成",
    ExitCode.FINDINGS: "已算完，但有事要办：有行被退回、有人没有结果、有阻断性的检查不符，或算例对不上",
    ExitCode.USAGE: "命令写得不对：选项、取值、--set 的名称，或找不到所说的人",
    ExitCode.PACK: "政策包有误，或没有这个政策包",
    ExitCode.BLANKS: "政策包还有待填项，不能计算；会列出问题、依据和填法",
    ExitCode.FILE: "文件读不了或写不了",
    ExitCode.DATABASE: "数据库不能用：连不上、还没有升级，或里面已有不能覆盖的数据",
    ExitCode.INTERRUPTED: "被中断；没有写完的文件不会留下",
}


def findings(*signs: object) -> ExitCode:
    """DONE when every sign is empty, else FINDINGS."""
    return ExitCode.FINDINGS if any(signs) else ExitCode.DONE
