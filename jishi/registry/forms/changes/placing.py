"""Forms of changes of where somebody works and as what: entry, exit, transfer, posts, identity, duties."""

from __future__ import annotations

from django import forms

from jishi.policy.identifiers import clean_id_number, id_number_problem, is_mobile
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import fields
from jishi.registry.forms.changes.base import ChangeForm, Offer

MODES = ("委任", "选任", "聘任")
POLITICAL = ("中共党员", "中共预备党员", "共青团员", "民主党派", "群众")


class ReturnForm(ChangeForm):
    """入职 of somebody known already, who comes back (返聘)."""

    of = ChangeKind.ENTER
    day_label = "进入日期"
    day_help = "再次到岗的第一天。"

    using_unit = fields.unit("社区")
    position = fields.choice("岗位")
    channel = fields.choice("进入渠道")
    identity = fields.choice("人员身份")
    full_time = fields.ticked("全日制", initial=True)

    def fill(self, offer: Offer) -> None:
        self.offer_units("using_unit", offer.units)
        self.offer_words("position", offer.positions)
        self.offer_words("channel", offer.channels)
        self.offer_words("identity", offer.identities)


class EnterForm(ReturnForm):
    """入职 of somebody new: who they are and where they begin."""

    day_help = "到岗的第一天。还没到岗的可以填将来的日期，到日自动成为在岗。"

    name = fields.text("姓名", most=40)
    id_number = fields.text(
        "公民身份号码", most=30, help_text="18 位；出生日期和性别由号码得出，档案另有认定的入职后更正。"
    )
    phone = fields.text("手机号", most=20, required=False)
    political_status = fields.choice("政治面貌", required=False, choices=fields.words(POLITICAL))

    @classmethod
    def own_fields(cls) -> list[str]:
        who = ["name", "id_number", "phone", "political_status"]
        return [*who, *ReturnForm.own_fields()]

    def clean_id_number(self) -> str:
        problem = id_number_problem(self.cleaned_data["id_number"])
        if problem:
            raise forms.ValidationError(f"{problem}。")
        return clean_id_number(self.cleaned_data["id_number"])

    def clean_phone(self) -> str:
        return cleaned_phone(self.cleaned_data["phone"])


class ExitForm(ChangeForm):
    """退出: the ground and the first day no longer employed."""

    of = ChangeKind.EXIT
    day_label = "退出日期"
    day_help = "不再在岗的第一天：做到 10 月 31 日的，填 11 月 1 日。"

    ground = fields.choice("退出情形")

    def fill(self, offer: Offer) -> None:
        self.offer_words("ground", offer.grounds)


class TransferForm(ChangeForm):
    """调动 to another community."""

    of = ChangeKind.TRANSFER
    day_label = "调动日期"
    day_help = "到新社区的第一天。可以填将来的日期，到日自动生效。"

    using_unit = fields.unit("调入社区", help_text="调到别的街道的，到日后由调入街道管理。")
    position = fields.choice(
        "到新社区后的岗位", required=False, help_text="聘任岗位不变的留空；选任、委任的职务在调动日终止。"
    )
    mode = fields.choice("任用方式", required=False, choices=fields.words(MODES))

    def fill(self, offer: Offer) -> None:
        self.offer_units("using_unit", offer.units)
        self.offer_words("position", offer.positions)


class AppointForm(ChangeForm):
    """任职: a post in a body of a community."""

    of = ChangeKind.APPOINT
    day_label = "任职日期"

    position = fields.choice("职务")
    unit = fields.unit("任职社区", required=False, help_text="在现工作社区任职的留空。")
    mode = fields.choice("任用方式", required=False, choices=fields.words(MODES))
    term = fields.text("届次", most=30, required=False, example="2026—2031")
    filing_number = fields.text("备案文号", most=60, required=False)
    adds = fields.ticked("兼任", help_text="保留现任职务，另加这一职务的，请勾选；不勾选则替换现任职务。")

    def fill(self, offer: Offer) -> None:
        self.offer_units("unit", offer.units)
        self.offer_words("position", offer.positions)


class RemoveForm(ChangeForm):
    """免职 from one of the posts held."""

    of = ChangeKind.REMOVE
    day_label = "免职日期"
    day_help = "不再担任该职务的第一天。"

    appointment = fields.row("免去的职务")

    def fill(self, offer: Offer) -> None:
        self.offer_choices("appointment", (*fields.UNSET, *offer.posts))


class IdentityForm(ChangeForm):
    """身份变动."""

    of = ChangeKind.IDENTITY

    identity = fields.choice("新的人员身份")

    def fill(self, offer: Offer) -> None:
        self.offer_words("identity", offer.identities)


class AssignmentForm(ChangeForm):
    """分工: a grid or a duty, as A or B."""

    of = ChangeKind.ASSIGNMENT

    unit = fields.unit("网格或社区", required=False)
    duty = fields.text("职责", most=60, required=False, example="如：民政、综治、包片网格")
    as_deputy = fields.ticked("B 岗", help_text="A 岗不在时代行职责的，请勾选。")
    replaces = fields.ticked("替换原有分工", help_text="勾选后，原有分工在生效日终止。")

    def fill(self, offer: Offer) -> None:
        self.offer_units("unit", offer.units)

    def clean(self) -> None:
        said = [self.cleaned_data.get(name) for name in ("unit", "duty", "replaces")]
        if not self.errors and not any(said):
            self.add_error("duty", "请填写职责，或选择网格、社区。")


def cleaned_phone(text: str) -> str:
    """A mobile number the one way it is kept, or a refusal in words."""
    number = "".join(text.split()).replace("-", "")
    if number and not is_mobile(number):
        raise forms.ValidationError("手机号应为 11 位、以 1 开头，请核对后重新填写。")
    return number
