"""The form that founds a unit with all that is known of it."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from jishi.places.actions.blueprints import Blueprint, BodyGiven, Count, TagGiven
from jishi.places.enums import PARENT_KINDS, BodyKind, UnitKind
from jishi.places.forms.standings import PlaceForm, number, text

_GRID = re.compile(r"(?P<name>.*?\D)[\s,，:：]*(?P<households>\d+)?\s*户?")
_NAMES = {
    BodyKind.PARTY: "{}党委",
    BodyKind.COMMITTEE: "{}居民委员会",
    BodyKind.SERVICE_CENTRE: "{}公共服务中心",
    BodyKind.PARTY_WORK: "{}党工委",
}
MOST_GRIDS = 60


def kinds_below(kind: str) -> list[UnitKind]:
    """The kinds that may be founded under a unit of a kind."""
    return [below for below, above in PARENT_KINDS.items() if kind in above]


class FoundForm(PlaceForm):
    """设立下级: a community with households, grids, tags and bodies at once (R-020)."""

    heading = "设立下级单位"
    verb = "登记设立"
    advice = "一张表填完：户数、网格、标签、组织机构。员额和缺口按填写的户数当即算出。"

    kind = forms.ChoiceField(label="类别", error_messages={"required": "请选择类别。"})
    name = text("名称", help_text="例如“赤岗社区”。")
    code = text("代码", most=24, required=False, help_text="统计用区划代码，没有可不填。")
    households = number("户数")
    residents = number("常住人口")
    source = text("数据来源", most=80, required=False, help_text="例如：2026 年度户数核定。")
    grids = text(
        "网格",
        most=3000,
        required=False,
        help_text="一行一个网格，后面写户数，例如“第一网格 260”。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tag = text("类型标签", most=30, required=False, help_text="例如“老旧小区”，设立后还可再加。")
    evidence = text("标签依据", most=200, required=False, help_text="例如：2026 年 3 月走访登记。")
    bodies = forms.MultipleChoiceField(
        label="组织机构",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="名称按单位名称自动生成，设立后可改。",
    )

    def fill(self) -> None:
        kinds = kinds_below(self.unit.kind)
        self._choose("kind", [(kind.value, kind.label) for kind in kinds])
        self._choose("bodies", [(body.value, body.label) for body in self._bodies(kinds)])
        if UnitKind.COMMUNITY not in kinds:
            for name in ("grids", "tag", "evidence"):
                del self.fields[name]
        if not {UnitKind.COMMUNITY, UnitKind.GRID} & set(kinds):
            for name in ("households", "residents", "source"):
                del self.fields[name]
        if not self._bodies(kinds):
            del self.fields["bodies"]
        self.initial.setdefault("kind", kinds[0].value if kinds else "")

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices

    @staticmethod
    def _bodies(kinds: list[UnitKind]) -> list[BodyKind]:
        if UnitKind.COMMUNITY in kinds:
            return [BodyKind.PARTY, BodyKind.COMMITTEE, BodyKind.SERVICE_CENTRE]
        return [BodyKind.PARTY_WORK] if UnitKind.STREET in kinds else []

    def clean_grids(self) -> tuple[Blueprint, ...]:
        """Grids by line: a name and how many households."""
        lines = [line.strip() for line in str(self.cleaned_data["grids"]).splitlines() if line.strip()]
        if len(lines) > MOST_GRIDS:
            raise forms.ValidationError(f"一次最多设立 {MOST_GRIDS} 个网格，请分两次填写。")
        found = []
        for line in lines:
            match = _GRID.fullmatch(line)
            if match is None:
                raise forms.ValidationError(f"“{line[:20]}”读不懂，请写成“第一网格 260”的样子。")
            households = int(match["households"]) if match["households"] else None
            found.append(Blueprint(UnitKind.GRID, match["name"].strip(" ,，:："), count=Count(households)))
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("tag") and not data.get("evidence"):
            self.add_error("evidence", "请写明贴这个标签的依据，例如调查时间和数据来源。")
        return data

    def blueprint(self) -> Blueprint:
        """What was filled in, of a valid form."""
        data = self.cleaned_data
        name = "".join(str(data["name"]).split())
        tags = (TagGiven(data["tag"], data["evidence"]),) if data.get("tag") else ()
        is_community = data["kind"] == UnitKind.COMMUNITY
        return Blueprint(
            UnitKind(data["kind"]),
            name,
            code=data["code"],
            count=Count(data.get("households"), data.get("residents"), data.get("source") or ""),
            tags=tags if is_community else (),
            bodies=tuple(
                BodyGiven(BodyKind(kind), _NAMES[BodyKind(kind)].format(name))
                for kind in data.get("bodies", ())
            ),
            under=data.get("grids", ()) if is_community else (),
        )
