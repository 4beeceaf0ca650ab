"""Forms of what is judged and agreed: schooling, certificates, results, grade, contract, awards, service."""

from __future__ import annotations

from jishi.registry.enums import AwardKind, ChangeKind
from jishi.registry.forms.changes import fields
from jishi.registry.forms.changes.base import ChangeForm, Offer

LEVELS = ("博士研究生", "硕士研究生", "本科", "大专", "高中及以下")
DEGREES = ("博士", "硕士", "学士", "无")
CERTIFICATES = ("助理社会工作师", "社会工作师", "高级社会工作师")
CONTRACTS = ("劳动合同", "任期合同", "服务协议", "聘书")
_AWARD_KINDS = (*fields.UNSET, *((each.value, str(each.label)) for each in AwardKind))


class SpanForm(ChangeForm):
    """A form of something that runs from one day to another."""

    def clean(self) -> None:
        before, since = self.cleaned_data.get("ends_before"), self.cleaned_data.get("effective_on")
        if before and since and before <= since:
            label = self.fields["ends_before"].label
            self.add_error("ends_before", f"{label}早于{self.day_label}，请核对两个日期。")


class EducationForm(ChangeForm):
    """学历变动: a level reached, with its degree."""

    of = ChangeKind.EDUCATION
    day_label = "计入日期"
    day_help = "从这一天起按新学历认定；一般为取得日期。"

    level = fields.choice("学历", choices=fields.words(LEVELS))
    degree = fields.choice("学位", required=False, choices=fields.words(DEGREES))
    school = fields.text("毕业院校", most=60, required=False)
    major = fields.text("专业", most=60, required=False)
    obtained_on = fields.day("取得日期", required=False, help_text="毕业证书上的日期；不知道的留空。")


class CertificateForm(ChangeForm):
    """职称（证书）变动."""

    of = ChangeKind.CERTIFICATE
    day_label = "计入日期"
    day_help = "从这一天起按持证认定；一般为取得日期。"

    name = fields.choice("证书", choices=fields.words(CERTIFICATES))
    number = fields.text("证书编号", most=40, required=False)
    obtained_on = fields.day("取得日期", required=False, help_text="证书上的批准日期。")
    registered_before = fields.day(
        "登记有效期至", required=False, last=True, help_text="登记有效的最后一天；没有登记的留空。"
    )


class AssessmentForm(ChangeForm):
    """年终考核结果."""

    of = ChangeKind.ASSESSMENT
    day_label = "确认日期"
    day_help = "考核结果经审定的那一天。"

    year = fields.number("考核年度", least=2000, most=2100)
    result = fields.choice("考核结果")

    def fill(self, offer: Offer) -> None:
        self.offer_words("result", offer.results)


class GradeForm(ChangeForm):
    """岗位等级调整: the grade people confirmed."""

    of = ChangeKind.GRADE

    grade = fields.number("核定等级", least=1, most=30)
    cause = fields.text("事由", most=60, example="如：年限晋级、套改、取得社会工作师")


class ContractForm(SpanForm):
    """合同: who it is signed with and for how long."""

    of = ChangeKind.CONTRACT
    day_label = "合同起始日期"
    day_help = "合同约定的第一天。"

    party = fields.text("签约方", most=40)
    kind = fields.choice("种类", choices=fields.words(CONTRACTS))
    number = fields.text("合同编号", most=40, required=False)
    signed_on = fields.day("签订日期", required=False)
    ends_before = fields.day(
        "合同终止日期", required=False, last=True, help_text="合同有效的最后一天；无固定期限的留空。"
    )


class AwardForm(ChangeForm):
    """奖惩."""

    of = ChangeKind.AWARD
    day_help = "开始影响任用、考核、等级的那一天；一般为作出决定的日期。"

    kind = fields.choice(
        "类别", choices=(*fields.UNSET, *((each.value, str(each.label)) for each in AwardKind))
    )
    name = fields.text("名称", most=80, example="如：市优秀社区工作者、警告")
    issuer = fields.text("授予或作出单位", most=60)
    awarded_on = fields.day("决定日期")
    influences_before = fields.day(
        "影响期至", required=False, last=True, help_text="影响期的最后一天；没有影响期的留空。"
    )


class ServiceForm(SpanForm):
    """工作经历: a stretch of work and whether it counts."""

    of = ChangeKind.SERVICE
    day_label = "开始日期"
    day_help = "在该单位工作的第一天。"

    workplace = fields.text("单位", most=80)
    ends_before = fields.day(
        "结束日期", required=False, last=True, help_text="在该单位的最后一天；仍在的留空。"
    )
    verified = fields.ticked("已对照档案核实", help_text="没有核实的经历先记下来，核实后再更正。")
    counts = fields.ticked("计入社区工作年限", initial=True)
