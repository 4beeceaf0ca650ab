"""The kinds of input the change forms are made of, each with its own sentences for what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from jishi.places.models import Unit

Choices = tuple[tuple[str, str], ...]

UNSET: Choices = (("", "请选择"),)
_FORMATS = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日"]
_ONE_DAY = timedelta(days=1)


class DayInput(forms.DateInput):
    """A day picked from the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LastDayField(forms.DateField):
    """The last day of a span as people say it; kept as the first day no longer."""

    def to_python(self, value: Any) -> date | None:
        last = super().to_python(value)
        return last + _ONE_DAY if last and last < date.max else last

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value - _ONE_DAY
        return value


class UnitField(forms.TypedChoiceField):
    """A unit out of those offered."""

    def offer(self, units: Iterable[Unit]) -> None:
        """Let choose from some units, those of a street under its name."""
        self._offered = {str(unit.pk): unit for unit in units}
        self.coerce = self._offered.__getitem__
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, unit in self._offered.items():
            groups.setdefault(unit.parent.name if unit.parent else "", []).append((key, unit.name))
        self.choices = [*UNSET, *((street, listed) for street, listed in groups.items())]


def words(listed: Iterable[str]) -> Choices:
    """Words as choices, with an empty one before them."""
    return (*UNSET, *((word, word) for word in listed))


def day(label: str, *, required: bool = True, last: bool = False, help_text: str = "") -> forms.DateField:
    """A day, or the last day of a span."""
    made = LastDayField if last else forms.DateField
    return made(
        label=label,
        required=required,
        help_text=help_text,
        widget=DayInput(),
        input_formats=_FORMATS,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": f"{label}不是有效的日期，请按 2026-11-01 的样子填写。",
        },
    )


def text(
    label: str, *, most: int, required: bool = True, help_text: str = "", example: str = ""
) -> forms.CharField:
    """A line of text no longer than its column."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"placeholder": example} if example else {}),
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}最多 {most} 个字，请缩短后再提交。",
            "null_characters_not_allowed": f"{label}含有不能识别的字符，请删除后重新填写。",
        },
    )


def _choice_messages(label: str) -> dict[str, str]:
    return {
        "required": f"请选择{label}。",
        "invalid_choice": f"所选的{label}不在可选范围内，请从列表中重新选择。",
    }


def choice(
    label: str, *, choices: Choices = (), required: bool = True, help_text: str = ""
) -> forms.ChoiceField:
    """A word from a list; another value is refused in words."""
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=choices,
        help_text=help_text,
        error_messages=_choice_messages(label),
    )


def row(label: str) -> forms.TypedChoiceField:
    """A row of the file, by its number."""
    return forms.TypedChoiceField(label=label, coerce=int, error_messages=_choice_messages(label))


def unit(label: str, *, required: bool = True, help_text: str = "") -> UnitField:
    """A unit in sight."""
    return UnitField(
        label=label,
        required=required,
        empty_value=None,
        help_text=help_text,
        error_messages=_choice_messages(label),
    )


def number(label: str, *, least: int, most: int, required: bool = True) -> forms.IntegerField:
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


def ticked(label: str, *, initial: bool = False, help_text: str = "") -> forms.BooleanField:
    """Yes when ticked."""
    return forms.BooleanField(label=label, required=False, initial=initial, help_text=help_text)
