"""Everything a pack writes in the formula language, and every clause it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from jishi.policy.pack.model import BLANK, Citation, Entity, Formula, Pack
from jishi.policy.uses.conditions import condition_formulas
from jishi.policy.uses.prospects import hold_formulas
from jishi.policy.uses.quota import quota_formulas


def person_formulas(pack: Pack) -> Iterator[Formula]:
    """Conditions, preconditions, scope rules, cadences, structure targets and checks about people."""
    yield from condition_formulas(pack).values()
    yield from hold_formulas(pack).values() if pack.grade else ()
    texts = {
        **{f"范围·{each.name}": each.condition for each in pack.lists.scope_rules},
        **{f"培训·{each.name}": each.applies for each in pack.lists.training_cadences},
        **{f"指标·{each.name}": each.measure for each in pack.lists.structure_targets},
        **{f"适用·{each.name}": each.applies for each in pack.lists.structure_targets},
        **{f"检查·{each.name}": each.condition for each in pack.checks if each.method == "每人"},
        **{f"均量·{each.name}": each.amount for each in pack.checks if each.method == "平均"},
    }
    yield from _formulas(texts, Entity.PERSON)


def community_formulas(pack: Pack) -> Iterator[Formula]:
    """Quota standards, selection bases and checks about communities."""
    for rule in pack.quota:
        yield from quota_formulas(rule).values()
    texts = {
        **{f"基数·{each.name}": each.base for each in pack.lists.selections},
        **{f"检查·{each.name}": each.condition for each in pack.checks if each.method == "每社区"},
    }
    yield from _formulas(texts, Entity.COMMUNITY)


def _formulas(texts: Mapping[str, str | None], entity: Entity) -> Iterator[Formula]:
    for name, text in texts.items():
        if text not in (None, BLANK):
            yield Formula(name, entity, str(text), Citation(("测试/一",)))


def citations(part: object) -> Iterator[Citation]:
    """Every citation in and below a part of a pack."""
    if isinstance(part, Citation):
        yield part
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from citations(each)
    elif isinstance(part, tuple):
        for each in part:
            yield from citations(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from citations(getattr(part, field.name))
