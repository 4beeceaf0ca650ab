"""What the forms of every kind of change share: the day, the reason, the document, and the page they came from.

A form reads what was typed into particulars and says what it cannot read; whether the change may be made is
decided by `jishi.registry.actions`. Only declared fields are read: whatever else a request carries is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from jishi.ledger import Refused
from jishi.registry.enums import ChangeKind

Choices = tuple[tuple[str, str], ...]

UNSET: Choices = (("", "请选择"),)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form offers to choose from: units in sight, words of the district's pack, facts held now."""

    units: Choices = ()
    positions: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    exit_grounds: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    held: Choices = ()  # appointments or assignments that can be ended
    held_now: Mapping[str, Any] = field(default_factory=dict)  # what is known now, to start from


def words(listed: tuple[str, ...]) -> Choices:
    """Words as choices, with an empty one before them."""
    return (*UNSET, *((word, word) for word in listed))


class DayInput(forms.DateInput):
    """A day picked from the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A field for a day, with sentences for what cannot be read."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日"],
        error_messages={
            "required": f"请填写{label}。",
            "invalid": f"{label}不是有效的日期，请按 2026-11-01 的样子填写。",
        },
    )


def text_field(
    label: str, *, most: int, required: bool = True, help_text: str = "", placeholder: str = ""
) -> forms.CharField:
    """A line of text no longer than its column."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"placeholder": placeholder} if placeholder else {}),
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}最多 {most} 个字，请缩短后再提交。",
            "null_characters_not_allowed": f"{label}含有不能识别的字符，请删除后重新填写。",
        },
    )


def choice_field(
    label: str, *, choices: Choices = (), required: bool = True, help_text: str = ""
) -> forms.ChoiceField:
    """A choice from a list; another value is refused in words."""
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=choices,
        help_text=help_text,
        error_messages={
            "required": f"请选择{label}。",
            "invalid_choice": f"所选的{label}不在可选范围内，请从列表中重新选择。",
        },
    )


def number_field(label: str, *, least: int, most: int, required: bool = True) -> forms.IntegerField:
    """A whole number between two limits."""
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=most,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": f"{label}应为整数，请重新填写。",
            "min_value": f"{label}不能小于 {least}，请核对后重新填写。",
            "max_value": f"{label}不能大于 {most}，请核对后重新填写。",
        },
    )


class ChangeForm(forms.Form):
    """The part of the wizard that asks what happened; one subclass a kind of change."""

    kind: ClassVar[ChangeKind]
    day_label: ClassVar[str] = "生效日期"
    day_help: ClassVar[str] = "可以填将来的日期，到日自动生效。"

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    token = forms.UUIDField(widget=forms.HiddenInput)
    effective_on = day_field("生效日期")
    document = text_field(
        "文号", most=80, required=False, help_text="有任免、聘用或表彰文件的填写；没有可不填。"
    )
    reason = text_field("说明", most=200, required=False, help_text="其他需要留在档案里的话。")

    field_order: ClassVar[list[str]] = []

    def __init__(self, *args: Any, offer: Offer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer or Offer()
        day = self.fields["effective_on"]
        day.label, day.help_text = self.day_label, self.day_help
        day.error_messages["required"] = f"请填写{self.day_label}。"
        self.order_fields([*self.own_fields(), "effective_on", "document", "reason"])
        self.fill(self.offer)

    @classmethod
    def own_fields(cls) -> list[str]:
        """The fields of this kind alone, in the order they are asked."""
        shared = set(ChangeForm.base_fields)
        return [name for name in cls.base_fields if name not in shared]

    def fill(self, offer: Offer) -> None:
        """Put what can be chosen into the fields."""

    def offer_choices(self, name: str, choices: Choices) -> None:
        """Set what a field lets choose from."""
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    @property
    def on(self) -> date:
        """The day the change takes effect, of a valid form."""
        day: date = self.cleaned_data["effective_on"]
        return day

    @property
    def one_time_token(self) -> str:
        """The mark of this filling-in: the same form sent twice is one change."""
        token: UUID = self.cleaned_data["token"]
        return str(token)

    def particulars(self) -> Any:
        """What was filled in, as the action wants it."""
        raise NotImplementedError

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal of the action beside the field it concerns, or above the form."""
        known = refusal.field if refusal.field in self.fields else None
        self.add_error(known, refusal.sentence)
