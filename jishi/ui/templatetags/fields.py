"""Components of forms: field with label, hint and error; groups; the summary of errors; masked values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault of a form and the input it belongs to; empty when it is about the whole."""

    target: str
    label: str
    sentence: str


@register.inclusion_tag("ui/parts/field.html")
def field(bound: forms.BoundField, unit: str = "", wide: bool = False) -> Shown:
    """Show one input with its label, hint and error tied to it."""
    target = bound.id_for_label or bound.auto_id
    described = [f"{target}-hint"] if bound.help_text else []
    described += [f"{target}-error"] if bound.errors else []
    return {
        "bound": bound,
        "target": target,
        "control": _control(bound, described),
        "is_group": bound.use_fieldset,
        "is_tick": isinstance(bound.field.widget, forms.CheckboxInput),
        "unit": unit,
        "wide": wide,
    }


def _control(bound: forms.BoundField, described: list[str]) -> SafeString:
    attributes: dict[str, str | bool] = {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return bound.as_widget(attrs=attributes)


@register.simple_block_tag
def field_group(content: str, legend: str, hint: str = "") -> str:
    """Hold fields that belong together under one legend."""
    return render_to_string("ui/parts/field_group.html", {"legend": legend, "hint": hint, "content": content})


@register.inclusion_tag("ui/parts/known_fact.html")
def known_fact(label: str, value: str, wrong_url: str = "") -> Shown:
    """Show what is already stored as text, with a way to say it is wrong, instead of asking for it again."""
    return {"label": label, "value": value, "wrong_url": wrong_url}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: forms.BaseForm) -> Shown:
    """List every fault of a form on top with a link to its input; the focus goes here first."""
    faults = [FieldError("", "", str(sentence)) for sentence in form.non_field_errors()]
    for bound in form:
        faults += [
            FieldError(bound.id_for_label or bound.auto_id, str(bound.label), str(e)) for e in bound.errors
        ]
    return {"faults": faults}


@register.inclusion_tag("ui/parts/masked_field.html", takes_context=True)
def masked_field(context: Context, label: str, masked: str, url: str, reasons: str = "") -> Shown:
    """Show a masked value; asking for it takes a reason, which is logged, and shows it for thirty seconds."""
    offered = [reason for reason in reasons.split("|") if reason] or ["核对证件", "办理手续", "联系本人"]
    shown = {"label": label, "masked": masked, "url": url, "reasons": offered}
    return {**shown, "csrf_token": context.get("csrf_token")}
