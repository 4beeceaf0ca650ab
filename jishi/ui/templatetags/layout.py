"""Components that shape a page: icon, heading, panel, header card, tabs, tags, notices, sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jishi.ui.components import Fact, Link, PostClass, Signature, Tab, Tag, Tone
from jishi.ui.frame import AsOf

register = template.Library()

Shown = dict[str, Any]

_POST_CLASSES = {"head": "正职", "deputy": "副职", "member": "工作人员"}


@register.simple_block_tag
def page_head(content: str, title: str, total: int | None = None, unit: str = "", note: str = "") -> str:
    """Head a page: its only h1, how many things it holds, a note, and the actions in the block."""
    shown = {
        "title": title,
        "total": total,
        "unit": unit,
        "note": note,
        "actions": content,
        "has_actions": bool(content.strip()),
    }
    return render_to_string("ui/parts/page_head.html", shown)


@register.simple_block_tag
def panel(
    content: str, title: str = "", hint: str = "", link: Link | None = None, flush: bool = False
) -> str:
    """Put the block on a card under a heading. `flush` lets a table reach the edges."""
    shown = {"title": title, "hint": hint, "link": link, "flush": flush, "content": content}
    return render_to_string("ui/parts/panel.html", shown)


@register.simple_block_tag
def detail_head(
    content: str,
    title: str,
    subtitle: str = "",
    tags: Sequence[Tag] = (),
    facts: Sequence[Fact] = (),
    alerts: Sequence[str] = (),
) -> str:
    """Head the page of one person or thing: name, state, key facts, what needs care; actions in the block."""
    shown = {"title": title, "subtitle": subtitle, "tags": tags, "facts": facts, "alerts": alerts}
    return render_to_string(
        "ui/parts/detail_head.html", {**shown, "actions": content, "has_actions": bool(content.strip())}
    )


@register.inclusion_tag("ui/parts/facts.html")
def facts(facts: Sequence[Fact], columns: int = 2) -> Shown:
    """List labelled values in two or three columns."""
    return {"facts": facts, "columns": columns}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(tabs: Sequence[Tab], label: str = "视图") -> Shown:
    """Offer the views of a page, each with its count."""
    return {"tabs": tabs, "label": label}


@register.simple_tag
def status_tag(text: str, tone: Tone = "mute") -> SafeString:
    """Show a state: a dot, a word and a tint, so that colour never speaks alone."""
    return format_html('<span class="tag dotted {}">{}</span>', tone, text)


@register.simple_tag
def clause_tag(text: str) -> SafeString:
    """Show which clause something rests on, in a quiet mark."""
    return format_html('<span class="clause-tag">{}</span>', text)


@register.inclusion_tag("ui/parts/person_chip.html")
def person_chip(
    name: str, post_class: PostClass | str = "", post: str = "", grade: int | None = None, url: str = ""
) -> Shown:
    """Name a person with the dot of the post class and the grade."""
    word = post or _POST_CLASSES.get(post_class, "")
    return {"name": name, "post_class": post_class, "post": word, "grade": grade, "url": url}


@register.inclusion_tag("ui/parts/notice.html")
def notice(text: str, tone: Tone = "info", link: Link | None = None) -> Shown:
    """Say one sentence on the page, with at most one way to go on."""
    icons = {"ok": "circle-check", "warn": "alert-triangle", "bad": "alert-circle", "party": "flag"}
    return {"text": text, "tone": tone, "link": link, "icon": icons.get(tone, "info-circle")}


@register.inclusion_tag("ui/parts/alert_line.html")
def alert_line(text: str, action: Link, tone: Tone = "warn", mute_url: str = "") -> Shown:
    """Say what falls due in a sentence with one action; muting asks for reason and date elsewhere."""
    return {"text": text, "action": action, "tone": tone, "mute_url": mute_url}


@register.simple_block_tag
def empty_state(content: str, title: str, advice: str = "", icon: str = "inbox") -> str:
    """Say why there is nothing and what to do next; the block holds the ways on."""
    shown = {
        "title": title,
        "advice": advice,
        "icon": icon,
        "actions": content,
        "has_actions": bool(content.strip()),
    }
    return render_to_string("ui/parts/empty_state.html", shown)


@register.inclusion_tag("ui/parts/as_of_bar.html")
def as_of_bar(as_of: AsOf, back_url: str = "?") -> Shown:
    """Warn that the page shows another day than today, with the way back."""
    return {"as_of": as_of, "back_url": back_url}


@register.inclusion_tag("ui/parts/clause_popover.html")
def clause_popover(number: str, text: str, document: str = "", url: str = "") -> Shown:
    """Open the words of a clause where it is cited."""
    return {"number": number, "text": text, "document": document, "url": url}


@register.simple_block_tag
def print_sheet(
    content: str,
    title: str,
    version: str,
    number: str = "",
    office: str = "",
    signatures: Sequence[Signature] = (),
) -> str:
    """Lay the block out as an official A4 form with places to sign and seal, its version and its number."""
    shown = {"title": title, "version": version, "number": number, "office": office, "signatures": signatures}
    return render_to_string("ui/parts/print_sheet.html", {**shown, "content": content})


@register.inclusion_tag("ui/parts/toast.html", takes_context=True)
def toast(context: Context, text: str, undo_url: str = "") -> Shown:
    """Say what was done; for eight seconds it can be undone when there is an address for it."""
    return {"text": text, "undo_url": undo_url, "csrf_token": context.get("csrf_token")}


@register.simple_block_tag
def state(content: str, words: str, plain: bool = False) -> str:
    """Show a component in one state under its words, in the gallery."""
    return render_to_string("ui/parts/state.html", {"words": words, "content": content, "plain": plain})
