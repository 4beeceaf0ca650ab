"""The kinds of change, states and custody of the registry."""

from __future__ import annotations

from django.db.models import TextChoices

from jishi.audit.enums import verbs


class ChangeKind(TextChoices):
    """异动: every kind of change of a person's standing that is recorded."""

    ENTER = "enter", "入职"
    EXIT = "exit", "退出"
    TRANSFER = "transfer", "调动"
    APPOINT = "appoint", "任职"
    REMOVE = "remove", "免职"
    IDENTITY = "identity", "身份变动"
    EDUCATION = "education", "学历变动"
    CERTIFICATE = "certificate", "职称（证书）变动"
    ASSESSMENT = "assessment", "年终考核结果"
    GRADE = "grade", "岗位等级调整"
    CONTRACT = "contract", "合同"
    AWARD = "award", "奖惩"
    SERVICE = "service", "工作经历"
    ASSIGNMENT = "assignment", "分工"
    PROFILE = "profile", "基本信息变更"
    CONTACT = "contact", "联系方式变更"
    FIGURE = "figure", "本地数据"
    CORRECT = "correct", "更正"
    WITHDRAW = "withdraw", "撤销"


class EmploymentState(TextChoices):
    """How somebody stands in the present employment."""

    PROBATION = "probation", "试用"
    ACTIVE = "active", "在岗"
    SUSPENDED = "suspended", "停职"


class Presence(TextChoices):
    """Whether somebody is in the team on a day."""

    COMING = "coming", "待入职"
    PRESENT = "present", "在岗"
    SUSPENDED = "suspended", "停职"
    LEFT = "left", "已退出"


class Keeper(TextChoices):
    """Who keeps the personal file (档案保管)."""

    DISTRICT = "district", "区委组织部"
    STREET = "street", "街道"


class AwardKind(TextChoices):
    """A reward or a penalty."""

    REWARD = "reward", "奖励"
    PENALTY = "penalty", "处分"


_PARTICULARS = {
    "summary": "内容",
    "on": "生效日期",
    "document": "文号",
    "change": "异动编号",
    "count": "人数",
}
for _kind in (each for each in ChangeKind if each not in {ChangeKind.CORRECT, ChangeKind.WITHDRAW}):
    verbs.register(f"person.{_kind}", "{subject}：{summary}", label=f"登记{_kind.label}", names=_PARTICULARS)
TAKE_OVER = verbs.register(
    "person.take_over", "接收{subject}的历史档案{count}人", label="接收历史档案", names=_PARTICULARS
)
CORRECTED = verbs.register(
    "person.corrected", "{subject}：更正为{summary}", label="更正异动", names=_PARTICULARS
)
WITHDRAWN = verbs.register(
    "person.withdrawn", "{subject}：撤销{summary}", label="撤销异动", names=_PARTICULARS
)
