"""A Chinese keyboard writes full-width signs: the message says which line, and what to type instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.pack.folders import FILES, complaint, load

DIVIDED = "花括号里逗号隔开各项"
SLIPS = {
    "a colon after a key": ("参数.yaml", "晋级月数: {", "晋级月数：{", "冒号"),
    "a colon inside braces": ("参数.yaml", "{类型: 整数", "{类型：整数", "要用半角"),
    "a comma between keys": ("参数.yaml", "整数, 单位", "整数，单位", "要用半角"),
    "a comma between bounds": ("参数.yaml", "[12, 60]", "[12，60]", "逗号用半角"),
    "a colon in a list": ("文件.yaml", "- 代码: 办法", "- 代码：办法", "要用半角"),
    "a thousands comma inside braces": ("参数.yaml", "值: 1930元", "值: 1,930元", DIVIDED),
    "a formula with commas inside braces": ("公式.yaml", "最低工资标准 × 2", "较低(1元, 9元)", DIVIDED),
    "a comma between cells": ("表/岗位等级.csv", "社区副职,4", "社区副职，4", "半角"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "right", "slip", "remedy"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_found_on_its_line(tmp_path: Path, file: str, right: str, slip: str, remedy: str) -> None:
    lines = FILES[file].split(right)[0].count("\n") + 1

    error = complaint(tmp_path, {file: FILES[file].replace(right, slip, 1)})

    assert (error.file, error.line) == (f"one/{file}", lines)
    assert remedy in error.remedy


def test_a_file_written_with_full_width_colons_throughout_is_told_so(tmp_path: Path) -> None:
    error = complaint(tmp_path, {"包.yaml": "格式：1\n名称：测试包\n"})

    assert (error.file, error.line) == ("one/包.yaml", 1)
    assert "要用半角" in error.remedy


def test_a_file_that_is_one_sentence_is_no_pack_file(tmp_path: Path) -> None:
    error = complaint(tmp_path, {"检查.yaml": "以后再写\n"})

    assert error.file == "one/检查.yaml"
    assert "缩进" in error.remedy


def test_a_full_width_stroke_in_a_citation_is_read(tmp_path: Path) -> None:
    pack = load(tmp_path, {"公式.yaml": "- {名称: 甲, 公式: 1, 依据: 办法／第一条}\n"})

    assert pack.formulas["甲"].citation.refs == ("办法/第一条",)
