"""The dated facts of a person; each is recorded by a change and superseded, never edited."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jishi.ledger.models import DatedFact
from jishi.places.models import Unit
from jishi.registry.enums import AwardKind, EmploymentState
from jishi.registry.models.person import Person


class PersonFact(DatedFact):
    """A dated fact of one person. `sole` says that only one of its kind can hold on a day."""

    owner = "person"
    sole: ClassVar[bool] = False
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")

    class Meta(DatedFact.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "superseded_at", "valid_from"])
        ]


class Profile(PersonFact):
    """基本信息."""

    sole = True
    name = models.CharField("姓名", max_length=40)
    sex = models.CharField("性别", max_length=2)
    birth_on = models.DateField("出生日期")  # as the file holds it (档案认定)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    political_status = models.CharField("政治面貌", max_length=20, blank=True)
    native_place = models.CharField("籍贯", max_length=40, blank=True)
    retirement_category = models.CharField("退休年龄类别", max_length=8, blank=True)

    class Meta(PersonFact.Meta):
        verbose_name = "基本信息"


class Contact(PersonFact):
    """联系方式与银行卡, sealed."""

    sole = True
    phone_sealed = models.TextField("手机号（密）", blank=True)
    phone_index = models.CharField("手机号索引", max_length=64, blank=True, db_index=True)
    phone_tail = models.CharField("手机号后四位", max_length=4, blank=True)
    bank_card_sealed = models.TextField("银行卡号（密）", blank=True)
    bank_card_tail = models.CharField("银行卡号后四位", max_length=4, blank=True)
    bank_name = models.CharField("开户行", max_length=60, blank=True)

    class Meta(PersonFact.Meta):
        verbose_name = "联系方式"


class IdentityHeld(PersonFact):
    """人员身份 (R-012)."""

    sole = True
    identity = models.CharField("人员身份", max_length=30)

    class Meta(PersonFact.Meta):
        verbose_name = "人员身份"


class Employment(PersonFact):
    """用工关系: who recruited, manages and uses somebody (R-016)."""

    sole = True
    channel = models.CharField("进入渠道", max_length=30)
    recruiting_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="招聘主体")
    managing_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="管理主体")
    using_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="使用主体")
    full_time = models.BooleanField("全日制", default=True)
    state = models.CharField("状态", max_length=12, choices=EmploymentState, default=EmploymentState.ACTIVE)
    entered_on = models.DateField("进入日期", null=True)  # of the whole employment; null: not on file
    exit_ground = models.CharField("退出情形", max_length=60, blank=True)  # on the last stretch

    class Meta(PersonFact.Meta):
        verbose_name = "用工关系"


class Appointment(PersonFact):
    """任职 in a body of a community; one of several is the paid one (R-081)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="任职单位")
    position = models.CharField("职务", max_length=40)
    mode = models.CharField("任用方式", max_length=10, blank=True)  # 委任 选任 聘任
    term = models.CharField("届次", max_length=30, blank=True)
    filing_number = models.CharField("备案文号", max_length=60, blank=True)

    class Meta(PersonFact.Meta):
        verbose_name = "任职"


class Assignment(PersonFact):
    """分工: a grid or a duty somebody holds as A or B."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="网格或社区")
    duty = models.CharField("职责", max_length=60, blank=True)
    as_deputy = models.BooleanField("B岗", default=False)

    class Meta(PersonFact.Meta):
        verbose_name = "分工"


class Service(PersonFact):
    """工作经历: a stretch of work, whether verified and whether it counts (R-101, R-104)."""

    workplace = models.CharField("单位", max_length=80)
    verified = models.BooleanField("已核", default=False)
    counts = models.BooleanField("计入社区工作年限", default=True)

    class Meta(PersonFact.Meta):
        verbose_name = "工作经历"


class Education(PersonFact):
    """学历与学位; `valid_from` is the day it was obtained, or of the record when that is not known."""

    level = models.CharField("学历", max_length=12)
    degree = models.CharField("学位", max_length=6, blank=True)
    school = models.CharField("毕业院校", max_length=60, blank=True)
    major = models.CharField("专业", max_length=60, blank=True)
    obtained_on = models.DateField("取得日期", null=True)

    class Meta(PersonFact.Meta):
        verbose_name = "学历"


class Certificate(PersonFact):
    """职业资格证书."""

    name = models.CharField("证书", max_length=30)
    number = models.CharField("证书编号", max_length=40, blank=True)
    obtained_on = models.DateField("取得日期", null=True)
    registered_before = models.DateField("登记有效期至（不含）", null=True)

    class Meta(PersonFact.Meta):
        verbose_name = "证书"


class Award(PersonFact):
    """奖惩; in force while it influences other decisions."""

    kind = models.CharField("类别", max_length=8, choices=AwardKind)
    name = models.CharField("名称", max_length=80)
    issuer = models.CharField("授予或作出单位", max_length=60, blank=True)
    awarded_on = models.DateField("日期")

    class Meta(PersonFact.Meta):
        verbose_name = "奖惩"


class Assessment(PersonFact):
    """年度考核结果 in the locality's own words; `valid_from` is the day it was confirmed."""

    year = models.PositiveSmallIntegerField("年度")
    result = models.CharField("结果", max_length=12)

    class Meta(PersonFact.Meta):
        verbose_name = "考核"


class GradeHeld(PersonFact):
    """核定等级."""

    sole = True
    grade = models.PositiveSmallIntegerField("等级")
    cause = models.CharField("事由", max_length=60, blank=True)

    class Meta(PersonFact.Meta):
        verbose_name = "核定等级"


class Contract(PersonFact):
    """合同或服务协议."""

    party = models.CharField("签约方", max_length=40)
    kind = models.CharField("种类", max_length=20)
    number = models.CharField("合同编号", max_length=40, blank=True)
    signed_on = models.DateField("签订日期", null=True)

    class Meta(PersonFact.Meta):
        verbose_name = "合同"


class Figure(PersonFact):
    """A figure a locality keeps of a person, named in its own words (上年月均工资, 培训学时 …)."""

    name = models.CharField("项目", max_length=40)
    value = models.CharField("值", max_length=60)

    class Meta(PersonFact.Meta):
        verbose_name = "本地数据"
