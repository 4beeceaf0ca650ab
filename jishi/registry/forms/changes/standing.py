"""Forms of what is judged and agreed: schooling, certificates, results, grade, contract, awards, service."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms

from jishi.registry.enums import AwardKind, ChangeKind
from jishi.registry.forms.changes.base import (
    UNSET,
    ChangeForm,
    Offer,
    choice_field,
    day_field,
    number_field,
    text_field,
    words,
)

LEVELS = ("博士研究生", "硕士研究生", "本科", "大专", "高中及以下")
DEGREES = ("博士", "硕士", "学士", "无")
CERTIFICATES = ("助理社会工作师", "社会工作师", "高级社会工作师")
CONTRACTS = ("劳动合同", "任期合同", "服务协议", "聘书")


class EducationForm(ChangeForm):
    """学历变动: a level reached, with its degree."""

    kind = ChangeKind.EDUCATION
    day_label = "计入日期"
    day_help = "从这一天起按新学历认定；一般为取得日期。"

    level = choice_field("学历", choices=words(LEVELS))
    degree = choice_field("学位", required=False, choices=words(DEGREES))
    school = text_field("毕业院校", most=60, required=False)
    major = text_field("专业", most=60, required=False)
    obtained_on = day_field("取得日期", required=False, help_text="毕业证书上的日期；不知道的留空。")


class CertificateForm(ChangeForm):
    """职称（证书）变动."""

    kind = ChangeKind.CERTIFICATE
    day_label = "计入日期"
    day_help = "从这一天起按持证认定；一般为取得日期。"

    name = choice_field("证书", choices=words(CERTIFICATES))
    number = text_field("证书编号", most=40, required=False)
    obtained_on = day_field("取得日期", required=False, help_text="证书上的批准日期。")
    registered_until = day_field(
        "登记有效期至", required=False, help_text="登记有效的最后一天；没有登记的留空。"
    )

    @property
    def registered_before(self) -> date | None:
        """The first day the registration no longer holds."""
        return day_after(self.cleaned_data["registered_until"])


class AssessmentForm(ChangeForm):
    """年终考核结果."""

    kind = ChangeKind.ASSESSMENT
    day_label = "确认日期"
    day_help = "考核结果经审定的那一天。"

    year = number_field("考核年度", least=2000, most=2100)
    result = choice_field("考核结果")

    def fill(self, offer: Offer) -> None:
        self.offer_choices("result", words(offer.results))


class GradeForm(ChangeForm):
    """岗位等级调整: the grade people confirmed."""

    kind = ChangeKind.GRADE

    grade = number_field("核定等级", least=1, most=30)
    cause = text_field("事由", most=60, placeholder="如：年限晋级、套改、取得社会工作师")


class ContractForm(ChangeForm):
    """合同: who it is signed with and for how long."""

    kind = ChangeKind.CONTRACT
    day_label = "合同起始日期"
    day_help = "合同约定的第一天。"

    party = text_field("签约方", most=40)
    contract_kind = choice_field("种类", choices=words(CONTRACTS))
    number = text_field("合同编号", most=40, required=False)
    signed_on = day_field("签订日期", required=False)
    until = day_field("合同终止日期", required=False, help_text="合同有效的最后一天；无固定期限的留空。")

    @property
    def valid_before(self) -> date | None:
        """The first day the contract no longer runs."""
        return day_after(self.cleaned_data["until"])

    def clean(self) -> None:
        until, since = self.cleaned_data.get("until"), self.cleaned_data.get("effective_on")
        if until and since and until < since:
            self.add_error("until", "合同终止日期早于起始日期，请核对两个日期。")


class AwardForm(ChangeForm):
    """奖惩."""

    kind = ChangeKind.AWARD
    day_help = "开始影响任用、考核、等级的那一天；一般为作出决定的日期。"

    award_kind = choice_field("类别", choices=(*UNSET, *AwardKind.choices))
    name = text_field("名称", most=80, placeholder="如：市优秀社区工作者、警告")
    issuer = text_field("授予或作出单位", most=60)
    awarded_on = day_field("决定日期")


class ServiceForm(ChangeForm):
    """工作经历: a stretch of work and whether it counts."""

    kind = ChangeKind.SERVICE
    day_label = "开始日期"
    day_help = "在该单位工作的第一天。"

    workplace = text_field("单位", most=80)
    until = day_field("结束日期", required=False, help_text="在该单位的最后一天；仍在的留空。")
    verified = forms.BooleanField(
        label="已对照档案核实", required=False, help_text="没有核实的经历先记下来，核实后再更正。"
    )
    counts = forms.BooleanField(label="计入社区工作年限", required=False, initial=True)

    @property
    def valid_before(self) -> date | None:
        """The first day no longer there."""
        return day_after(self.cleaned_data["until"])

    def clean(self) -> None:
        until, since = self.cleaned_data.get("until"), self.cleaned_data.get("effective_on")
        if until and since and until < since:
            self.add_error("until", "结束日期早于开始日期，请核对两个日期。")


def day_after(day: date | None) -> date | None:
    """The first day no longer, of a last day; none when there is none."""
    return day + timedelta(days=1) if day else None
