"""Every fact the records can give, by the name a pack calls it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from jishi.policy.pack.model import Entity


class FactShape(StrEnum):
    """The kind of value a derived fact has; a month is text like 2026-11."""

    TEXT = "文本"
    WHOLE = "整数"
    TRUTH = "是否"
    TEXTS = "多选"
    MONTH = "月份"


class Advance(StrEnum):
    """How a fact grows by itself when time passes and nothing happens."""

    NEVER = "不变"
    MONTHLY = "每月"
    YEARLY = "每年一月"


@dataclass(frozen=True, slots=True)
class CatalogueFact:
    """A fact: whose it is, what it means in words, its shape, how it advances, which sheets give it."""

    name: str
    entity: Entity
    meaning: str
    shape: FactShape
    advances: Advance
    sheets: tuple[str, ...]


_PEOPLE, _COMMUNITIES = "花名册", "社区"
_APPOINTMENTS, _SERVICE, _ASSESSMENTS = "任职", "工作经历", "考核"
_EDUCATION, _CERTIFICATES = "学历", "证书"


def _person(
    name: str,
    shape: FactShape,
    meaning: str,
    *sheets: str,
    advances: Advance = Advance.NEVER,
) -> CatalogueFact:
    return CatalogueFact(name, Entity.PERSON, meaning, shape, advances, sheets or (_PEOPLE,))


def _community(name: str, meaning: str, *sheets: str) -> CatalogueFact:
    shape, sheets = FactShape.WHOLE, sheets or (_COMMUNITIES,)
    return CatalogueFact(name, Entity.COMMUNITY, meaning, shape, Advance.NEVER, sheets)


_TEXT, _WHOLE, _TRUTH = FactShape.TEXT, FactShape.WHOLE, FactShape.TRUTH
_TEXTS, _MONTH = FactShape.TEXTS, FactShape.MONTH
_MONTHLY, _YEARLY = Advance.MONTHLY, Advance.YEARLY
_HELD = (_PEOPLE, _APPOINTMENTS)
_SERVED = (_PEOPLE, _SERVICE)
_YEARS_SERVED = (_PEOPLE, _SERVICE, _ASSESSMENTS)

_FACTS = (
    # 本人
    _person("性别", _TEXT, "男或女，由身份证号得出"),
    _person("年龄", _WHOLE, "截至计算日的周岁，生日当天即满"),
    _person("人员身份", _TEXT, "花名册登记的人员身份"),
    _person("进入渠道", _TEXT, "花名册登记的进入渠道"),
    _person("全日制", _TRUTH, "是否全日制在社区工作"),
    _person("进入月份", _MONTH, "本次进入社区工作者队伍的月份"),
    _person("核定等级", _WHOLE, "已经审批、现在执行的岗位等级"),
    _person("任现等级月数", _WHOLE, "自等级起始日期起已满的整月数", advances=_MONTHLY),
    _person("法定退休月份", _MONTH, "按渐进式延迟后的法定退休年龄到龄的月份；女性须登记退休年龄类别"),
    _person("距退休月数", _WHOLE, "从计算月到法定退休月份的月数，已到龄为0"),
    _person("距上次轮训月数", _WHOLE, "自上次轮训日期起已满的整月数", advances=_MONTHLY),
    _person("社区星级", _TEXT, "所在社区党组织的星级", _PEOPLE, _COMMUNITIES),
    # 任职
    _person("岗位", _TEXT, "当日在任职务中类别最高的一个；没有任职记录时为花名册的职务", *_HELD),
    _person("岗位类别", _TEXT, "岗位按本地岗位映射所属的类别", *_HELD),
    _person("任职数", _WHOLE, "当日同时在任的职务个数", *_HELD),
    _person("一肩挑", _TRUTH, "当日是否在同一社区兼有一肩挑所列各组职务", *_HELD),
    _person(
        "任现岗位月数", _WHOLE, "在现岗位连续任职已满的整月数，换届连任不中断", *_HELD, advances=_MONTHLY
    ),
    # 当月
    _person("在岗", _TRUTH, "当日是否在职"),
    _person("本月在职", _TRUTH, "本月是否有在职的日子"),
    _person("本月天数", _WHOLE, "本月的日历天数"),
    _person("在职天数", _WHOLE, "本月在职的日历天数"),
    _person("本月计薪天数", _WHOLE, "本月的工作日与落在周一至周五的法定节假日天数之和"),
    _person("在职计薪天数", _WHOLE, "本月计薪天数中在职的天数"),
    _person("一肩挑天数", _WHOLE, "本月在职且一肩挑的日历天数", *_HELD),
    # 工作年限
    _person(
        "社区工作月数",
        _WHOLE,
        "计入社区工作年限的整月数；没有工作经历时自进入日期起算",
        *_SERVED,
        advances=_MONTHLY,
    ),
    _person("年初社区工作月数", _WHOLE, "截至当年1月1日的社区工作月数", *_SERVED, advances=_YEARLY),
    # 学历与证书
    _person("学历", _TEXT, "已取得的最高学历；可能影响结果的学历缺取得日期时为空", _EDUCATION),
    _person("学位", _TEXT, "已取得的最高学位；本科以上学历未填学位时为空", _EDUCATION),
    _person("双证层次", _TEXT, "学历与学位都达到的最高层次：无、本科、硕士、博士", _EDUCATION),
    _person("单证层次", _TEXT, "只有学历或只有学位达到的、高于双证层次的层次，没有则为无", _EDUCATION),
    _person("证书", _TEXTS, "已取得的全部职业资格证书", _CERTIFICATES),
    _person("登记有效证书", _TEXTS, "已取得且登记在有效期内的证书；有证书缺登记有效期时为空", _CERTIFICATES),
    # 考核
    _person("优秀次数", _WHOLE, "已结束年度中考核为最高等次的次数", _ASSESSMENTS),
    _person("合格次数", _WHOLE, "已结束年度中考核为第二等次的次数", _ASSESSMENTS),
    _person("基本合格次数", _WHOLE, "已结束年度中考核为第三等次的次数", _ASSESSMENTS),
    _person("不合格次数", _WHOLE, "已结束年度中考核为最低等次的次数", _ASSESSMENTS),
    _person("累计不合格年数", _WHOLE, "已结束年度中考核为最低等次的年数", _ASSESSMENTS),
    _person(
        "连续不合格年数", _WHOLE, "到最近一次考核为止连续不合格的年数，缺考核的年度使连续中断", _ASSESSMENTS
    ),
    _person("上年考核", _TEXT, "上一年度的考核结果，没有则为未考核", _ASSESSMENTS),
    _person("基本合格月数", _WHOLE, "第三等次年度内的社区工作月数", *_YEARS_SERVED),
    _person("不合格月数", _WHOLE, "最低等次年度内的社区工作月数", *_YEARS_SERVED),
    _person("本级优秀次数", _WHOLE, "任现等级以来已结束年度中优秀的次数", _PEOPLE, _ASSESSMENTS),
    _person("本级冻结月数", _WHOLE, "任现等级以来因考核结果不计晋级的月数", _PEOPLE, _ASSESSMENTS),
    # 社区（街道、区县为各社区之和）
    _community("户数", "居民户数"),
    _community("常住人口", "常住人口数"),
    _community("网格数", "网格个数"),
    _community("员额调整", "核准的员额调整数，可为负；空白为0"),
    _community("社区数", "社区个数"),
    _community("在岗人数", "当日在职的人数", _PEOPLE, _COMMUNITIES),
    _community("持证人数", "当日在职且取得职业资格证书的人数", _PEOPLE, _COMMUNITIES, _CERTIFICATES),
    _community("书记数", "当日在职且担任书记的人数", *_HELD, _COMMUNITIES),
    _community("正职数", "当日在职且岗位类别为最高一类的人数", *_HELD, _COMMUNITIES),
)

CATALOGUE: Mapping[str, CatalogueFact] = MappingProxyType({fact.name: fact for fact in _FACTS})
