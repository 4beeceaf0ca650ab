"""What the forms of every kind of change share: the day, the reason, the document, the page they came from.

A form reads what was typed into particulars and says what it cannot read; whether the change may be made is
decided by `jishi.registry.actions`. Only declared fields are read, whatever else a request carries. They have
the names of the particulars, so that a refusal finds its place beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms

from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.registry.actions.particulars import PARTICULARS, Particulars
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import fields


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form offers to choose from: units in sight, words of the district's pack, posts held now."""

    units: tuple[Unit, ...] = ()
    positions: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    posts: fields.Choices = ()  # posts somebody can be removed from


class ChangeForm(forms.Form):
    """The part of the wizard that asks what happened; one subclass a kind of change."""

    of: ClassVar[ChangeKind]
    day_label: ClassVar[str] = "生效日期"
    day_help: ClassVar[str] = "可以填将来的日期，到日自动生效。"
    keeps_empty: ClassVar[bool] = False  # whether what is left empty stays as it is

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)
    effective_on = fields.day("生效日期")
    document = fields.text(
        "文号", most=80, required=False, help_text="有任免、聘用或表彰文件的填写；没有可不填。"
    )
    reason = fields.text("说明", most=200, required=False, help_text="其他需要留在档案里的话。")

    def __init__(self, *args: Any, offer: Offer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["effective_on"]
        day.label, day.help_text = self.day_label, self.day_help
        day.error_messages["required"] = f"请填写{self.day_label}。"
        self.order_fields([*self.own_fields(), "effective_on", "document", "reason"])
        self.fill(offer or Offer())

    @classmethod
    def own_fields(cls) -> list[str]:
        """The fields of this kind alone, in the order they are asked."""
        return [name for name in cls.base_fields if name not in ChangeForm.base_fields]

    def fill(self, offer: Offer) -> None:
        """Put what can be chosen into the fields."""

    def offer_words(self, name: str, listed: tuple[str, ...]) -> None:
        """Let a field choose from words."""
        self.offer_choices(name, fields.words(listed))

    def offer_choices(self, name: str, choices: fields.Choices) -> None:
        """Let a field choose from values with labels."""
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    def offer_units(self, name: str, units: tuple[Unit, ...]) -> None:
        """Let a field choose from units."""
        chosen = self.fields[name]
        assert isinstance(chosen, fields.UnitField)
        chosen.offer(units)

    @property
    def on(self) -> date:
        """The day the change takes effect, of a valid form."""
        day: date = self.cleaned_data["effective_on"]
        return day

    def particulars(self) -> Particulars:
        """What was filled in, as the action wants it."""
        return PARTICULARS[self.of](**{name: self._value(name) for name in self.own_fields()})

    def _value(self, name: str) -> Any:
        value = self.cleaned_data[name]
        return None if self.keeps_empty and value == "" else value

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal of the action beside the field it concerns, or above the form."""
        named = {"on": "effective_on"}.get(refusal.field, refusal.field)
        self.add_error(named if named in self.fields else None, refusal.sentence)
