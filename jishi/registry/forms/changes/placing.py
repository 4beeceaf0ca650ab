"""Forms of changes of where somebody works and as what: entry, exit, transfer, posts, identity, duties."""

from __future__ import annotations

from django import forms

from jishi.policy.identifiers import clean_id_number, id_number_problem, is_mobile
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes.base import (
    UNSET,
    ChangeForm,
    Offer,
    choice_field,
    text_field,
    words,
)

MODES = ("委任", "选任", "聘任")


class EnterForm(ChangeForm):
    """入职 of somebody new: who they are and where they begin."""

    kind = ChangeKind.ENTER
    day_label = "进入日期"
    day_help = "到岗的第一天。还没到岗的可以填将来的日期，到日自动成为在岗。"

    name = text_field("姓名", most=40)
    id_number = text_field(
        "公民身份号码", most=30, help_text="18 位；出生日期和性别由号码得出，与档案不同的入职后再更正。"
    )
    phone = text_field("手机号", most=20, required=False)
    political_status = choice_field(
        "政治面貌",
        required=False,
        choices=words(("中共党员", "中共预备党员", "共青团员", "民主党派", "群众")),
    )
    unit = choice_field("社区")
    position = choice_field("岗位", required=False)
    channel = choice_field("进入渠道")
    identity = choice_field("人员身份")
    full_time = forms.BooleanField(label="全日制", required=False, initial=True)

    def fill(self, offer: Offer) -> None:
        self.offer_choices("unit", (*UNSET, *offer.units))
        self.offer_choices("position", words(offer.positions))
        self.offer_choices("channel", words(offer.channels))
        self.offer_choices("identity", words(offer.identities))

    def clean_id_number(self) -> str:
        problem = id_number_problem(self.cleaned_data["id_number"])
        if problem:
            raise forms.ValidationError(f"{problem}。")
        return clean_id_number(self.cleaned_data["id_number"])

    def clean_phone(self) -> str:
        return cleaned_phone(self.cleaned_data["phone"])


class ExitForm(ChangeForm):
    """退出: the ground and the first day no longer employed."""

    kind = ChangeKind.EXIT
    day_label = "退出日期"
    day_help = "不再在岗的第一天：做到 10 月 31 日的，填 11 月 1 日。"

    exit_ground = choice_field("退出情形")

    def fill(self, offer: Offer) -> None:
        self.offer_choices("exit_ground", words(offer.exit_grounds))


class TransferForm(ChangeForm):
    """调动 to another community."""

    kind = ChangeKind.TRANSFER
    day_label = "调动日期"
    day_help = "到新社区的第一天。可以填将来的日期，到日自动生效。"

    unit = choice_field("调入社区", help_text="调出本街道的，到日后由调入街道管理，本街道不再看到这份档案。")
    position = choice_field("到新社区后的岗位", required=False, help_text="原社区的任职在调动日终止。")

    def fill(self, offer: Offer) -> None:
        self.offer_choices("unit", (*UNSET, *offer.units))
        self.offer_choices("position", words(offer.positions))


class AppointForm(ChangeForm):
    """任职: a post in a body of a community."""

    kind = ChangeKind.APPOINT
    day_label = "任职日期"

    unit = choice_field("任职社区")
    position = choice_field("职务")
    mode = choice_field("任用方式", required=False, choices=words(MODES))
    term = text_field("届次", most=30, required=False, placeholder="2026—2031")
    filing_number = text_field("备案文号", most=60, required=False)

    def fill(self, offer: Offer) -> None:
        self.offer_choices("unit", (*UNSET, *offer.units))
        self.offer_choices("position", words(offer.positions))


class RemoveForm(ChangeForm):
    """免职 from one of the posts held."""

    kind = ChangeKind.REMOVE
    day_label = "免职日期"
    day_help = "不再担任该职务的第一天。"

    appointment = choice_field("免去的职务")

    def fill(self, offer: Offer) -> None:
        self.offer_choices("appointment", (*UNSET, *offer.held))


class IdentityForm(ChangeForm):
    """身份变动."""

    kind = ChangeKind.IDENTITY

    identity = choice_field("新的人员身份")

    def fill(self, offer: Offer) -> None:
        self.offer_choices("identity", words(offer.identities))


class AssignmentForm(ChangeForm):
    """分工: a grid or a duty, as A or B."""

    kind = ChangeKind.ASSIGNMENT

    unit = choice_field("网格或社区")
    duty = text_field("职责", most=60, placeholder="如：民政、综治、包片网格")
    as_deputy = forms.BooleanField(label="B 岗", required=False, help_text="A 岗不在时代行职责的，请勾选。")

    def fill(self, offer: Offer) -> None:
        self.offer_choices("unit", (*UNSET, *offer.units))


def cleaned_phone(text: str) -> str:
    """A mobile number the one way it is kept, or a refusal in words."""
    number = "".join(text.split()).replace("-", "")
    if number and not is_mobile(number):
        raise forms.ValidationError("手机号应为 11 位、以 1 开头，请核对后重新填写。")
    return number
