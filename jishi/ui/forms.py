"""Forms whose faults say how to go on, in place of Django's short ones. Each form decides what is right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import BaseValidator

DAY_WORDS = "请写成 2026-11-01 这样的日期。"
NUMBER_WORDS = "请填整数，不带单位和小数。"


class PlainForm(forms.Form):
    """A form that names what is missing. The browser checks nothing, so that all faults show at once."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            name_faults(field)


def name_faults(field: forms.Field) -> None:
    """Give a field sentences with its own label, where it has none of its own."""
    label = str(field.label or "").rstrip("：:")
    verb = "选择" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "填写"
    words = {"required": f"请{verb}{label}。", "invalid_choice": f"请从列出的选项中选择{label}。"}
    if isinstance(field, forms.DateField):
        words["invalid"] = f"{label}不是有效的日期，{DAY_WORDS}"
    if isinstance(field, forms.IntegerField):
        words["invalid"] = f"{label}不是整数，{NUMBER_WORDS}"
        words |= {
            "min_value": f"{label}不能小于 %(limit_value)s，请核对。",
            "max_value": f"{label}不能大于 %(limit_value)s，请核对。",
        }
    if isinstance(field, forms.CharField):
        words["max_length"] = f"{label}最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请删短一些。"
    own = type(field).default_error_messages
    for key, sentence in words.items():
        if field.error_messages.get(key) in (None, own.get(key), forms.Field.default_error_messages.get(key)):
            field.error_messages[key] = sentence
    _teach_validators(field)


def _teach_validators(field: forms.Field) -> None:
    """Limits are checked by validators, which carry the sentence themselves."""
    for validator in field.validators:
        if isinstance(validator, BaseValidator) and (sentence := field.error_messages.get(validator.code)):
            validator.message = sentence
