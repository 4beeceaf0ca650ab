"""Reading a locked month back: what is refused, and in which words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from jishi.policy.errors import FactError
from jishi.policy.period import Month
from jishi.policy.uses.locked import LockedRow, pay_objects, read_locked, seal
from jishi.policy.uses.pay import pay_months
from tests.policy.uses.build import deputy, pack

OCTOBER = Month(2026, 10)


def line(**changed: Any) -> str:
    """One row of a locked file; None takes a key away."""
    usual = {"worker_id": "G1", "month": "2026-10", "items": {"应发基本工资": 455_480}}
    return json.dumps({key: value for key, value in {**usual, **changed}.items() if value is not None})


def refusal(*lines: str) -> str:
    with pytest.raises(FactError) as caught:
        read_locked(lines)
    return str(caught.value)


def test_what_was_written_is_read_back() -> None:
    (paid,) = pay_months(pack("general-example"), deputy(), OCTOBER, OCTOBER)
    written = [json.dumps(each, default=str) for each in pay_objects(paid)]

    (row,) = read_locked(written)

    assert (row.worker_id, row.month) == ("G1", OCTOBER)
    assert row.items["应发基本工资"] == 455_480
    assert row.facts["社区工作月数"] == 85
    assert row.parameters["最低工资标准"] == 193_000


def test_the_least_a_row_needs_is_worker_month_and_items() -> None:
    assert read_locked([line(), "", "  "]) == (LockedRow("G1", OCTOBER, {"应发基本工资": 455_480}),)


def test_an_item_without_result_is_no_amount() -> None:
    (row,) = read_locked([line(items={"应发基本工资": None, "绩效工资": 60_000})])

    assert row.items == {"绩效工资": 60_000}


def test_a_row_without_month_is_of_the_month_asked_for() -> None:
    (row,) = read_locked([line(month=None)], OCTOBER)

    assert row.month == OCTOBER


def test_a_row_of_no_month_is_refused() -> None:
    assert refusal(line(month=None)).startswith("锁定结果第 1 行没有写明月份。请一次只更正一个月")


def test_a_month_that_is_none_is_refused() -> None:
    assert refusal(line(month="十月")).startswith("锁定结果第 1 行：「十月」不是月份，请写成 2026-11 的样子")


@pytest.mark.parametrize("text", ["工号,姓名", "{", "[" * 100_000, '{"worker_id": ' + "9" * 5000 + "}"])
def test_what_is_not_json_is_refused(text: str) -> None:
    assert refusal(line(), text) == (
        "锁定结果第 2 行不是 JSON。请给出 jishi pay --out 写出的 .jsonl 文件，不要改动其中的内容"
    )


@pytest.mark.parametrize("text", ["[1, 2]", "5", "null", '"G1"'])
def test_what_is_no_persons_result_is_refused(text: str) -> None:
    assert refusal(text).startswith("锁定结果第 1 行不是一个人的结果")


@pytest.mark.parametrize(
    "text", [line(worker_id=None), line(worker_id=17), line(items=None), line(items=[455_480])]
)
def test_a_row_without_worker_or_items_is_refused(text: str) -> None:
    assert refusal(text).startswith("锁定结果第 1 行没有写明 worker_id 和 items")


@pytest.mark.parametrize("amount", [4554.80, "455480", True, [1], 2**62, 1e400])
def test_an_amount_that_is_no_whole_number_of_fen_is_refused(amount: object) -> None:
    assert refusal(line(items={"应发基本工资": amount})) == (
        "锁定结果第 1 行的 items 里有不是整数的值。金额一律是以分计的整数，请不要改动锁定文件"
    )


@pytest.mark.parametrize(
    ("key", "value"), [("facts", {"学历": "本科"}), ("facts", []), ("parameters", {"最低工资标准": 1930.5})]
)
def test_facts_and_values_must_be_whole_numbers_too(key: str, value: object) -> None:
    assert refusal(line(**{key: value})).startswith(f"锁定结果第 1 行的 {key} 里有不是整数的值")


def test_one_person_twice_in_a_month_is_refused() -> None:
    assert refusal(line(), line(month="2026-11"), line()) == (
        "锁定结果第 3 行：G1 在 2026-10 出现两次。请只保留一行"
    )


def test_an_empty_file_is_refused() -> None:
    assert refusal("", "\n").startswith("锁定结果是空的")


# -- the seal


def sealed(*rows: LockedRow) -> str:
    return seal(rows)


ROW = LockedRow("G1", OCTOBER, {"应发基本工资": 1}, {"年龄": 30}, {"最低工资标准": 193_000})


@pytest.mark.parametrize(
    "other",
    [
        replace(ROW, worker_id="G2"),
        replace(ROW, month=Month(2026, 11)),
        replace(ROW, items={"应发基本工资": 2}),
        replace(ROW, facts={"年龄": None}),
        replace(ROW, parameters={"最低工资标准": 206_000}),
    ],
)
def test_whatever_is_changed_changes_the_seal(other: LockedRow) -> None:
    assert sealed(ROW) != sealed(other)


def test_the_order_of_rows_does_not_change_the_seal() -> None:
    rows: Sequence[LockedRow] = (ROW, replace(ROW, worker_id="G2"))

    assert sealed(*rows) == sealed(*rows[::-1])
