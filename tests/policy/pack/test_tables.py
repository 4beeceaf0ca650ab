"""Tables of every mode and every kind of key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jishi.policy.errors import PackError
from jishi.policy.pack.model import BEGINNING, Bracket, Table
from jishi.policy.pack.quantity import LARGEST, Kind, ValueType
from tests.policy.pack.folders import complaint, load

FACTS = """\
证书: {多选: [初级, 中级]}
工龄: {类型: 整数, 单位: 年, 范围: [0, 2]}
一肩挑: {类型: 是否}
上年工资: {类型: 金额, 范围: [0元, 1万元]}
"""
ENTRY = "补贴: {文件: 补贴.csv, 键: %s, 类型: 金额, 范围: [0元, 1万元], 依据: 办法/第一条}\n"


def table(shelf: Path, keys: str, csv: str) -> Table:
    files = {"事实.yaml": FACTS, "表.yaml": ENTRY % keys, "表/补贴.csv": csv, "表/岗位等级.csv": None}
    return load(shelf, files).tables["补贴"]


@pytest.mark.parametrize(
    ("keys", "csv", "labels"),
    [
        ("一肩挑", "一肩挑,补贴\n是,10元\n否,0元\n", [("是",), ("否",)]),
        ("证书", "证书,补贴\n无,0元\n初级,1元\n中级,2元\n", [("无",), ("初级",), ("中级",)]),
        ("工龄", "工龄,补贴\n0,0元\n1年,1元\n2,2元\n", [("0",), ("1",), ("2",)]),
        ("[一肩挑, 某公式]", "一肩挑,某公式,补贴\n是,3,1元\n否,甲,2元\n", [("是", "3"), ("否", "甲")]),
        (
            "[一肩挑, 工龄]",
            "一肩挑,工龄,补贴\n" + "".join(f"{a},{n},{n}元\n" for a in "是否" for n in range(3)),
            [(a, str(n)) for a in "是否" for n in range(3)],
        ),
    ],
    ids=str,
)
def test_a_look_up_table_takes_every_countable_key(
    tmp_path: Path, keys: str, csv: str, labels: list[tuple[str, ...]]
) -> None:
    assert list(table(tmp_path, keys, csv).versions[0].cells) == labels


@pytest.mark.parametrize(
    ("keys", "csv", "what"),
    [
        ("证书", "证书,补贴\n无,0元\n初级,1元\n", "缺 1 格：中级"),
        ("[一肩挑, 工龄]", "一肩挑,工龄,补贴\n是,0,1元\n", "缺 5 格：否，0；否，1；否，2……"),
        ("一肩挑", "一肩挑,补贴,自\n是,1元,\n否,1元,\n是,2元,2026-01-01\n", "（2026-01-01 起）缺 1 格：否"),
    ],
)
def test_a_table_with_holes_is_refused_naming_them(tmp_path: Path, keys: str, csv: str, what: str) -> None:
    files = {"事实.yaml": FACTS, "表.yaml": ENTRY % keys, "表/补贴.csv": csv}
    error = complaint(tmp_path, files)
    assert what in error.what


def test_money_cannot_be_a_key(tmp_path: Path) -> None:
    files = {"事实.yaml": FACTS, "表.yaml": ENTRY % "上年工资", "表/补贴.csv": "上年工资,补贴\n1元,1元\n"}
    assert "方式: 分档" in complaint(tmp_path, files).remedy


def test_a_table_too_large_to_read_is_refused_at_once(tmp_path: Path) -> None:
    facts = "".join(f"甲{n}: {{类型: 整数, 范围: [0, 399]}}\n" for n in range(3))
    csv = "甲0,甲1,甲2,补贴\n0,0,0,1元\n"
    files = {"事实.yaml": facts, "表.yaml": ENTRY % "[甲0, 甲1, 甲2]", "表/补贴.csv": csv}
    assert "格数超过" in complaint(tmp_path, files).what


def test_several_tables_may_share_one_file(tmp_path: Path) -> None:
    files = {
        "事实.yaml": FACTS,
        "表.yaml": ENTRY % "一肩挑" + (ENTRY % "一肩挑, 列: 另一列").replace("补贴:", "津贴:", 1),
        "表/补贴.csv": "一肩挑,补贴,另一列\n是,10元,30元\n否,0元,0元\n",
    }
    pack = load(tmp_path, files)
    assert pack.tables["津贴"].versions[0].cells["是",].raw == 3000


@pytest.mark.parametrize(
    ("bounds", "argument", "reached"),
    [
        (("0户", "3000户"), ValueType(Kind.NUMBER, 0, -LARGEST, LARGEST, unit="户"), [0, 3000]),
        (("0", "1.5"), ValueType(Kind.NUMBER, 1, -LARGEST, LARGEST), [0, 15]),
        (("0%", "12.5%"), ValueType(Kind.NUMBER, 3, -LARGEST, LARGEST, unit="%"), [0, 125]),
        (("0元", "1万元"), ValueType(Kind.MONEY, lo=0, hi=LARGEST), [0, 1_000_000]),
    ],
    ids=str,
)
def test_a_stepped_table_is_asked_with_what_its_bounds_are_written_in(
    tmp_path: Path, bounds: tuple[str, str], argument: ValueType, reached: list[int]
) -> None:
    files = {
        "表.yaml": "配备: {文件: 配备.csv, 方式: 分档, 类型: 整数, 范围: [0, 99], 依据: 办法/第一条}\n",
        "表/配备.csv": f"达到,配备,自\n{bounds[0]},5,\n{bounds[1]},9,\n{bounds[0]},6,2026-01-01\n",
    }
    stepped = load(tmp_path, files).tables["配备"]

    assert stepped.argument == argument
    first, second = stepped.versions
    assert [row.at_least for row in first.thresholds] == reached
    assert [row.cell.raw for row in second.thresholds] == [6]


def test_a_tax_scale_is_read_exactly_by_date(tmp_path: Path) -> None:
    files = {
        "表.yaml": "税率表: {文件: 税率.csv, 方式: 累进, 依据: 办法/第一条}\n",
        "表/税率.csv": "超过,税率,速算扣除数,自\n0元,3%,0元,\n36000元,10%,2520元,\n0元,5%,0元,2027-01-01\n",
    }
    scale = load(tmp_path, files).tables["税率表"]

    assert [version.valid_from for version in scale.versions] == [BEGINNING, date(2027, 1, 1)]
    assert scale.versions[0].brackets == (Bracket(0, 300, 0), Bracket(3_600_000, 1000, 252_000))


def test_a_mistake_in_one_table_does_not_hide_another(tmp_path: Path) -> None:
    files = {
        "事实.yaml": FACTS,
        "表.yaml": ENTRY % "一肩挑",
        "表/补贴.csv": "一肩挑,补贴\n是,1\n是,2\n否,八元\n",
    }
    with pytest.raises(PackError) as caught:
        load(tmp_path, files)
    assert "第3行" in str(caught.value)
    assert "第4行" in str(caught.value)
