"""What an upper pack marks 刚性 a lower one may tighten but not loosen."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.policy.pack.build import build_parameter
from jishi.policy.pack.merge import PARAMETERS, Folder, rewrite
from jishi.policy.pack.model import Parameter
from jishi.policy.pack.problems import Problems
from jishi.policy.pack.quantity import show_value
from jishi.policy.pack.schema import ParameterEntry, read_entry
from jishi.policy.pack.source import Map

FIXED = "不得改动"


def check_rigid(lineage: Sequence[Folder], problems: Problems) -> None:
    """Reports every rewrite of a rigid parameter that is looser than the pack above it allows."""
    known: dict[str, tuple[Map, str]] = {}
    for folder in lineage:
        for name, written in folder.files.get(PARAMETERS, Map()).items():
            if name in known:
                upper, code = known[name]
                merged = rewrite(upper, written)
                if "刚性" in upper:
                    _compare(name, upper, merged, code, problems)
                known[name] = merged, folder.code
            else:
                known[name] = written, folder.code


def _compare(name: str, upper: Map, lower: Map, code: str, problems: Problems) -> None:
    before, after = (_parameter(name, each, problems) for each in (upper, lower))
    if before is None or after is None or before.rigid is None:
        return
    if after.rigid not in (before.rigid, FIXED):
        what = f"参数「{name}」的「刚性」由上级政策包「{code}」规定为{before.rigid}，不能改"
        problems.add(what, "请删去这里的「刚性」", lower.places["刚性"])
    for on in sorted({value.valid_from for value in (*before.values, *after.values)}):
        old, new = before.at(on), after.at(on)
        if old is None or old.raw is None:
            continue
        if new is None or new.raw is None or _looser(before, old.raw, after, new.raw):
            what = f"参数「{name}」被上级政策包「{code}」规定{before.rigid}，这里放宽了"
            problems.add(what, f"上级的值是 {show_value(before.type, old.raw)}", after.place)
            return


def _parameter(name: str, written: Map, problems: Problems) -> Parameter | None:
    entry = read_entry(ParameterEntry, written, problems)
    return build_parameter(name, entry, "", problems) if entry else None


def _looser(before: Parameter, old: int, after: Parameter, new: int) -> bool:
    upper: int = old * 10**after.type.scale
    lower: int = new * 10**before.type.scale
    match before.rigid:
        case "不得降低":
            return lower < upper
        case "不得提高":
            return lower > upper
        case _:
            return lower != upper
