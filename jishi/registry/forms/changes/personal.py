"""Forms of what concerns the person alone: basic facts, contact, figures the locality keeps."""

from __future__ import annotations

from django import forms

from jishi.policy.identifiers import passes_luhn
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import fields
from jishi.registry.forms.changes.base import ChangeForm
from jishi.registry.forms.changes.placing import POLITICAL, cleaned_phone

RETIREMENT = ("男60", "女55", "女50")
_SHORTEST_CARD, _LONGEST_CARD = 12, 19


class SparingForm(ChangeForm):
    """A form that asks for what is new alone; what is left empty stays as it is."""

    keeps_empty = True
    nothing_new = "没有填写新的内容。请填写要变更的项目；不变的留空即可。"

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.get(name) for name in self.own_fields()):
            self.add_error(None, self.nothing_new)


class ProfileForm(SparingForm):
    """基本信息变更."""

    of = ChangeKind.PROFILE
    day_help = "新情况从哪一天起；原来就登记错了的，请到变更记录中用“更正”。"

    name = fields.text("新的姓名", most=40, required=False, help_text="不变的留空，下同。")
    sex = fields.choice("新的性别", required=False, choices=fields.words(("男", "女")))
    birth_on = fields.day("档案认定的出生日期", required=False)
    ethnicity = fields.text("新的民族", most=20, required=False)
    political_status = fields.choice("新的政治面貌", required=False, choices=fields.words(POLITICAL))
    native_place = fields.text("新的籍贯", most=40, required=False)
    retirement_category = fields.choice("退休年龄类别", required=False, choices=fields.words(RETIREMENT))


class ContactForm(SparingForm):
    """联系方式变更: a new number replaces the one kept."""

    of = ChangeKind.CONTACT
    day_help = "新的联系方式从哪一天起用。"

    phone = fields.text("新手机号", most=20, required=False, help_text="不变的留空，下同。")
    bank_card = fields.text("新银行卡号", most=30, required=False)
    bank_name = fields.text("新开户行", most=60, required=False)

    def clean_phone(self) -> str:
        return cleaned_phone(self.cleaned_data["phone"])

    def clean_bank_card(self) -> str:
        card = "".join(self.cleaned_data["bank_card"].split())
        if card and not (_SHORTEST_CARD <= len(card) <= _LONGEST_CARD and passes_luhn(card)):
            raise forms.ValidationError("银行卡号不对，请对照卡面逐位核对。")
        return card


class FigureForm(ChangeForm):
    """本地数据: a figure of the locality, named in its own words."""

    of = ChangeKind.FIGURE

    name = fields.text("项目", most=40, example="如：培训学时")
    value = fields.text("值", most=60, required=False, help_text="留空表示从生效日起不再有这一项。")
