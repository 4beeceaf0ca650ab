"""The rule as a policy pack, compiled by Jishi and run over columns."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from bench import rule
from bench.population import Facts, Year
from bench.results import NAMES, Results
from jishi.policy.engines import columns
from jishi.policy.money import show_yuan
from jishi.policy.pack.loader import load_pack
from jishi.policy.pack.model import Pack
from jishi.policy.plan import Binding, bind, compile_plan

WRITTEN = Path(__file__).parent / "pack"
FACTS = {
    "place": "地区",
    "post_class": "岗位类别",
    "hired": "入职月份",
    "education": "学历",
    "certificates": "证书",
    "dual_head": "一肩挑",
    "assessment": "考核等次",
    "star": "社区星级",
    "declared_pay": "上年月均工资",
    "fund_rate": "公积金比例",
    "special_deduction": "专项附加扣除",
    "one_off": "一次性发放",
}
FORMULAS = {
    "grade": "等级",
    "basic_pay": "基本工资",
    "dual_head_uplift": "一肩挑上浮",
    "certificate_allowance": "证书补贴",
    "performance_pay": "绩效工资",
    "star_bonus": "星级奖励",
    "gross": "应发合计",
    "pension": "养老保险",
    "medical": "医疗保险",
    "unemployment": "失业保险",
    "housing_fund": "住房公积金",
    "income_tax": "个人所得税",
    "net": "实发工资",
}
PLACES = [
    "一区", "二区", "三区", "四区", "五区", "六区", "七区", "八区",
    "九区", "十区", "十一区", "十二区", "十三区", "十四区", "十五区", "十六区",
]  # fmt: skip
POSTS = ["一般工作人员", "副职", "正职"]
EDUCATION = ["高中及以下", "大专", "本科", "研究生"]
ASSESSMENTS = ["不合格", "基本合格", "合格", "优秀"]
CERTIFICATES = ["无", "助理社会工作师", "社会工作师", "高级社会工作师"]
STANDARDS = {
    "最低工资标准": "minimum_wage",
    "社保基数下限": "insurance_floor",
    "社保基数上限": "insurance_ceiling",
    "公积金基数下限": "fund_floor",
    "公积金基数上限": "fund_ceiling",
}
Row = Sequence[str]


def write_pack(folder: Path) -> Path:
    """Write the measured pack into a folder: the texts as they stand, the tables from the rule's numbers."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(WRITTEN, folder)
    (folder / "表").mkdir()
    for name, rows in _tables().items():
        with (folder / "表" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def _tables() -> Mapping[str, Iterator[Row]]:
    return {
        "岗位等级": _posts(),
        "学历加级": _education(),
        "绩效比例": _performance(),
        "星级奖励额": _stars(),
        "地区标准": _standards(),
        "证书补贴标准": _certificates(),
        "综合所得预扣率": _scale(),
    }


def _percent(rate: int) -> str:
    return f"{rate * 100 // rule.PARTS}%"


def _posts() -> Iterator[Row]:
    yield "岗位类别", "起点等级", "等级上限"
    for post, start, top in zip(POSTS, rule.START_GRADE.tolist(), rule.TOP_GRADE.tolist(), strict=True):
        yield post, f"{start}级", f"{top}级"


def _education() -> Iterator[Row]:
    yield "学历", "学历加级"
    for name, steps in zip(EDUCATION, rule.EDUCATION_STEPS.tolist(), strict=True):
        yield name, f"{steps}级"


def _performance() -> Iterator[Row]:
    yield "考核等次", "绩效比例"
    for name, share in zip(ASSESSMENTS, rule.PERFORMANCE.tolist(), strict=True):
        yield name, _percent(share)


def _stars() -> Iterator[Row]:
    yield "考核等次", "社区星级", "星级奖励额"
    for name, bonuses in zip(ASSESSMENTS, rule.STAR_BONUS.tolist(), strict=True):
        for star, bonus in enumerate(bonuses):
            yield name, str(star), show_yuan(bonus)


def _standards() -> Iterator[Row]:
    yield "自", "地区", *STANDARDS
    for each in rule.STANDARDS:
        for i, place in enumerate(PLACES):
            amounts = [show_yuan(int(getattr(each, name)[i])) for name in STANDARDS.values()]
            yield f"{rule.YEAR}-{each.since:02d}-01", place, *amounts


def _certificates() -> Iterator[Row]:
    yield "自", "地区", "证书", "证书补贴标准"
    for each in rule.STANDARDS:
        for i, place in enumerate(PLACES):
            for level, name in enumerate(CERTIFICATES):
                amount = show_yuan(int(each.certificate[level, i]))
                yield f"{rule.YEAR}-{each.since:02d}-01", place, name, amount


def _scale() -> Iterator[Row]:
    yield "超过", "税率", "速算扣除数"
    for each in rule.BRACKETS:
        yield show_yuan(each.over), _percent(each.rate), show_yuan(each.quick)


def compiled(folder: Path) -> tuple[Pack, list[Binding]]:
    """The pack in a folder and its plan bound to each month of the year."""
    pack = load_pack(folder)
    plan = compile_plan(pack, FORMULAS.values())
    return pack, [bind(plan, pack, on=date(rule.YEAR, month, 1)) for month in rule.MONTHS]


def frames(year: Year) -> list[pl.DataFrame]:
    """The facts as the engine takes them: one frame a month, raw integers under the pack's own names."""
    return [_frame(facts) for facts in year]


def _frame(facts: Facts) -> pl.DataFrame:
    return pl.DataFrame({FACTS[each.name]: getattr(facts, each.name) for each in fields(facts)})


def byte_count(months: Sequence[pl.DataFrame]) -> int:
    """The bytes that the values of the frames take."""
    return int(sum(month.estimated_size() for month in months))


def pay_year(bindings: Sequence[Binding], months: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """All results of all months, in order."""
    return [month.outputs for month in columns.run_year(bindings, months)]


def results(months: Sequence[pl.DataFrame]) -> list[Results]:
    """The engine's frames as arrays, for the digest."""
    return [Results(*(_array(month[FORMULAS[name]]) for name in NAMES)) for month in months]


def _array(column: pl.Series) -> rule.Ints:
    return np.asarray(column.to_numpy(), dtype=np.int64)
