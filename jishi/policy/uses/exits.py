"""Exit rules of a pack found in the assessments of everyone (R-183…R-185). A finding is never a dismissal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from jishi.policy.decisions.leaving import ExitFinding, ExitKind, ExitRule, Verdict, exit_finding
from jishi.policy.pack.lists.conduct import ExitRule as WrittenRule
from jishi.policy.pack.model import BLANK, Pack
from jishi.policy.period import Span
from jishi.policy.records import Records
from jishi.policy.uses.values import all_made, whole, word

KINDS = tuple(ExitKind)


@dataclass(frozen=True, slots=True)
class ExitHit:
    """One person and one rule of the pack, with the finding."""

    worker_id: str
    name: str
    rule: str
    treatment: str
    clauses: tuple[str, ...]
    finding: ExitFinding


def exit_rule(pack: Pack, written: WrittenRule, on: date) -> ExitRule:
    """A rule as written, with its number of years and the names of its levels looked up.

    Errors: BlankError when the number or the way of counting is 待填.
    """
    kind = ExitKind(word(pack, written.method, KINDS, on, f"{written.name}·方式"))
    times = whole(pack, written.times, on, f"{written.name}·次数")
    names = [each.name for each in pack.lists.assessment_results if each.level in written.levels]
    known = "或".join(name for name in names if name != BLANK)
    rule = ExitRule(kind, times, frozenset(written.levels))
    return replace(rule, result=known) if known else rule


def exit_hits(pack: Pack, records: Records, on: date) -> tuple[ExitHit, ...]:
    """Everyone whose assessments meet an exit rule of the pack on a day.

    Errors: BlankError when a rule's number of years is 待填.
    """
    return tuple(hit for hit in judge_exits(pack, records, on) if hit.finding.verdict is Verdict.MET)


def judge_exits(pack: Pack, records: Records, on: date) -> Iterator[ExitHit]:
    """Every person of the records who has an assessment, by every exit rule of the pack.

    Errors: BlankError when a rule's number of years is 待填.
    """
    rules = all_made(partial(exit_rule, pack, written, on) for written in pack.lists.exit_rules)
    levels = {each.name: each.level for each in pack.lists.assessment_results}
    names = dict(records.people.select("worker_id", "name").iter_rows())
    terms = dict(_terms(records, on))
    results: dict[str, dict[int, int | None]] = {}
    for worker, year, result in records.assessments.select("worker_id", "year", "result").iter_rows():
        if worker in names:
            results.setdefault(worker, {})[year] = levels.get(result)
    for written, rule in zip(pack.lists.exit_rules, rules, strict=True):
        for worker, years in results.items():
            finding = exit_finding(rule, years, terms.get(worker))
            yield ExitHit(
                worker, names[worker], written.name, written.treatment, written.citation.refs, finding
            )


def _terms(records: Records, on: date) -> Iterator[tuple[str, Span]]:
    """The terms each person holds on a day, the latest begun last: the appointments in force."""
    columns = ("worker_id", "valid_from", "valid_before")
    appointed = records.appointments.select(columns).sort("valid_from", nulls_last=True, maintain_order=True)
    for worker, begun, ended in appointed.iter_rows():
        if begun is not None and begun <= on and (ended is None or on < ended):
            yield worker, Span(begun, ended)
