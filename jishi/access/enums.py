"""Who there is: roles, what they may do, and the field groups rights are given by."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from django.db.models import TextChoices


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
    GALLERY_VIEW = "gallery_view"


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
