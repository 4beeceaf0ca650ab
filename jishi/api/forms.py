"""What is typed to be given a token."""

from __future__ import annotations

from django import forms


class TokenForm(forms.Form):
    """What a token is for, and its last day."""

    name = forms.CharField(label="用途", max_length=40, help_text="写明哪个系统用，如“省平台取数”")
    until = forms.DateField(
        label="最后一天",
        help_text="最长一年，到期再发放新的",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
