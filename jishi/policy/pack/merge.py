"""Inheritance: lays the files of a pack over those of its parents, key by key.

Named things (facts, parameters, tables, list items, flows, quota rules, checks, documents) keep the keys
the upper pack wrote and the lower one does not; a formula is one sentence and is replaced whole; worked
cases are a pack's own. Later parents override earlier ones, and the pack itself overrides all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jishi.policy.errors import Place
from jishi.policy.pack.problems import Problems
from jishi.policy.pack.shape import BLANK
from jishi.policy.pack.source import Map, Seq

MANIFEST, DOCUMENTS, FACTS, PARAMETERS = "包.yaml", "文件.yaml", "事实.yaml", "参数.yaml"
TABLES, FORMULAS, GRADE, PAY = "表.yaml", "公式.yaml", "等级.yaml", "工资.yaml"
QUOTA, CHECKS, LISTS, FLOWS, CASES = "员额.yaml", "检查.yaml", "清单.yaml", "流程.yaml", "算例.yaml"

_KIND_KEYS = ("类型", "取值", "多选")
_VALUE_KEYS = ("示例", "推算")

Merge = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one pack as read, before any inheritance."""

    code: str
    root: Path
    files: Mapping[str, Any]
    sources: tuple[str, ...]


def identity(item: Any) -> str | None:
    """What makes an item the same item in parent and child; nothing for one whose name is still 待填."""
    if not isinstance(item, Map):
        return None
    names = (item.get(key) for key in ("代码", "名称", "号"))
    return next((name for name in names if isinstance(name, str) and name != BLANK), None)


def _entry(below: Any, above: Any, *, inner: Mapping[str, Merge] | None = None) -> Any:
    if not (isinstance(below, Map) and isinstance(above, Map)):
        return above
    result = Map(above.place)
    for source in (below, above):
        for key, value in source.items():
            merge = (inner or {}).get(key)
            merged = merge(result[key], value) if merge and key in result else value
            result.put(key, merged, source.places[key])
    return result


def _named(below: Any, above: Any, *, each: Merge) -> Any:
    if not (isinstance(below, Map) and isinstance(above, Map)):
        return above
    return _entry(below, above, inner=dict.fromkeys(above, each))


def _items(below: Any, above: Any, *, each: Merge) -> Any:
    if not (isinstance(below, Seq) and isinstance(above, Seq)):
        return above
    result = Seq(above.place)
    where: dict[str, int] = {}
    for source in (below, above):
        for item, place in zip(source, source.places, strict=True):
            name = identity(item)
            if name in where:
                index = where[name]
                result[index], result.places[index] = each(result[index], item), place
                continue
            if name is not None:
                where[name] = len(result)
            result.put(item, place)
    return result


def _filtered(content: Map, keep: Callable[[str], bool]) -> Map:
    kept = Map(content.place)
    for key, value in content.items():
        if keep(key):
            kept.put(key, value, content.places[key])
    return kept


def rewrite(below: Any, above: Any) -> Any:
    """A new kind displaces the old kind's keys, a new value what was said of the old value."""
    if not (isinstance(below, Map) and isinstance(above, Map)):
        return above
    stale: tuple[str, ...] = _KIND_KEYS if any(key in above for key in _KIND_KEYS) else ()
    stale += _VALUE_KEYS if "值" in above else ()
    return _entry(_filtered(below, lambda key: key not in stale), above)


def _replace(_below: Any, above: Any) -> Any:
    return above


_RULES: dict[str, Merge] = {
    MANIFEST: partial(_entry, inner={"用语": _entry}),
    DOCUMENTS: partial(_items, each=partial(_entry, inner={"条款": partial(_items, each=_entry)})),
    FACTS: partial(_named, each=rewrite),
    PARAMETERS: partial(_named, each=rewrite),
    TABLES: partial(_named, each=rewrite),
    FORMULAS: partial(_items, each=_replace),
    GRADE: _entry,
    PAY: partial(_entry, inner={"角色": _entry, "项目": partial(_items, each=_entry)}),
    QUOTA: partial(_items, each=_entry),
    CHECKS: partial(_items, each=_entry),
    LISTS: partial(_named, each=partial(_items, each=_entry)),
    FLOWS: partial(_items, each=partial(_entry, inner={"步骤": partial(_items, each=_entry)})),
}


def merge_folders(lineage: list[Folder]) -> Map:
    """One tree, file name → content, from the packs of a lineage, outermost first."""
    tree = Map(Place(lineage[-1].code))
    for folder in lineage:
        for file, content in folder.files.items():
            shared = _heritable(file, content) if folder is not lineage[-1] else content
            if shared is not None:
                merged = _RULES.get(file, _replace)(tree[file], shared) if file in tree else shared
                tree.put(file, merged, Place(f"{folder.code}/{file}", 1))
    return tree


def _heritable(file: str, content: Any) -> Any:
    """What of a file a child inherits: all of it, but of 包.yaml only the wording, of the cases nothing."""
    if file == CASES:
        return None
    if file == MANIFEST:
        return _filtered(content, lambda key: key in ("用语", "框架"))
    return content


def things(folder: Folder) -> Iterator[tuple[str, str, Place, Any]]:
    """Every named thing a pack writes itself: its section, its name, where it stands, what is written."""
    for file, content in folder.files.items():
        section = file.removesuffix(".yaml")
        if file == LISTS and isinstance(content, Map):
            for name, items in content.items():
                for each, place, item in _identified(items):
                    yield section, f"{name}/{each}", place, item
        elif isinstance(content, Seq):
            for each, place, item in _identified(content):
                yield section, each, place, item
        elif isinstance(content, Map) and file != MANIFEST:
            for each, item in content.items():
                yield section, each, content.places[each], item


def _identified(items: Any) -> Iterator[tuple[str, Place, Any]]:
    for item, place in zip(items, items.places, strict=True) if isinstance(items, Seq) else ():
        name = identity(item)
        if name is not None:
            yield name, place, item


def check_unique(content: Any, problems: Problems) -> None:
    """Two items of one list under one name would silently become one: refuses them."""
    if isinstance(content, Map):
        for value in content.values():
            check_unique(value, problems)
    elif isinstance(content, Seq):
        seen: dict[str, Place] = {}
        for item, place in zip(content, content.places, strict=True):
            check_unique(item, problems)
            name = identity(item)
            if name in seen:
                remedy = f"上一处在第{seen[name].line}行，请只留一处或换一个名称"
                problems.add(f"「{name}」写了两次", remedy, place)
            elif name is not None:
                seen[name] = place
