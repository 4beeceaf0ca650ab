"""The forms of what is said of a unit: counts, tags, stars, bodies, figures."""

from __future__ import annotations

from django import forms

from jishi.places.actions.blueprints import BodyGiven, Count, FigureGiven, TagGiven
from jishi.places.enums import BodyKind, UnitKind
from jishi.places.forms.standings import PlaceForm, number, text


class CountForm(PlaceForm):
    """户数人口."""

    heading = "登记户数人口"
    verb = "登记户数人口"
    advice = "从生效日起按新的户数计算员额和网格规模；以前的日期不变。"
    households = number("户数")
    residents = number("常住人口")
    source = text("数据来源", most=80, required=False, help_text="例如：2026 年度户数核定。")

    def count(self) -> Count:
        """The count, of a valid form."""
        data = self.cleaned_data
        return Count(data["households"], data["residents"], data["source"])


class TagForm(PlaceForm):
    """贴标签."""

    heading = "贴类型标签"
    verb = "贴上标签"
    advice = "一个社区可以有几个标签；标签决定推荐补充的专业。"
    name = text("标签", most=30, help_text="例如：老旧小区、新就业群体聚集、村改居、商住混合。")
    evidence = text(
        "依据", most=200, help_text="调查时间、数据来源、户数或人数，例如：2026 年 3 月走访登记 412 人。"
    )

    def tag(self) -> TagGiven:
        """The tag, of a valid form."""
        return TagGiven(self.cleaned_data["name"], self.cleaned_data["evidence"])


class TagEndForm(PlaceForm):
    """取消标签."""

    heading = "取消标签"
    verb = "取消标签"
    advice = "标签到生效日前一天为止，以前的日期仍有这个标签。"


class StarForm(PlaceForm):
    """评星."""

    heading = "登记社区星级"
    verb = "登记星级"
    star = text("星级", most=12, help_text="按当地叫法，例如“四星”。")
    document = text("文号", most=80, required=False)


class BodyForm(PlaceForm):
    """组织机构."""

    heading = "登记组织机构"
    verb = "登记机构"
    advice = "同一类机构只有一个：登记新的，原来的到生效日前一天为止。"
    kind = forms.ChoiceField(label="类别", error_messages={"required": "请选择类别。"})
    name = text("名称", help_text="例如“桂园社区居民委员会”。")

    def fill(self) -> None:
        kinds = [
            body for body in BodyKind if (body == BodyKind.PARTY_WORK) == (self.unit.kind == UnitKind.STREET)
        ]
        chosen = self.fields["kind"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(body.value, body.label) for body in kinds]

    def body(self) -> BodyGiven:
        """The body, of a valid form."""
        return BodyGiven(BodyKind(self.cleaned_data["kind"]), self.cleaned_data["name"])


class FigureForm(PlaceForm):
    """社区数据."""

    heading = "登记社区数据"
    verb = "登记数据"
    advice = "按本区政策包里的叫法填写项目名称，规则才能用到它。"
    name = text("项目", most=40, help_text="例如：员额调整、社区量化得分。")
    value = text("值", most=60)
    remark = text("说明", most=200, required=False)

    def figure(self) -> FigureGiven:
        """The figure, of a valid form."""
        data = self.cleaned_data
        return FigureGiven(data["name"], data["value"], data["remark"])
