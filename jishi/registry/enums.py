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


class ImportKind(TextChoices):
    """What an import brings."""

    PLACES = "places", "机构与户数"
    ROSTER = "roster", "花名册"


class ImportState(TextChoices):
    """How far an import is (已上传 → 已核对 → 部分或全部导入 → 已撤销); when it is settled, its day says."""

    UPLOADED = "uploaded", "待对应"
    CHECKING = "checking", "核对中"
    CHECKED = "checked", "待导入"
    IMPORTING = "importing", "导入中"
    PARTIAL = "partial", "部分导入"
    IMPORTED = "imported", "全部导入"
    UNDOING = "undoing", "撤销中"
    UNDONE = "undone", "已撤销"
    DROPPED = "dropped", "已放弃"


class RowState(TextChoices):
    """What became of a row."""

    READY = "ready", "可导入"
    NOTICE = "notice", "有提醒"
    FAULTY = "faulty", "有错误"
    KNOWN = "known", "已在册"
    SAME = "same", "无变化"
    DONE = "done", "已导入"
    KEPT = "kept", "保留原值"
    UNDONE = "undone", "已撤销"


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
_IMPORT = {"kind": "内容", "count": "条数", "rows": "行数"}
IMPORT_UPLOAD = verbs.register(
    "import.upload", "上传{kind}文件“{subject}”", label="上传导入文件", names=_IMPORT
)
IMPORT_COMMIT = verbs.register(
    "import.commit", "从“{subject}”导入{kind}{count}条", label="导入", names=_IMPORT
)
IMPORT_UNDO = verbs.register("import.undo", "撤销“{subject}”的导入{count}条", label="撤销导入", names=_IMPORT)
IMPORT_EXPORT = verbs.register(
    "import.export", "下载“{subject}”未导入的{count}行", label="下载失败行", names=_IMPORT, is_view=True
)
