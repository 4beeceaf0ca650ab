"""The rules a pack states as data rather than as formulas: grades, pay, quota, checks, steps of office work.

A field that holds a name (`grade`, `base` …) names a formula, fact, table or parameter of the same pack.
A field called a formula is text in the formula language, which the plan compiler reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import WithJsonSchema

from jishi.policy.pack.shape import (
    UNCITED,
    Cited,
    Count,
    Day,
    Entry,
    Text,
    Texts,
    Truth,
    exactly,
    key,
    one_of,
)

Formulas = Annotated[str, WithJsonSchema({"type": "string", "maxLength": 4000})]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRule(Entry):
    """The clock of the 阶梯 strategy; the months are names of parameters."""

    step_months: Annotated[Text, key("晋级月数", "升一级需要的月数：参数名")]
    excellent_shortens: Annotated[str | None, key("优秀缩短", "每一个优秀缩短的月数：参数名")] = None
    freezing: Annotated[Texts, key("冻结", "这些考核结果的年度不计入晋级")] = ()
    carries_over: Annotated[Truth, key("结转", "多出的月数是否带入下一级")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedUp(Entry):
    """One thing a worker can do to be promoted earlier: the facts it would change."""

    name: Annotated[Text, key("名称")]
    changes: Annotated[dict[str, str], key("改", "事实名 → +1、某个取值，或 +元素（多选）")]
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition(Entry):
    """What must hold before a promotion is confirmed; `unmet` is the sentence when it does not."""

    name: Annotated[Text, key("名称")]
    condition: Annotated[Formulas, key("条件", "公式，成立即符合")]
    unmet: Annotated[Text, key("未满足", "不成立时告诉本人的话")]
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRule(Entry):
    """How a worker's grade comes about and when a change takes effect (等级.yaml)."""

    strategy: Annotated[str, *exactly("公式", "阶梯"), key("策略")]
    grade: Annotated[Text, key("等级", "拟定等级的公式或事实名")]
    post_class: Annotated[Text, key("岗位类别", "岗位类别的事实名")]
    start: Annotated[Text, key("起点", "起点等级的表名")]
    cap: Annotated[Text, key("上限", "最高等级的表名")]
    coefficient: Annotated[str | None, key("系数", "等级系数的公式名")] = None
    promotion_effect: Annotated[Text, key("晋级生效", "当月、次月、次年一月，或参数名")]
    on_class_change: Annotated[str, *one_of("平移", "重算", "就高"), key("岗位变动")]
    ladder: Annotated[LadderRule | None, key("阶梯")] = None
    speed_ups: Annotated[tuple[SpeedUp, ...], key("提速")] = ()
    preconditions: Annotated[tuple[Precondition, ...], key("前提")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRoles(Entry):
    """Which quantities of the pack play the parts every pay result has."""

    grade: Annotated[str | None, key("等级")] = None
    coefficient: Annotated[str | None, key("系数")] = None
    post_class: Annotated[str | None, key("岗位类别")] = None
    gross: Annotated[str | None, key("应发")] = None
    deductions: Annotated[str | None, key("扣缴")] = None
    net: Annotated[str | None, key("实发")] = None
    employer_cost: Annotated[str | None, key("用工成本")] = None


_CATEGORIES = ("基本", "绩效", "补贴", "一次性", "兜底", "扣款", "个人缴纳", "个税", "单位缴纳")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayItem(Entry):
    """One line of pay: a formula by name, what kind of money it is, and whether the pay slip shows it."""

    name: Annotated[Text, key("名称", "公式名")]
    category: Annotated[str, *exactly(*_CATEGORIES), key("类别")]
    on_slip: Annotated[Truth, key("工资单", "是否列入工资单")] = True
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRule(Entry):
    """The pay a worker gets: its parts and its items in the order of the pay slip (工资.yaml)."""

    roles: Annotated[PayRoles, key("角色")]
    items: Annotated[tuple[PayItem, ...], key("项目")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRule(Entry):
    """One standard for how many workers a unit may have; its formulas run on the unit's summed facts."""

    name: Annotated[Text, key("名称")]
    method: Annotated[str, *exactly("区间", "比例", "网格", "阶梯", "人口", "固定"), key("方式")]
    scope: Annotated[str, *exactly("社区", "街道", "区县"), key("口径", "在哪一级单位上计算")] = "社区"
    lower: Annotated[Formulas | None, key("下限")] = None
    upper: Annotated[Formulas | None, key("上限")] = None
    approved: Annotated[Formulas | None, key("核定")] = None
    ceiling: Annotated[str | None, key("封顶", "参数名")] = None
    rounding: Annotated[str | None, key("取整")] = None
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Entry):
    """Something the results must satisfy: per worker, per community, or as an average of all."""

    name: Annotated[Text, key("名称")]
    method: Annotated[str, *exactly("每人", "每社区", "平均"), key("方式")]
    condition: Annotated[Formulas | None, key("条件", "公式，成立即正常")] = None
    amount: Annotated[Formulas | None, key("量", "求平均的公式")] = None
    base: Annotated[str | None, key("基准", "参数名")] = None
    multiple: Annotated[str | None, key("倍数", "参数名")] = None
    tolerance: Annotated[str | None, key("容差", "参数名")] = None
    severity: Annotated[str, *exactly("提醒", "阻断"), key("程度")] = "提醒"
    message: Annotated[Text, key("不符", "不符合时的话")]
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Entry):
    """One step of a flow; `days` is a number, 待填, or None when no limit is stated."""

    name: Annotated[Text, key("名称")]
    role: Annotated[Text, key("责任", "办理的角色")]
    level: Annotated[str, *one_of("社区", "街道", "区县", "市"), key("级别")]
    days: Annotated[Count | None, key("天数", "办理期限：天数、参数名或待填")] = None
    parallel: Annotated[str | None, key("并行", "联审单位等并行办理者")] = None
    passes: Annotated[str | None, key("通过", "全部，或 n/m")] = None
    returns_to: Annotated[str | None, key("退回", "上一步或发起")] = None
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Entry):
    """The steps several offices take for one kind of matter."""

    code: Annotated[Text, key("代码")]
    name: Annotated[Text, key("名称")]
    applies: Annotated[str | None, key("适用")] = None
    steps: Annotated[tuple[Step, ...], key("步骤")]
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame(Entry):
    """One heading of the locality's own slogan frame and the subjects that belong under it."""

    title: Annotated[Text, key("标题")]
    subjects: Annotated[Texts, key("内容")] = ()
    citation: Annotated[Cited, key("依据")] = UNCITED


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Entry):
    """One published state of the pack."""

    number: Annotated[Text, key("号")]
    since: Annotated[Day, key("自")]
    note: Annotated[str, key("说明")] = ""
