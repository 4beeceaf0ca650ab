"""The facts of everyone, in the order of the roster."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

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


# A subject whose facts stay the same until something named here changes; the others change every month.
_STEADY: dict[Subject, Callable[[Scene], Hashable]] = {
    star: lambda _: None,
    schooling: lambda scene: _in_force(scene, scene.records.education["obtained_on"]),
    certificates: lambda scene: (
        _in_force(scene, scene.records.certificates["obtained_on"]),
        _in_force(scene, scene.records.certificates["registered_before"]),
    ),
    assessment: lambda scene: (scene.last_closed_year, scene.anchor.year),
}


def _in_force(scene: Scene, days: pl.Series) -> int:
    """How many of some days have come by the last day whose records count."""
    return int((days <= scene.last_day).sum())


@dataclass(frozen=True, slots=True)
class Derivation:
    """Derives the facts of one set of records, month after month.

    What cannot have changed since the month before is not worked out again.
    """

    records: Records
    steady: dict[Hashable, pl.DataFrame] = field(default_factory=dict)

    def people(
        self, wanted: Sequence[FactSource], on: date, month: Month | None, rules: FactRules
    ) -> pl.DataFrame:
        """The wanted facts of everyone on a day; see `derive_people`."""
        of_people = [each for each in wanted if each.entity is Entity.PERSON]
        parts = [self.records.people.lazy().select(IDENTITY)]
        for effect in Effect:
            scene = Scene(self.records, rules, on, month or Month.of(on), effect)
            parts += self._facts(scene, [each for each in of_people if each.effect is effect])
        frame = pl.concat(parts, how="horizontal").collect()
        return frame.select(*IDENTITY, *(each.name for each in of_people))

    def _facts(self, scene: Scene, wanted: Sequence[FactSource]) -> Iterator[pl.LazyFrame]:
        """The wanted facts, one frame a subject, so that what facts share is worked out once."""
        roster = tuple(each.name for each in wanted if each.source == FROM_ROSTER)
        yield self._kept((FROM_ROSTER, roster), lambda: of_roster(scene, *roster))
        community = tuple(each.name for each in wanted if each.source == FROM_COMMUNITY)
        yield self._kept((FROM_COMMUNITY, community), lambda: of_community(scene, *community))
        for subject, names in _FACTS_OF.items():
            chosen = [pl.col(each.source).alias(each.name) for each in wanted if each.source in names]
            if not chosen:
                continue
            if subject in _STEADY:
                key = (subject, scene.effect, _STEADY[subject](scene))
                yield self._kept(key, partial(subject, scene)).select(chosen)
            else:
                yield subject(scene).select(chosen)

    def _kept(self, key: Hashable, derive: Callable[[], pl.LazyFrame]) -> pl.LazyFrame:
        if key not in self.steady:
            self.steady[key] = derive().collect()
        return self.steady[key].lazy()


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
    return Derivation(records).people(wanted, on, month, rules)
