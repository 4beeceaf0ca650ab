"""The forms of merging, splitting and dissolving, each with where people and grids go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jishi.places.actions.blueprints import Blueprint, Part
from jishi.places.enums import UnitKind
from jishi.places.forms.standings import PlaceForm, UnitField, others_of_kind, text
from jishi.places.models import Unit

STAYS = "stays"
MOST_PARTS = 4


class MergeForm(PlaceForm):
    """合并: others into this unit, or all of them into a new one."""

    heading = "合并"
    verb = "登记合并"
    advice = "被并入的单位到生效日为止；它们的网格和人员随之转入，同名网格会冠上原社区名。"
    others = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(),
        label="并入的单位",
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="按住 Ctrl 可选多个。",
        error_messages={
            "required": "请选择要合并进来的单位。",
            "invalid_choice": "所选单位已不可选，请重新选择。",
        },
    )
    new_name = text(
        "新单位名称", required=False, help_text="不填：并入本单位并沿用本名称。填写：合并设立一个新单位。"
    )

    people_go_to = forms.BooleanField(
        label="在岗人员随之转入",
        required=False,
        initial=True,
        help_text="任职、分工和合同一并转入，等级年限不断。",
    )

    def fill(self) -> None:
        self.offer("others", others_of_kind(self.unit, self.unit.kind))

    def units(self) -> list[Unit]:
        """Everybody who takes part, this unit first."""
        return [self.as_seen(), *self.cleaned_data["others"]]

    def into(self) -> Unit | Blueprint:
        """This unit, or a new one."""
        name = str(self.cleaned_data["new_name"]).strip()
        return Blueprint(UnitKind(self.unit.kind), name) if name else self.unit


class SplitForm(PlaceForm):
    """拆分: new units by name, and which of the units below goes where."""

    heading = "拆分"
    verb = "登记拆分"
    advice = "每个下级都要有归属；不保留原单位时，在岗人员要选一个去向，之后可逐人调动。"
    names = text(
        "新单位名称",
        most=300,
        help_text=f"一行一个，最多 {MOST_PARTS} 个。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    survives = forms.BooleanField(
        label="原单位保留，只分出一部分", required=False, help_text="不勾选：原单位到生效日为止。"
    )

    def __init__(self, *args: Any, unit: Unit, below: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        self.below = below
        super().__init__(*args, unit=unit, **kwargs)

    def fill(self) -> None:
        places = [(STAYS, "留在原单位"), *((str(n), f"第 {n} 个新单位") for n in range(1, MOST_PARTS + 1))]
        for key, name in self.below:
            self.fields[f"below-{key}"] = forms.ChoiceField(label=f"{name} 归", choices=places)
        people = [(str(n), f"第 {n} 个新单位") for n in range(1, MOST_PARTS + 1)]
        self.fields["people_go_to"] = forms.ChoiceField(
            label="在岗人员去向",
            required=False,
            choices=[("", "留在原单位"), *people],
            help_text="原单位不保留时必选；之后可逐人办理调动。",
        )
        self.order_fields([*[name for name in self.fields if name not in ("on", "reason")], "on", "reason"])

    def clean_names(self) -> list[str]:
        """The names, one a line."""
        names = [line.strip() for line in str(self.cleaned_data["names"]).splitlines() if line.strip()]
        if len(names) > MOST_PARTS:
            raise forms.ValidationError(f"一次最多拆成 {MOST_PARTS} 个新单位，请分次办理。")
        return names

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        count = len(data.get("names", ()))
        for name in [*(f"below-{key}" for key, _ in self.below), "people_go_to"]:
            chosen = str(data.get(name, ""))
            if chosen.isdigit() and int(chosen) > count:
                self.add_error(name, f"只填了 {count} 个新单位名称，没有第 {chosen} 个，请改选。")
        return data

    def parts(self) -> list[Part]:
        """The new units, each with what it takes along."""
        data = self.cleaned_data
        return [
            Part(
                Blueprint(UnitKind(self.unit.kind), name),
                tuple(key for key, _ in self.below if data[f"below-{key}"] == str(place)),
            )
            for place, name in enumerate(data["names"], 1)
        ]

    @property
    def people_go_to(self) -> int | None:
        """The place among the parts everybody goes to; None: they stay."""
        chosen = str(self.cleaned_data["people_go_to"])
        return int(chosen) - 1 if chosen else None


class DissolveForm(PlaceForm):
    """撤销."""

    heading = "撤销单位"
    verb = "登记撤销"
    advice = "撤销后从生效日起不再出现，以前的日期照旧；登记错了可以撤回。"
    with_all_below = forms.BooleanField(label="连同下级一并撤销", required=False)
    people_go_to = UnitField(
        "在岗人员调往", required=False, help_text="还有人在岗时必选；逐人去向不同的，请先办理调动。"
    )

    def fill(self) -> None:
        kind = self.unit.kind if self.unit.kind != UnitKind.GRID else UnitKind.COMMUNITY
        self.offer("people_go_to", others_of_kind(self.unit, kind))
