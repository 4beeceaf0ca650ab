"""The dated records of a district, as the roster file or the platform's database hands them over.

Frames, not objects: a province has hundreds of thousands of people, and the facts of all of them are
derived at once. What belongs here is the shape alone; reading files is `jishi.roster`'s work and
deriving facts is `jishi.policy.facts`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

TEXT, DAY, WHOLE, TRUTH = pl.String(), pl.Date(), pl.Int64(), pl.Boolean()

PEOPLE = {
    "worker_id": TEXT,  # 工号; the ID number where the district has no numbers of its own
    "name": TEXT,
    "id_number": TEXT,
    "sex": TEXT,  # 男 / 女, derived from the ID number
    "birth_on": DAY,  # derived from the ID number unless the file states 档案认定出生日期
    "community": TEXT,
    "street": TEXT,
    "position": TEXT,  # 职务 as the file states it; 任职 rows in force overrule it
    "identity": TEXT,  # 人员身份
    "channel": TEXT,  # 进入渠道
    "full_time": TRUTH,
    "entered_on": DAY,  # first day of the present employment
    "left_before": DAY,  # first day no longer employed; null while employed
    "confirmed_grade": WHOLE,  # 核定等级
    "grade_since": DAY,  # 等级起始日期
    "trained_on": DAY,  # 上次轮训日期
    "retirement_category": TEXT,  # 男60 / 女55 / 女50
}
COMMUNITIES = {
    "community": TEXT,
    "street": TEXT,
    "households": WHOLE,
    "residents": WHOLE,
    "grids": WHOLE,
    "star": TEXT,
    "adjustment": WHOLE,  # 员额调整 ±
    "adjustment_reason": TEXT,
}
APPOINTMENTS = {
    "worker_id": TEXT,
    "community": TEXT,
    "position": TEXT,
    "mode": TEXT,  # 委任 / 选任 / 聘任
    "term": TEXT,
    "valid_from": DAY,
    "valid_before": DAY,
}
SERVICE = {
    "worker_id": TEXT,
    "unit": TEXT,
    "valid_from": DAY,
    "valid_before": DAY,  # null: still running
    "verified": TRUTH,
    "counts": TRUTH,  # 计入社区工作年限
}
EDUCATION = {
    "worker_id": TEXT,
    "level": TEXT,  # 学历, one of the names of facts.education
    "degree": TEXT,  # 学位: 博士 硕士 学士 无
    "obtained_on": DAY,
}
CERTIFICATES = {
    "worker_id": TEXT,
    "name": TEXT,
    "number": TEXT,
    "obtained_on": DAY,
    "registered_before": DAY,  # registration no longer valid from this day; null: not recorded
}
ASSESSMENTS = {
    "worker_id": TEXT,
    "year": WHOLE,
    "result": TEXT,  # in the locality's own words
}


@dataclass(frozen=True, slots=True)
class Records:
    """Everything known of a district's workers.

    Shape: `people` has one row a person and may carry further columns named in Chinese, the
           locality's own facts (text as read); so may `communities`. The other frames have any
           number of rows a person. Spans are half-open.
    """

    people: pl.DataFrame
    communities: pl.DataFrame
    appointments: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=APPOINTMENTS))
    service: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SERVICE))
    education: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EDUCATION))
    certificates: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CERTIFICATES))
    assessments: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ASSESSMENTS))
