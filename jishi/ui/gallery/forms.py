"""The sample form of the gallery: an invented change of post, with faults worth showing."""

from __future__ import annotations

from django import forms

from jishi.ui.forms import PlainForm
from jishi.ui.gallery.people import POSTS


class SampleChange(PlainForm):
    """A change of post."""

    post = forms.ChoiceField(label="新岗位", choices=[("", "请选择"), *POSTS.items()])
    valid_from = forms.DateField(
        label="生效日期",
        help_text="可以是以后的日期，到那天自动生效。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    grade = forms.IntegerField(
        label="等级", min_value=1, max_value=18, help_text="1 至 18 级。", required=False
    )
    pay = forms.CharField(label="月基本工资", required=False)
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}), max_length=200)
    kind = forms.ChoiceField(
        label="任用方式",
        choices=[("elected", "选任"), ("appointed", "委任"), ("engaged", "聘任")],
        widget=forms.RadioSelect,
    )
    told = forms.BooleanField(label="已告知本人", required=False, help_text="告知记录随本次变更存档。")


FAULTY = {"post": "", "valid_from": "2026-13-01", "grade": "40", "reason": "", "kind": "elected"}
FILLED = {
    "post": "deputy",
    "valid_from": "2026-12-01",
    "grade": "7",
    "pay": "4,554.80",
    "reason": "换届后任副主任",
    "kind": "elected",
}
