"""What is asked of whoever speaks on a case, asks, answers or takes it back."""

from __future__ import annotations

from typing import Any

from django import forms

from jishi.process.actions.cases import WITH_PREPARER
from jishi.process.actions.opinions import Said
from jishi.process.enums import Verdict
from jishi.ui.forms import PlainForm

_MOST = 500


class OpinionForm(PlainForm):
    """An opinion on the content somebody saw; the buttons carry the verdict."""

    seat = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    verdict = forms.ChoiceField(
        label="结论", choices=Verdict.choices, error_messages={"required": "请选择同意、退回或不同意。"}
    )
    text = forms.CharField(label="意见", max_length=_MOST, required=False)
    return_to = forms.IntegerField(label="退回到", required=False, min_value=WITH_PREPARER)

    def said(self) -> Said:
        """What was said, of a valid form."""
        given: dict[str, Any] = self.cleaned_data
        to = given["return_to"]
        return Said(
            Verdict(given["verdict"]),
            given["digest"],
            given["text"],
            return_to=WITH_PREPARER if to is None else to,
        )


class AskForm(PlainForm):
    """A question to the preparer."""

    seat = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label="要问的问题", max_length=_MOST)


class AnswerForm(PlainForm):
    """The preparer's answer."""

    question = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label="答复", max_length=_MOST)


class WithdrawForm(PlainForm):
    """Why a case is taken back."""

    reason = forms.CharField(label="撤回理由", max_length=200)


class AgreeForm(PlainForm):
    """One opinion for many cases."""

    text = forms.CharField(
        label="意见", max_length=_MOST, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可以不写；写了就作为每一件的意见。",
    )  # fmt: skip
