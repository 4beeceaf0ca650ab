"""A locked month: each person's result with the facts and the values it was computed from, and its seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jishi.policy.errors import FactError
from jishi.policy.pack.quantity import LARGEST, show_value
from jishi.policy.period import Month
from jishi.policy.uses.pay import PayMonth

GENUINE = "请给出 jishi pay --out 写出的 .jsonl 文件，不要改动其中的内容"
STANDING = ("post_class", "grade", "coefficient")  # told even of somebody who cannot be paid


@dataclass(frozen=True, slots=True)
class LockedRow:
    """One person's month as it was locked.

    Shape: `items` by name, in 分; `facts`, `parameters` raw integers by name as they were used (empty
           when the file carries none).
    """

    worker_id: str
    month: Month
    items: Mapping[str, int]
    facts: Mapping[str, int | None] = field(default_factory=dict)
    parameters: Mapping[str, int] = field(default_factory=dict)


def pay_objects(pay: PayMonth) -> Iterator[dict[str, Any]]:
    """The month as plain objects, one a person, for JSON Lines.

    Shape: worker_id name post_class grade coefficient items gross net deductions employer_cost, every
           amount a whole number of 分 and null where facts are missing; then month, policy (the digest of
           plan and values), missing (the facts that are), facts and parameters (what it was computed
           from).
    """
    columns = pay.outputs.to_dict(as_series=False)
    facts, people = pay.situation.facts.rows(named=True), pay.situation.people.rows(named=True)
    unfinished = set(pay.unfinished())
    for row in pay.rows:
        done = row not in unfinished
        role = {part: columns[name][row] for part, name in pay.roles.items() if done or part in STANDING}
        yield {
            "worker_id": people[row]["worker_id"],
            "name": people[row]["name"],
            "post_class": _label(pay, "post_class", role.get("post_class")),
            "grade": role.get("grade"),
            "coefficient": _decimal(pay, "coefficient", role.get("coefficient")),
            "items": {item.name: columns[item.name][row] if done else None for item in pay.items},
            "gross": role.get("gross"),
            "net": role.get("net"),
            "deductions": role.get("deductions"),
            "employer_cost": role.get("employer_cost"),
            "month": str(pay.month),
            "policy": pay.binding.digest,
            "missing": [] if done else list(pay.lacking(row)),
            "facts": {name: None if raw is None else int(raw) for name, raw in facts[row].items()},
            "parameters": dict(pay.binding.parameters),
        }


def _label(pay: PayMonth, part: str, raw: int | None) -> str | None:
    return None if raw is None else show_value(pay.type_of(pay.roles[part]), raw)


def _decimal(pay: PayMonth, part: str, raw: int | None) -> Decimal | None:
    """A scaled integer as its exact digits."""
    return None if raw is None else Decimal(raw).scaleb(-pay.type_of(pay.roles[part]).scale)


def read_locked(lines: Iterable[str], default: Month | None = None) -> tuple[LockedRow, ...]:
    """Read what `pay_objects` wrote.

    Shape:  `default` is the month of rows that name none.
    Errors: FactError naming the line for anything that is not such an object, an amount, fact or
            parameter that is not a whole number, a month that cannot be told, or two rows of one person
            and month.
    """
    found: dict[tuple[str, Month], LockedRow] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _locked(line, number, default)
        if (row.worker_id, row.month) in found:
            raise FactError(
                f"锁定结果第 {number} 行：{row.worker_id} 在 {row.month} 出现两次", "请只保留一行"
            )
        found[row.worker_id, row.month] = row
    if not found:
        raise FactError("锁定结果是空的", GENUINE)
    return tuple(found.values())


def _locked(line: str, number: int, default: Month | None) -> LockedRow:
    where = f"锁定结果第 {number} 行"
    given = _object(line, where)
    worker_id = given.get("worker_id")
    if not isinstance(worker_id, str) or not isinstance(given.get("items"), dict):
        raise FactError(f"{where}没有写明 worker_id 和 items", GENUINE)
    return LockedRow(
        worker_id,
        _month(given.get("month"), default, where),
        _known(_numbers(given, "items", where)),
        _numbers(given, "facts", where),
        _known(_numbers(given, "parameters", where)),
    )


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise FactError(f"{where}不是 JSON", GENUINE) from None
    if not isinstance(given, dict):
        raise FactError(f"{where}不是一个人的结果", GENUINE)
    return given


def _month(written: object, default: Month | None, where: str) -> Month:
    if written is None and default is not None:
        return default
    if written is None:
        remedy = "请一次只更正一个月（--from 与 --to 相同），或给出带 month 的文件"
        raise FactError(f"{where}没有写明月份", remedy)
    try:
        return Month.parse(str(written))
    except ValueError as error:
        raise FactError(f"{where}：{error}", GENUINE) from None


def _numbers(given: Mapping[str, Any], key: str, where: str) -> Mapping[str, int | None]:
    """A part of a row that names whole numbers."""
    found = given.get(key, {})
    if not isinstance(found, dict) or not all(value is None or _is_whole(value) for value in found.values()):
        remedy = "金额一律是以分计的整数，请不要改动锁定文件"
        raise FactError(f"{where}的 {key} 里有不是整数的值", remedy)
    return found


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def _known(numbers: Mapping[str, int | None]) -> dict[str, int]:
    return {name: value for name, value in numbers.items() if value is not None}


def seal(rows: Sequence[LockedRow]) -> str:
    """A digest over everything locked: equal digests, equal results."""
    plain = [
        [row.worker_id, str(row.month), dict(row.items), dict(row.facts), dict(row.parameters)]
        for row in rows
    ]
    text = json.dumps(sorted(plain, key=lambda row: row[:2]), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
