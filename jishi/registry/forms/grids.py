"""The form that gives grids to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jishi.ledger import Refused
from jishi.registry.forms.changes import fields
from jishi.registry.models import Standing

OWNER, DEPUTY = "a", "b"


class GridHolderForm(forms.Form):
    """分派网格: who, as A or B, from when, why."""

    holder = forms.ChoiceField(
        label="负责人",
        error_messages={"required": "请选择负责人。", "invalid_choice": "所选人员已不在这些社区，请重选。"},
    )
    post = forms.ChoiceField(
        label="岗位",
        choices=[(OWNER, "A 岗（主责）"), (DEPUTY, "B 岗（替补）")],
        widget=forms.RadioSelect,
        initial=OWNER,
        help_text="原来负责这些网格的同岗人员，到生效日前一天为止。",
    )
    on = fields.day("生效日期", help_text="可以填将来的日期，到日自动生效。")
    reason = fields.text("理由", most=200, required=False, help_text="例如：网格调整、人员轮岗。")

    def __init__(self, *args: Any, team: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["holder"]
        assert isinstance(chosen, forms.ChoiceField)
        people = [(row.person.uid, f"{row.name}（{row.unit.name} {row.position}）") for row in team]
        chosen.choices = [*fields.UNSET, *people]

    @property
    def as_deputy(self) -> bool:
        """Whether the grids are given as B."""
        return bool(self.cleaned_data["post"] == DEPUTY)

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal beside the input it concerns, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)
