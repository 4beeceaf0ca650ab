"""Who there is: roles, what they may do, the field groups rights are given by; what the audit tells of it."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from django.db.models import TextChoices

from jishi.audit.enums import verbs


class Role(TextChoices):
    """The roles an account can be given at a unit."""

    CITY = "city", "市级主管部门"
    ORGANISATION = "organisation", "区委组织部"
    SOCIAL_WORK = "social_work", "区委社会工作部"
    CIVIL_AFFAIRS = "civil_affairs", "民政"
    LABOUR = "labour", "人社"
    FINANCE = "finance", "财政"
    REVIEWER = "reviewer", "联审单位"
    DEPARTMENT = "department", "职能部门"
    STREET_CLERK = "street_clerk", "街道经办"
    STREET_LEADER = "street_leader", "街道领导"
    SECRETARY = "secretary", "社区书记"
    WORKER = "worker", "社区工作者"
    AUDITOR = "auditor", "审计/纪委"
    LEADER = "leader", "区领导"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class Permission(StrEnum):
    """What a role may be allowed to do; each page names the one it asks for."""

    HOME_VIEW = "home_view"
    PLACE_VIEW = "place_view"
    PLACE_EDIT = "place_edit"
    ROSTER_VIEW = "roster_view"
    ROSTER_EXPORT = "roster_export"
    PERSON_VIEW = "person_view"
    PERSON_CHANGE = "person_change"
    PERSON_UNMASK = "person_unmask"
    SELF_VIEW = "self_view"
    TIMELINESS_VIEW = "timeliness_view"
    AUDIT_VIEW = "audit_view"
    AUDIT_VERIFY = "audit_verify"
    ADMIN_AUDIT_VIEW = "admin_audit_view"
    ACCOUNT_VIEW = "account_view"
    ACCOUNT_EDIT = "account_edit"
    GRANT_VIEW = "grant_view"
    GRANT_EDIT = "grant_edit"
    FIELD_RIGHT_EDIT = "field_right_edit"
    LOCKOUT_EDIT = "lockout_edit"
    DELEGATE = "delegate"
    IMPORT = "import"
    CASE_VIEW = "case_view"
    CASE_PREPARE = "case_prepare"
    CASE_OVERSEE = "case_oversee"
    FLOW_VIEW = "flow_view"
    API_TOKEN = "api_token"
    GALLERY_VIEW = "gallery_view"

    @property
    def label(self) -> str:
        """The permission in words."""
        return _PERMISSION_WORDS[self]


_PERMISSION_WORDS = {
    Permission.HOME_VIEW: "打开工作台",
    Permission.PLACE_VIEW: "查看组织机构",
    Permission.PLACE_EDIT: "维护组织机构",
    Permission.ROSTER_VIEW: "查看花名册",
    Permission.ROSTER_EXPORT: "导出花名册",
    Permission.PERSON_VIEW: "查看个人档案",
    Permission.PERSON_CHANGE: "办理人员异动",
    Permission.PERSON_UNMASK: "说明理由后查看证件全文",
    Permission.SELF_VIEW: "查看本人档案",
    Permission.TIMELINESS_VIEW: "查看异动时效",
    Permission.AUDIT_VIEW: "查询业务审计",
    Permission.AUDIT_VERIFY: "核验审计链",
    Permission.ADMIN_AUDIT_VIEW: "查询管理审计",
    Permission.ACCOUNT_VIEW: "查看账号",
    Permission.ACCOUNT_EDIT: "维护账号",
    Permission.GRANT_VIEW: "查看授权",
    Permission.GRANT_EDIT: "授予和收回身份",
    Permission.FIELD_RIGHT_EDIT: "调整字段权限",
    Permission.LOCKOUT_EDIT: "解除登录锁定",
    Permission.DELEGATE: "交由他人代理",
    Permission.IMPORT: "导入工作簿",
    Permission.CASE_VIEW: "办理待办事项",
    Permission.CASE_PREPARE: "发起人员事项",
    Permission.CASE_OVERSEE: "查看所辖的全部事项",
    Permission.FLOW_VIEW: "查看办理流程",
    Permission.API_TOKEN: "发放接口令牌",
    Permission.GALLERY_VIEW: "查看界面部件",
}


class FieldGroup(TextChoices):
    """Groups of fields rights are given by."""

    BASIC = "basic", "基本信息"
    IDENTIFIERS = "identifiers", "证件、电话与银行卡"
    QUALIFICATION = "qualification", "学历、证书与工作经历"
    GRADE = "grade", "等级与测算"
    PAY = "pay", "工资"
    ASSESSMENT = "assessment", "考核"
    REVIEW = "review", "联审意见"
    PRIVATE = "private", "重大事项与求助"
    DISCIPLINE = "discipline", "奖惩"
    DAILY = "daily", "走访与日志"
    SURVEY = "survey", "测评"


class Level(IntEnum):
    """How much of a field group somebody sees or may do; higher includes lower."""

    NONE = 0
    COUNT = 1  # totals only
    TAIL = 2  # the last characters of an identifier
    MASKED = 3  # masked, and unmasked for a reason where the role may
    READ = 4
    CONFIRM = 5
    EDIT = 6

    @property
    def label(self) -> str:
        """The level in a word."""
        return _LEVEL_WORDS[self]


_LEVEL_WORDS = {
    Level.NONE: "不可见",
    Level.COUNT: "仅汇总",
    Level.TAIL: "仅尾号",
    Level.MASKED: "脱敏",
    Level.READ: "查看",
    Level.CONFIRM: "确认",
    Level.EDIT: "编辑",
}


class AccessVerb(StrEnum):
    """What the audit tells of accounts, duties and sign-ins."""

    SIGN_IN = "session.start"
    SIGN_IN_REFUSED = "session.refused"
    SIGN_OUT = "session.end"
    SWITCH_DUTY = "session.duty"
    ACCOUNT_CREATE = "account.create"
    ACCOUNT_DISABLE = "account.disable"
    ACCOUNT_ENABLE = "account.enable"
    ACCOUNT_MOVE = "account.move"
    ACCOUNT_LINK = "account.link_person"
    PASSWORD_RESET = "account.reset_password"
    PASSWORD_CHANGE = "account.change_password"
    FACTOR_ENROL = "factor.enrol"
    FACTOR_RESET = "factor.reset"
    FACTOR_RENEW = "factor.renew_codes"
    GRANT_GIVE = "grant.give"
    GRANT_REVOKE = "grant.revoke"
    DELEGATION_GIVE = "delegation.give"
    DELEGATION_END = "delegation.end"
    FIELD_RIGHT_SET = "field_right.set"
    FIELD_RIGHT_RESET = "field_right.reset"
    LOCKOUT_RELEASE = "lockout.release"
    SIMULATE = "access.simulate"


_NAMES = {"role": "身份", "unit": "单位", "valid_from": "起始日期", "until": "最后一天", "to": "代理人"}
_VERBS: tuple[tuple[AccessVerb, str, str, bool], ...] = (
    (AccessVerb.SIGN_IN, "登录平台（{factor}）", "登录", False),
    (AccessVerb.SIGN_IN_REFUSED, "登录没有通过：{step}", "登录未通过", False),
    (AccessVerb.SIGN_OUT, "退出登录", "退出登录", False),
    (AccessVerb.SWITCH_DUTY, "切换身份为{role}（{unit}）", "切换身份", False),
    (AccessVerb.ACCOUNT_CREATE, "建立账号{subject}（{unit}）", "建立账号", False),
    (AccessVerb.ACCOUNT_DISABLE, "停用账号{subject}", "停用账号", False),
    (AccessVerb.ACCOUNT_ENABLE, "启用账号{subject}", "启用账号", False),
    (AccessVerb.ACCOUNT_MOVE, "把账号{subject}调到{unit}", "调整账号单位", False),
    (AccessVerb.ACCOUNT_LINK, "把账号{subject}与本人档案关联", "关联本人档案", False),
    (AccessVerb.PASSWORD_RESET, "重置{subject}的密码", "重置密码", False),
    (AccessVerb.PASSWORD_CHANGE, "修改本人密码", "修改密码", False),
    (AccessVerb.FACTOR_ENROL, "启用动态验证码", "启用动态验证码", False),
    (AccessVerb.FACTOR_RESET, "重置{subject}的动态验证码", "重置动态验证码", False),
    (AccessVerb.FACTOR_RENEW, "重新生成恢复码", "重新生成恢复码", False),
    (AccessVerb.GRANT_GIVE, "授予{subject}身份{role}（{unit}）", "授予身份", False),
    (AccessVerb.GRANT_REVOKE, "收回{subject}的身份{role}（{unit}）", "收回身份", False),
    (AccessVerb.DELEGATION_GIVE, "把{role}（{unit}）交{subject}代理至{until}", "交由代理", False),
    (AccessVerb.DELEGATION_END, "结束{subject}对{role}（{unit}）的代理", "结束代理", False),
    (AccessVerb.FIELD_RIGHT_SET, "把{role}对{group}的权限由{before}改为{after}", "修改字段权限", False),
    (AccessVerb.FIELD_RIGHT_RESET, "把{role}的字段权限恢复默认", "恢复默认字段权限", False),
    (AccessVerb.LOCKOUT_RELEASE, "解除{subject}的登录锁定", "解除登录锁定", False),
    (AccessVerb.SIMULATE, "以{subject}的身份{role}查看权限", "模拟查看", True),
)
for _code, _sentence, _label, _is_view in _VERBS:
    verbs.register(_code, _sentence, label=_label, names=_NAMES, is_view=_is_view)
