"""Components of things in motion and of reasons: stepper, opinion, effects, traces, timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string

from jishi.ui.components import Effect, Entry, Step, TraceBlock, TraceNode

register = template.Library()

Shown = dict[str, Any]


@register.inclusion_tag("ui/parts/approval_stepper.html")
def approval_stepper(steps: Sequence[Step]) -> Shown:
    """Show where an approval stands: each step with office, person, time and opinion."""
    return {"steps": steps}


@register.simple_block_tag
def opinion_box(
    content: str,
    name: str = "opinion",
    label: str = "审核意见",
    phrases: Sequence[str] = (),
    value: str = "",
    error: str = "",
) -> str:
    """Take an opinion, with the last phrases at hand; the block holds the verbs. Returning must say why."""
    shown = {"name": name, "label": label, "phrases": phrases[:5], "value": value, "error": error}
    return render_to_string("ui/parts/opinion_box.html", {**shown, "actions": content})


@register.inclusion_tag("ui/parts/effect_panel.html")
def effect_panel(effects: Sequence[Effect], title: str = "提交后将发生") -> Shown:
    """State what submitting will change, before it is submitted."""
    return {"effects": effects, "title": title}


@register.inclusion_tag("ui/parts/trace_strip.html")
def trace_strip(blocks: Sequence[TraceBlock], result: str, label: str = "算式") -> Shown:
    """Write a formula as blocks: [起点 4] + [社区工作年限 2] = 6."""
    return {"blocks": blocks, "result": result, "label": label}


@register.inclusion_tag("ui/parts/trace_tree.html")
def trace_tree(node: TraceNode) -> Shown:
    """Open a computation step by step, with formula, clause and source at each."""
    return {"node": node}


@register.inclusion_tag("ui/parts/trace_node.html")
def trace_node(node: TraceNode, depth: int = 0) -> Shown:
    """Draw one step of a computation and those below it."""
    return {"node": node, "depth": depth + 1, "is_open": depth < 2}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(entries: Sequence[Entry], label: str = "经过") -> Shown:
    """Tell what happened, newest first."""
    return {"entries": entries, "label": label}
