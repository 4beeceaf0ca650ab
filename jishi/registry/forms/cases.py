"""What somebody says is wrong in their own file: what it should be, why, and a photo that shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files import File

from jishi.ledger import Refused
from jishi.process.actions.evidence import LARGEST
from jishi.registry.actions.cases.corrections import Item, Wrong
from jishi.registry.forms.changes import fields
from jishi.ui.forms import PlainForm


class CorrectionForm(PlainForm):
    """One item of one's own file."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields["value"] = _value_of(item)
        self.fields["reason"] = fields.text("理由", most=200, example="如：毕业证上写的是学士")
        self.fields["evidence"] = forms.FileField(
            label="佐证照片（可不传）",
            required=False,
            help_text="证件、证书的照片或 PDF，不超过 5 MB。",
            widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,application/pdf"}),
            error_messages={"empty": "文件是空的，请重新选择。"},
        )

    def clean_evidence(self) -> File[bytes] | None:
        """Refuse a large file before it is read."""
        sent: File[bytes] | None = self.cleaned_data["evidence"]
        if sent and (sent.size or 0) > LARGEST:
            raise forms.ValidationError("文件超过 5 MB。请用手机相册压缩后再上传。")
        return sent

    @property
    def content(self) -> bytes:
        """The file that was sent; empty without one."""
        sent: File[bytes] | None = self.cleaned_data["evidence"]
        return bytes(sent.read()) if sent else b""

    def wrong(self, evidence: dict[str, Any] | None) -> Wrong:
        """What was said, of a valid form."""
        value: str | date = self.cleaned_data["value"]
        return Wrong(self.item, value, self.cleaned_data["reason"], evidence)

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal beside what it concerns, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)


def _value_of(item: Item) -> forms.Field:
    label = f"{item.label}应为"
    if item.is_day:
        return fields.day(label)
    if item.words:
        return fields.choice(label, choices=fields.words(item.words))
    return fields.text(label, most=item.most)
