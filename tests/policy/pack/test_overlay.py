"""Settings take the place of a pack's values for one computation, and only there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as run_with
from hypothesis import strategies as st

from jishi.policy.errors import LiteralError
from jishi.policy.pack.model import BEGINNING, Pack
from jishi.policy.pack.overlay import overlay, parse_settings
from jishi.policy.pack.quantity import parse_literal, show_value
from tests.policy.pack.folders import FILES, load

ON = date(2026, 11, 1)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load(
        tmp_path,
        {
            "表.yaml": FILES["表.yaml"]
            + "配备: {文件: 配备.csv, 方式: 分档, 类型: 整数, 范围: [0, 99], 依据: 办法/第一条}\n"
            "税率表: {文件: 税率.csv, 方式: 累进, 依据: 办法/第一条}\n",
            "表/配备.csv": "达到,配备\n0户,5\n3000户,9\n",
            "表/税率.csv": "超过,税率,速算扣除数\n0元,3%,0元\n36000元,10%,2520元\n",
        },
    )


def test_a_setting_without_a_date_replaces_all_dated_values(pack: Pack) -> None:
    wage = overlay(pack, {"最低工资标准": "2100"}).parameters["最低工资标准"]

    assert [(value.valid_from, value.raw) for value in wage.values] == [(BEGINNING, 210000)]
    assert pack.parameters["最低工资标准"].values[0].raw == 193000


def test_a_dated_setting_adds_a_value_and_replaces_one_of_that_day(pack: Pack) -> None:
    changed = overlay(pack, {"最低工资标准＠2026-10-01": "2100元", "最低工资标准@2025-01-01": "2000元"})

    values = changed.parameters["最低工资标准"].values
    assert [(str(value.valid_from), value.raw) for value in values] == [
        ("2023-03-01", 193000),
        ("2025-01-01", 200000),
        ("2026-10-01", 210000),
    ]


def test_a_cell_of_a_table_is_set_by_its_keys(pack: Pack) -> None:
    changed = overlay(pack, {"起点等级[社区正职]": "8", "配备［3000］": "10"})

    assert changed.tables["起点等级"].versions[0].cells["社区正职",].raw == 8
    assert changed.tables["起点等级"].versions[0].cells["社区副职",].raw == 4
    assert [row.cell.raw for row in changed.tables["配备"].versions[0].thresholds] == [5, 10]
    assert not [blank for blank in changed.blanks(ON) if blank.where == "表"]


@pytest.mark.parametrize(
    ("target", "literal", "remedy"),
    [
        ("最低工资", "2060", "是否「最低工资标准」？"),
        ("全无此名", "1", "可以设定的有"),
        ("起点[社区正职]", "8", "是否「起点等级」？"),
        ("起点等级[正职]", "8", "是否「社区正职」？"),
        ("起点等级[丁]", "8", "可用："),
        ("配备[3001]", "8", "是否「3000户」？"),
        ("起点等级[社区正职]@2026-01-01", "8", "自"),
        ("税率表[0元]", "8", "另写一张表"),
        ("最低工资标准@下月", "1元", "2026-10-01"),
        ("最低工资标准", "2060户", "「元」或「万元」"),
        ("最低工资标准", "2万元", "0.00元 到 10,000.00元"),
        ("[]", "1", "表名[键]"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_what_to_write(
    pack: Pack, target: str, literal: str, remedy: str
) -> None:
    with pytest.raises(LiteralError) as caught:
        overlay(pack, {target: literal})
    assert remedy in caught.value.remedy


def test_settings_are_split_at_the_equals_sign() -> None:
    assert parse_settings(["甲=1元", "乙@2026-10-01 ＝ 2"]) == {"甲": "1元", "乙@2026-10-01": "2"}
    for wrong in ("甲", "甲=", "=1"):
        with pytest.raises(LiteralError, match="不是一项设定"):
            parse_settings([wrong])


@run_with(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fen=st.integers(0, 1_000_000), grade=st.integers(1, 30))
def test_what_is_set_is_shown_and_reads_back_the_same(pack: Pack, fen: int, grade: int) -> None:
    wage, start = pack.parameters["最低工资标准"].type, pack.tables["起点等级"].type

    changed = overlay(
        pack, {"最低工资标准": show_value(wage, fen), "起点等级[社区正职]": show_value(start, grade)}
    )

    value = changed.parameters["最低工资标准"].at(ON)
    assert value is not None
    assert value.raw == fen == parse_literal(show_value(wage, fen), wage)
    assert changed.tables["起点等级"].versions[0].cells["社区正职",].raw == grade
