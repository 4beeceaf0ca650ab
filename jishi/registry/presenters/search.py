"""What the search shows of people, places, pages and things to do; never more than a list would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, TypedDict

from django.urls import NoReverseMatch, reverse
from pypinyin import Style, lazy_pinyin

from jishi.access.enums import FieldGroup, Level, Permission
from jishi.access.permissions import Sight
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.enums import ChangeKind, Keeper, Presence
from jishi.registry.models import Standing
from jishi.registry.presenters.changes import BATCH_KINDS, level_refusal
from jishi.registry.presenters.links import PersonLinks
from jishi.ui.frame import NavItem

MOST: Final = 8


class Item(TypedDict):
    """One line of the search."""

    label: str
    note: str
    hint: str
    url: str


class Group(TypedDict):
    """Lines of one sort."""

    label: str
    items: list[Item]


def group(label: str, items: Iterable[Item]) -> Group:
    """Some lines under a heading, eight at most."""
    return {"label": label, "items": list(items)[:MOST]}


def people(sight: Sight, found: Sequence[Standing]) -> list[Item]:
    """People by name, post and community; the tail of the ID number where the role sees it."""
    links = PersonLinks.made()
    return [
        {
            "label": standing.name,
            "note": " · ".join(part for part in (standing.position, standing.unit.name) if part),
            "hint": _hint(sight, standing),
            "url": links.of(standing.person.uid).person,
        }
        for standing in found
    ]


def _hint(sight: Sight, standing: Standing) -> str:
    """What tells two of the same name apart."""
    if standing.presence != Presence.PRESENT:
        return str(Presence(standing.presence).label)
    kept = standing.keeper == Keeper.DISTRICT
    if sight.level(FieldGroup.IDENTIFIERS, kept_by_district=kept) < Level.TAIL:
        return ""
    return f"尾号 {standing.id_number_tail[-4:]}"


def places(sight: Sight, found: Sequence[Unit]) -> list[Item]:
    """Streets and communities; each leads to its people, where the role has a roster."""
    if not sight.may(Permission.ROSTER_VIEW):
        return []
    roster = reverse("registry:roster")
    return [
        {
            "label": unit.name,
            "note": unit.parent.name if unit.parent else "",
            "hint": UnitKind(unit.kind).label,
            "url": f"{roster}?{_asked(unit)}",
        }
        for unit in found
    ]


def _asked(unit: Unit) -> str:
    if unit.kind == UnitKind.STREET:
        return f"street={unit.pk}"
    return f"community={unit.parent_id if unit.kind == UnitKind.GRID else unit.pk}"


def pages(sight: Sight, menu: Sequence[NavItem], text: str) -> list[Item]:
    """The pages of the menu and what may be done, as far as their words answer to a text."""
    items = [_item(entry.label, "菜单", entry.url) for entry in menu]
    items += _deeds(sight)
    return [item for item in items if _answers(item["label"], text)]


def _deeds(sight: Sight) -> list[Item]:
    if not sight.may(Permission.PERSON_CHANGE):
        return []
    kinds = [kind for kind in ChangeKind if kind in BATCH_KINDS and not level_refusal(sight, kind)]
    deeds = [
        _item("新建异动", "办理", _address("registry:change-new")),
        _item("办理入职", "办理", _address("registry:change-enter")),
        *(_item(f"新建异动：{kind.label}", "办理", _address("registry:change-new")) for kind in kinds),
    ]
    return [deed for deed in deeds if deed["url"]]


def _item(label: str, hint: str, url: str) -> Item:
    return {"label": label, "note": "", "hint": hint, "url": url}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _answers(label: str, text: str) -> bool:
    """Whether a label holds a text, or its pinyin or initials do; everything answers to nothing typed."""
    if not text:
        return True
    typed = text.lower().replace(" ", "")
    return typed in label.lower() or (typed.isascii() and any(typed in word for word in _spelled(label)))


@lru_cache(maxsize=256)
def _spelled(label: str) -> tuple[str, str]:
    """The syllables and the initials of a label."""
    return "".join(lazy_pinyin(label)), "".join(lazy_pinyin(label, style=Style.FIRST_LETTER))
