"""Compiling all a pack says, so that nothing wrong in it waits for the day somebody needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from jishi.policy.errors import FactError, PackError
from jishi.policy.facts import FactSource
from jishi.policy.pack.model import BLANK, Entity, FactDeclaration, Formula, Pack
from jishi.policy.pack.shape import Citation, Entry
from jishi.policy.plan import compile_plan
from jishi.policy.uses.conditions import condition_formulas
from jishi.policy.uses.grade import grade_plan
from jishi.policy.uses.pay import pay_plan
from jishi.policy.uses.prospects import hold_formulas
from jishi.policy.uses.quota import quota_formulas

EACH_COMMUNITY = "每社区"


def compile_everything(pack: Pack) -> tuple[PackError, ...]:
    """Every error that compiling the pack brings to light, each once."""
    errors: dict[str, PackError] = {}
    for work in _works(pack):
        try:
            work()
        except PackError as error:
            errors.setdefault(str(error), error)
    return tuple(errors.values())


def _works(pack: Pack) -> Iterator[Callable[[], object]]:
    for fact in pack.facts.values():
        yield partial(_know_source, fact)
    for formula in pack.formulas.values():
        yield partial(compile_plan, pack, [formula.name], entity=formula.entity)
    for extra in _further_formulas(pack):
        yield partial(compile_plan, pack, (), entity=extra.entity, extra=[extra])
    if pack.grade:
        yield partial(grade_plan, pack)
    if pack.pay:
        yield partial(pay_plan, pack)


def _know_source(fact: FactDeclaration) -> None:
    """A misspelt fact would otherwise be one that nobody's records ever state."""
    try:
        FactSource(fact.name, fact.source, fact.effect, fact.entity)
    except FactError as error:
        raise PackError(error.what, error.remedy, fact.place) from None


def _further_formulas(pack: Pack) -> Iterator[Formula]:
    """The formulas that stand in rules and lists."""
    yield from condition_formulas(pack).values()
    if pack.grade:
        yield from hold_formulas(pack).values()
    for rule in pack.quota:
        yield from quota_formulas(rule).values()
    for check in pack.checks:
        entity = Entity.COMMUNITY if check.method == EACH_COMMUNITY else Entity.PERSON
        yield from _written("检查", check.name, (check.condition, check.amount), check, entity)
    lists = pack.lists
    for scope in lists.scope_rules:
        yield from _written("范围规则", scope.name, (scope.condition,), scope)
    for cadence in lists.training_cadences:
        yield from _written("培训周期", cadence.name, (cadence.applies,), cadence)
    for target in lists.structure_targets:
        yield from _written("结构目标", target.name, (target.measure, target.applies), target)


def _written(
    kind: str, name: str, texts: tuple[str | None, ...], entry: Entry, entity: Entity = Entity.PERSON
) -> Iterator[Formula]:
    for place, text in enumerate(texts, 1):
        if text and text != BLANK:
            yield Formula(f"{kind}·{name}·{place}", entity, text, Citation(), place=entry.place)
