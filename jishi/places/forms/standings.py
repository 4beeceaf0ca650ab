"""What every form about a unit asks, and the forms of name, parent and corrections."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from jishi.ledger import Refused
from jishi.places.models import Unit


def text(
    label: str, *, most: int = 60, required: bool = True, help_text: str = "", **more: Any
) -> forms.CharField:
    """A line of text; what is missing is said with the label."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}最多 {most} 个字，请写短些。"},
        **more,
    )


def number(label: str, *, help_text: str = "") -> forms.IntegerField:
    """A whole number that may be unknown."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": f"{label}请只填数字，例如 2860。",
            "min_value": f"{label}不能是负数。",
            "max_value": f"{label}太大，请核对单位是不是“户”或“人”。",
        },
    )


def day(label: str, *, help_text: str = "") -> forms.DateField:
    """A day, as a calendar gives it or as people write it."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}请写成 2026-11-01 的样子。"},
    )


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg] # takes no argument when it runs
    """One of some units, told by name and parent."""

    def __init__(self, label: str, *, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            queryset=Unit.objects.none(),
            label=label,
            required=required,
            help_text=help_text,
            empty_label="请选择",
            error_messages={
                "required": f"请选择{label}。",
                "invalid_choice": f"所选的{label}已不可选，请重新选择。",
            },
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.parent.name}）" if obj.parent else str(obj.name)


class PlaceForm(forms.Form):
    """The part of every form about a unit: version seen, day, reason.

    `heading` names what is done, `verb` is on the button; `draft` names what is kept while filling in.
    """

    heading: ClassVar[str] = ""
    verb: ClassVar[str] = ""
    reason_label: ClassVar[str] = "理由及批复文号"
    reason_required: ClassVar[bool] = False
    advice: ClassVar[str] = ""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = day("生效日期", help_text="可以是过去的日期，也可以提前登记将来的日期，到日自动生效。")
    reason = text("理由及批复文号", most=200, required=False, help_text="例如：区民政〔2026〕5 号。")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.fields["reason"].required = self.reason_required
        last: list[str] = [name for name in ("on", "reason") if name in self.fields]
        self.order_fields([name for name in self.fields if name not in last] + last)
        self.fill()

    def fill(self) -> None:
        """Put what can be chosen into the fields."""

    def offer(self, name: str, units: Iterable[Unit]) -> None:
        """Let a field choose from some units."""
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ModelChoiceField)
        keys = [unit.pk for unit in units]
        chosen.queryset = Unit.objects.filter(pk__in=keys).select_related("parent").order_by("path")

    @property
    def day(self) -> date:
        """The day it takes effect, of a valid form."""
        value: date = self.cleaned_data["on"]
        return value

    @property
    def why(self) -> str:
        """The reason given."""
        return str(self.cleaned_data["reason"]).strip()

    def as_seen(self) -> Unit:
        """The unit as it was when the form was opened, so that a change in between is noticed."""
        self.unit.version = self.cleaned_data["version"]
        return self.unit

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal of the action beside the input it concerns, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)


def others_of_kind(unit: Unit, kind: str) -> Iterable[Unit]:
    """The units of a kind in the same district that have not ended, without the unit itself."""
    return Unit.objects.filter(kind=kind, district_id=unit.district_id, dissolved=False).exclude(pk=unit.pk)


class RenameForm(PlaceForm):
    """更名."""

    heading = "更名"
    verb = "登记更名"
    advice = "更名前的日期仍显示原名称；人员、网格、户数都不变。"
    name = text("新名称", help_text="写规范全称，例如“桂苑社区”。")


class MoveForm(PlaceForm):
    """划转."""

    heading = "划转到另一个上级"
    verb = "登记划转"
    advice = "下级网格和人员一起划转；划出单位从生效日起看不到，划入单位能看到全部历史。"
    parent = UnitField("新上级")

    def fill(self) -> None:
        if self.unit.parent is not None:
            siblings = others_of_kind(self.unit.parent, self.unit.parent.kind)
            self.offer("parent", siblings)


class CorrectForm(PlaceForm):
    """更正沿革: what a standing should have said."""

    heading = "更正沿革"
    verb = "登记更正"
    reason_label = "更正理由"
    reason_required = True
    advice = "只在当初登记错了的时候用。真的改了名称或上级，请办理“更名”或“划转”。原来的内容会留着。"
    name = text("名称")

    def fill(self) -> None:
        self.fields["on"].label = "自何日起"
        self.fields["on"].help_text = "这段名称从哪一天开始。"
        self.fields["reason"].label = self.reason_label
        self.fields["reason"].help_text = "例如：录入时看错文件日期。"


class WithdrawForm(PlaceForm):
    """撤回 a change: only why."""

    heading = "撤回这次登记"
    verb = "撤回登记"
    reason_required = True
    advice = "撤回后，这次登记的内容不再算数，原来的内容恢复；两次登记都留在沿革里。"

    def fill(self) -> None:
        del self.fields["on"]
        self.fields["reason"].label = "撤回理由"
        self.fields["reason"].help_text = "例如：批复未下。"
