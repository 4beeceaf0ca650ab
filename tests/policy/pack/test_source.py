"""Files are read as text with lines; what YAML and CSV can hide is refused."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from jishi.policy.errors import PackError, Place
from jishi.policy.pack.source import Map, Seq, read_csv, read_yaml


def written(tmp_path: Path, content: str | bytes, name: str = "文.yaml") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_every_scalar_stays_the_text_that_was_written(tmp_path: Path) -> None:
    path = written(tmp_path, "﻿甲: 0.03\n乙: 是\n丙: 12:30\n丁: 2026-10-01\n戊: ~\n己: null\n")

    assert dict(read_yaml(path, "a/文.yaml")) == {  # type: ignore[arg-type]
        "甲": "0.03",
        "乙": "是",
        "丙": "12:30",
        "丁": "2026-10-01",
        "戊": "~",
        "己": "null",
    }


def test_lines_are_kept_for_keys_and_items(tmp_path: Path) -> None:
    tree = read_yaml(written(tmp_path, "# 说明\n甲:\n  - 一\n  - {乙: 二}\n"), "a/文.yaml")

    assert isinstance(tree, Map)
    items = tree["甲"]
    assert isinstance(items, Seq)
    assert tree.places["甲"] == items.place == Place("a/文.yaml", 2)
    assert [place.line for place in items.places] == [3, 4]
    assert items[1].places["乙"].line == 4


def test_an_empty_file_is_an_empty_text(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, "# 只有说明\n"), "a/文.yaml") == ""


BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30))


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (BOMB, 1, "锚点"),
        ("甲: 1\n乙: *a\n", 2, "别名"),
        ("甲: !!python/object 1\n", 1, "标签"),
        ("甲: 1\n甲: 2\n", 2, "重复写了「甲」"),
        ("甲: 1\n---\n乙: 2\n", 2, "不止一份"),
        ("[" * 200_000, 1, "嵌套"),
        ("- " * 400 + "x", 1, "嵌套"),
        ("? [甲]\n: 乙\n", 1, "键不是文字"),
        ("甲:\n\t乙: 1\n", 2, "不能按 YAML 读取"),
        ("甲: '没有收尾\n", 2, "不能按 YAML 读取"),
        ("甲: 1\n乙: \x01\n", 2, "控制字符"),
        ("甲: " + "长" * 350_000, 1, "超过 4000 字"),
        ("甲: 1\n乙: 名称\n".encode("gbk"), 1, "UTF-8"),
        (b"x" * 2_000_001, None, "2 MB"),
    ],
)
def test_a_yaml_file_that_hides_something_is_refused_at_once(
    tmp_path: Path, content: str | bytes, line: int | None, what: str
) -> None:
    path = written(tmp_path, content)
    started = time.perf_counter()

    with pytest.raises(PackError) as caught:
        read_yaml(path, "a/文.yaml")

    assert time.perf_counter() - started < 0.1
    assert what in caught.value.what
    assert caught.value.remedy
    assert caught.value.place == Place("a/文.yaml", line)


def test_a_missing_file_is_told_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"a/文\.yaml：文件不存在"):
        read_yaml(tmp_path / "没有.yaml", "a/文.yaml")


def test_a_csv_is_read_by_header_with_trimmed_cells_and_lines(tmp_path: Path) -> None:
    path = written(tmp_path, '﻿岗位 ,等级\r\n正职, 7\r\n,\r\n"副,职",4\r\n', "表.csv")

    sheet = read_csv(path, "a/表/表.csv")

    assert sheet.header == ("岗位", "等级")
    assert [(row.cells["岗位"], row.cells["等级"], row.place.line) for row in sheet.rows] == [
        ("正职", "7", 2),
        ("副,职", "4", 4),
    ]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("", 1, "空的"),
        ("甲,甲\n1,2\n", 1, "重复"),
        ("甲,\n1,2\n", 1, "空白"),
        ("甲,乙\n1\n", 2, "这一行有 1 格"),
        ("甲,乙\n1," + "9" * 200_000 + "\n", 2, "不能按 CSV 读取"),
    ],
)
def test_a_misshapen_csv_is_refused_with_its_line(tmp_path: Path, content: str, line: int, what: str) -> None:
    with pytest.raises(PackError) as caught:
        read_csv(written(tmp_path, content, "表.csv"), "a/表/表.csv")
    assert what in caught.value.what
    assert caught.value.line == line
