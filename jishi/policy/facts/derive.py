"""The facts of everyone, in the order of the roster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import polars as pl

from jishi.policy.facts.assessment import assessment
from jishi.policy.facts.paid_time import paid_time
from jishi.policy.facts.places import of_community, of_roster, star
from jishi.policy.facts.schooling import certificates, schooling
from jishi.policy.facts.service import service
from jishi.policy.facts.sources import FROM_COMMUNITY, FROM_ROSTER, FactRules, FactSource, Scene
from jishi.policy.facts.standing import personal, posts
from jishi.policy.pack.model import Entity
from jishi.policy.period import Effect, Month
from jishi.policy.records import Records

IDENTITY = ("worker_id", "name", "community", "street")
Subject = Callable[[Scene], pl.LazyFrame]

# Each subject gives one row a person, in order, with a column for each of its facts.
_FACTS_OF: dict[Subject, tuple[str, ...]] = {
    personal: (
        *("性别", "年龄", "人员身份", "进入渠道", "全日制", "进入月份", "核定等级", "任现等级月数"),
        *("法定退休月份", "距退休月数", "距上次轮训月数"),
    ),
    star: ("社区星级",),
    posts: ("岗位", "岗位类别", "任职数", "一肩挑", "任现岗位月数"),
    paid_time: (*("在岗", "本月在职", "本月天数", "在职天数", "本月计薪天数", "在职计薪天数", "一肩挑天数"),),
    service: ("社区工作月数", "年初社区工作月数"),
    schooling: ("学历", "学位", "双证层次", "单证层次"),
    certificates: ("证书", "登记有效证书"),
    assessment: (
        *("优秀次数", "合格次数", "基本合格次数", "不合格次数", "累计不合格年数", "连续不合格年数"),
        *("上年考核", "基本合格月数", "不合格月数", "本级优秀次数", "本级冻结月数"),
    ),
}


def derive_people(
    records: Records,
    wanted: Sequence[FactSource],
    on: date,
    month: Month | None,
    rules: FactRules,
) -> pl.DataFrame:
    """Derives the wanted facts of everyone on a day.

    Shape: one row a person in the order of records.people, with worker_id, name, community, street and a
           column named as each wanted fact; values as the catalogue's shape says (columns taken straight
           from a sheet are text), null where a fact is not registered.
    Units: facts about days of a month use the month, by default the one the day lies in.
    """
    of_people = [each for each in wanted if each.entity is Entity.PERSON]
    parts = [records.people.lazy().select(IDENTITY)]
    for effect in Effect:
        scene = Scene(records, rules, on, month or Month.of(on), effect)
        parts += _facts(scene, [each for each in of_people if each.effect is effect])
    frame = pl.concat(parts, how="horizontal").collect()
    return frame.select(*IDENTITY, *(each.name for each in of_people))


def _facts(scene: Scene, wanted: Sequence[FactSource]) -> Iterator[pl.LazyFrame]:
    """The wanted facts, one frame a subject, so that what facts share is worked out once."""
    columns = [each.name for each in wanted if each.source == FROM_ROSTER]
    yield of_roster(scene, *columns)
    yield of_community(scene, *(each.name for each in wanted if each.source == FROM_COMMUNITY))
    for subject, names in _FACTS_OF.items():
        chosen = [pl.col(each.source).alias(each.name) for each in wanted if each.source in names]
        if chosen:
            yield subject(scene).select(chosen)
