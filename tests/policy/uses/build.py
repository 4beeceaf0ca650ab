"""A small believable district for the uses: two communities, people written as a test needs them.

Everybody is invented. What a row leaves out is what an empty cell of the roster would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from jishi.policy.pack.loader import load_pack
from jishi.policy.pack.model import Pack
from jishi.policy.pack.overlay import overlay
from jishi.policy.period import Month
from jishi.policy.records import Records
from tests.policy.facts.district import Row, district

ON, NOVEMBER = date(2026, 11, 1), Month(2026, 11)
DEPUTY, SECRETARY, WORKER = "G1", "G2", "G3"
PAY_COLUMNS = ("上年月均工资", "公积金比例", "培训学时", "一次性发放", "事假天数", "直管书记", "试用期")
GUIYUAN = {"community": "桂园社区", "street": "湖滨街道", "households": 3150, "residents": 8800, "grids": 9}
SONGTAO = {"community": "松涛社区", "street": "东城街道", "households": 700, "residents": 2100, "grids": 2}

loaded = cache(load_pack)


def pack(code: str, **settings: str) -> Pack:
    """A shipped pack, with settings as `--set` would give them."""
    return overlay(loaded(code), settings)


def person(worker_id: str, **given: object) -> Row:
    """Somebody who can be graded and paid; everything may be written otherwise."""
    usual = {
        "worker_id": worker_id,
        "name": f"林{worker_id}",
        "sex": "男",
        "birth_on": date(1990, 3, 14),
        "community": "桂园社区",
        "street": "湖滨街道",
        "position": "专职社区工作者",
        "entered_on": date(2019, 9, 1),
        "retirement_category": "男60",
        "上年月均工资": "6000",
        "公积金比例": "8%",
        "培训学时": "30",
    }
    return {**usual, **given}


def bachelor(worker_id: str, obtained_on: date | None = date(2012, 7, 1)) -> Row:
    """A bachelor's education with its degree."""
    return {"worker_id": worker_id, "level": "本科", "degree": "学士", "obtained_on": obtained_on}


def college(worker_id: str) -> Row:
    """Three years of college, no degree."""
    return {"worker_id": worker_id, "level": "大专", "degree": "无", "obtained_on": date(2010, 7, 1)}


def results(worker_id: str, **years: str) -> list[Row]:
    """Assessments: results("G1", y2025="优秀")."""
    return [{"worker_id": worker_id, "year": int(y[1:]), "result": each} for y, each in years.items()]


def term(worker_id: str, position: str, first: date, before: date | None = None) -> Row:
    """An appointment in 桂园社区."""
    return {
        "worker_id": worker_id,
        "community": "桂园社区",
        "position": position,
        "valid_from": first,
        "valid_before": before,
    }


def records(
    *people: Row, communities: Iterable[Row] = (GUIYUAN, SONGTAO), **sheets: Iterable[Row]
) -> Records:
    """Records of some people; their sheets as in `district`."""
    return district(*people, communities=communities, extra=PAY_COLUMNS, **sheets)


def deputy(**given: object) -> Records:
    """The deputy of the specification: 86 months on 2026-11-01, bachelor with degree, one 优秀."""
    sheets: Mapping[str, Iterable[Row]] = {
        "education": [bachelor(DEPUTY)],
        "assessments": results(DEPUTY, y2023="合格", y2024="合格", y2025="优秀"),
    }
    return records(person(DEPUTY, position="社区党组织副书记", **given), **sheets)
