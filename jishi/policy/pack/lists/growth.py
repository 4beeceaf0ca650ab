"""Lists about training, reserve, careers, duties and the make-up of the workforce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from jishi.policy.pack.lists.item import Item
from jishi.policy.pack.rules import Formulas
from jishi.policy.pack.shape import Count, Entry, Rate, Text, Texts, Truth, key, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTarget(Entry):
    """What a structure target demands by the end of a year."""

    year: Annotated[Count, key("年")]
    value: Annotated[Rate, key("值", "不低于、不高于的界限；介于时是下限")]
    upper: Annotated[Rate | None, key("至", "介于时的上限；不写则须正好是「值」")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingCadence(Item):
    """How often those to whom the formula applies must be trained."""

    name: Annotated[Text, key("名称")]
    applies: Annotated[Formulas, key("适用", "公式，成立者适用")]
    interval_months: Annotated[Count | None, key("间隔月数")] = None
    times: Annotated[Count | None, key("次数")] = None
    level: Annotated[str | None, key("级别")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingKind(Item):
    """A kind of training."""

    name: Annotated[Text, key("名称")]
    note: Annotated[str | None, key("说明")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTier(Item):
    """A tier that trains, and whom."""

    name: Annotated[Text, key("名称")]
    applies: Annotated[Text, key("适用")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveRatio(Item):
    """How large a reserve pool must be: base × ratio, from lower to upper."""

    name: Annotated[Text, key("名称")]
    unit: Annotated[str, *one_of("社区", "街道"), key("单位")]
    base: Annotated[str, *one_of("正职", "书记", "社区"), key("基数")]
    lower: Annotated[Rate | None, key("下限倍数")] = None
    upper: Annotated[Rate | None, key("上限倍数")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveSource(Item):
    """Where reserve candidates come from."""

    name: Annotated[Text, key("名称")]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthTask(Item):
    """A kind of task a candidate grows by."""

    name: Annotated[Text, key("名称")]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthStage(Item):
    """A stage of growth and its criterion."""

    name: Annotated[Text, key("名称")]
    criterion: Annotated[Text, key("标准")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerPath(Item):
    """One station of the career path, in order."""

    name: Annotated[Text, key("名称")]
    order: Annotated[Count, key("次序")]
    condition: Annotated[str | None, key("条件")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incentive(Item):
    """A channel of encouragement."""

    name: Annotated[Text, key("名称")]
    content: Annotated[Text, key("内容")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour(Item):
    """A commendation."""

    name: Annotated[Text, key("名称")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection(Item):
    """A yearly selection of a share of a base, for a time."""

    name: Annotated[Text, key("名称")]
    base: Annotated[Text, key("基数")]
    ratio: Annotated[Text, key("比例", "参数名")]
    rounding: Annotated[str | None, key("取整", "向下、向上、四舍五入或参数名")] = None
    period: Annotated[str | None, key("期限")] = None
    outcome: Annotated[str | None, key("结果")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Item):
    """A duty; an open one ends in “and other tasks”."""

    code: Annotated[Text, key("代码")]
    content: Annotated[Text, key("内容")]
    open: Annotated[Truth, key("开放")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility(Item):
    """Who leads, who carries out, who assists."""

    name: Annotated[Text, key("名称")]
    leads: Annotated[Text, key("牵头")]
    carries_out: Annotated[str | None, key("实施")] = None
    assists: Annotated[Texts, key("配合")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureTarget(Item):
    """A target for the make-up of the workforce, by year."""

    name: Annotated[Text, key("名称")]
    measure: Annotated[Formulas, key("指标", "公式")]
    scope: Annotated[str, *one_of("区县", "街道", "社区"), key("口径")]
    method: Annotated[str, *one_of("占比", "人数", "平均"), key("方式")]
    direction: Annotated[str, *one_of("不低于", "不高于", "介于"), key("方向")]
    targets: Annotated[tuple[YearTarget, ...], key("目标")]
    applies: Annotated[Formulas | None, key("适用", "公式，成立者计入")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTag(Item):
    """A need of communities and the skills that answer it."""

    name: Annotated[Text, key("名称")]
    skills: Annotated[Texts, key("专长")] = ()
