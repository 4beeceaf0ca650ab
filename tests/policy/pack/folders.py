"""Small pack folders written to disk, so that tests load what an official would have written."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from jishi.policy.errors import PackError, PackErrors
from jishi.policy.pack.loader import load_pack
from jishi.policy.pack.model import Pack

FILES: dict[str, str] = {
    "包.yaml": """\
格式: 1
名称: 测试包
代码: {code}
类别: 地方
""",
    "文件.yaml": """\
- 代码: 办法
  标题: 测试办法
  类型: 主文件
  施行: 2023-03-01
  条款:
    - {号: 第一条, 摘要: 员额, 状态: 已参数化}
    - {号: 第二条, 摘要: 等级, 状态: 已参数化}
    - {号: 第三条, 摘要: 流程, 状态: 已流程化}
""",
    "事实.yaml": """\
岗位类别: {取值: [工作人员, 社区副职, 社区正职], 有序: 是}
证书: {多选: [助理社会工作师, 社会工作师]}
工龄: {类型: 整数, 单位: 年, 范围: [0, 3]}
一肩挑: {类型: 是否, 空白视为: 否}
""",
    "参数.yaml": """\
最低工资标准:
  类型: 金额
  范围: [0元, 1万元]
  依据: 办法/第二条
  问: 最低工资标准是多少？
  值:
    - {自: 2023-03-01, 值: 1930元}
    - {自: 2026-10-01, 值: 2060元, 发布: 2026-12-05}
晋级月数: {类型: 整数, 单位: 个月, 范围: [12, 60], 依据: 办法/第二条, 值: 待填}
""",
    "表.yaml": """\
起点等级: {文件: 岗位等级.csv, 键: 岗位类别, 类型: 整数, 单位: 级, 范围: [1, 30], 依据: 办法/第二条}
""",
    "表/岗位等级.csv": "岗位类别,起点等级\n工作人员,1\n社区副职,4\n社区正职,待填\n",
    "公式.yaml": """\
- {名称: 基本工资, 公式: 最低工资标准 × 2, 舍入: 四舍五入到分, 依据: 办法/第二条}
""",
}


def write_pack(shelf: Path, code: str = "one", changed: Mapping[str, str | None] | None = None) -> Path:
    """A pack folder of FILES with some files changed, added, or (None) left out."""
    folder = shelf / code
    for name, text in {**FILES, **(changed or {})}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("{code}", code), "utf-8")
    return folder


def load(shelf: Path, changed: Mapping[str, str | None] | None = None) -> Pack:
    return load_pack(write_pack(shelf, "one", changed), library=shelf)


def complaint(shelf: Path, changed: Mapping[str, str | None], code: str = "one") -> PackError:
    """The single error of a pack, found in under a tenth of a second (best of three on a busy machine)."""
    folder = write_pack(shelf, code, changed)
    spent: list[float] = []
    while len(spent) < 3 and min(spent, default=1.0) > 0.1:
        started = time.perf_counter()
        with pytest.raises(PackError) as caught:
            load_pack(folder, library=shelf)
        spent.append(time.perf_counter() - started)
    assert min(spent) < 0.1
    error = caught.value
    assert not isinstance(error, PackErrors), str(error)
    return error


def line_of(text: str, part: str) -> int:
    """The line on which `part` first stands in `text`."""
    return text[: text.index(part)].count("\n") + 1
