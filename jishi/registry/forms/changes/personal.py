"""Forms of what concerns the person alone: basic facts, contact, figures the locality keeps."""

from __future__ import annotations

from django import forms

from jishi.policy.identifiers import passes_luhn
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes.base import ChangeForm, choice_field, day_field, text_field, words
from jishi.registry.forms.changes.placing import cleaned_phone

RETIREMENT = ("男60", "女55", "女50")
POLITICAL = ("中共党员", "中共预备党员", "共青团员", "民主党派", "群众")
_SHORTEST_CARD, _LONGEST_CARD = 12, 19


class ProfileForm(ChangeForm):
    """基本信息变更: only what is new is typed; what is left empty stays."""

    kind = ChangeKind.PROFILE
    day_help = "新情况从哪一天起；原来就登记错了的，请用“更正”。"

    name = text_field("姓名", most=40)
    sex = choice_field("性别", choices=words(("男", "女")))
    birth_on = day_field("出生日期", help_text="以档案认定为准。")
    ethnicity = text_field("民族", most=20, required=False)
    political_status = choice_field("政治面貌", required=False, choices=words(POLITICAL))
    native_place = text_field("籍贯", most=40, required=False)
    retirement_category = choice_field("退休年龄类别", required=False, choices=words(RETIREMENT))


class ContactForm(ChangeForm):
    """联系方式变更: a new number replaces the one kept; what is left empty stays."""

    kind = ChangeKind.CONTACT
    day_help = "新的联系方式从哪一天起用。"

    phone = text_field("新手机号", most=20, required=False, help_text="不变的留空。")
    bank_card = text_field("新银行卡号", most=30, required=False, help_text="不变的留空。")
    bank_name = text_field("开户行", most=60, required=False)

    def clean_phone(self) -> str:
        return cleaned_phone(self.cleaned_data["phone"])

    def clean_bank_card(self) -> str:
        card = "".join(self.cleaned_data["bank_card"].split())
        if card and not (_SHORTEST_CARD <= len(card) <= _LONGEST_CARD and passes_luhn(card)):
            raise forms.ValidationError("银行卡号不对，请对照卡面逐位核对。")
        return card

    def clean(self) -> None:
        given = [self.cleaned_data.get(name) for name in ("phone", "bank_card", "bank_name")]
        if not self.errors and not any(given):
            self.add_error(None, "手机号、银行卡号和开户行至少填写一项。")


class FigureForm(ChangeForm):
    """本地数据: a figure of the locality, named in its own words."""

    kind = ChangeKind.FIGURE

    name = text_field("项目", most=40, placeholder="如：培训学时")
    value = text_field("值", most=60)
