"""Every shipped pack: compiled to the last condition, cited, asked for where open, proven by its cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from jishi.policy.pack.lists.item import Item
from jishi.policy.pack.loader import list_packs
from jishi.policy.pack.model import Entity, Pack
from jishi.policy.period import Month
from jishi.policy.plan import Binding, bind, compile_plan
from jishi.policy.uses.cases import check_cases
from jishi.policy.uses.climbing import grade_everyone
from jishi.policy.uses.exits import exit_hits
from jishi.policy.uses.explaining import explain_entry, explain_grade, explain_pay
from jishi.policy.uses.grade import grade_plan
from jishi.policy.uses.pay import pay_months, pay_plan
from jishi.policy.uses.quota import quota_everywhere, quota_formulas
from jishi.roster.demo import make_demo
from tests.policy.packs.written import citations, community_formulas, person_formulas
from tests.policy.uses.build import ON, loaded

NAMED = ("huainan", "chuzhou", "longzihu", "wangcheng", "county-rules", "talent-drive", "income-base")
DEMOS = tuple(f"{name}-demo" for name in NAMED)
COMPLETE = ("general-example", "general-example-16", *DEMOS)
DISTRICT = make_demo(45, 11, on=ON)
JANUARY = Month(2026, 1)

every_pack = pytest.mark.parametrize("code", list_packs())
every_named = pytest.mark.parametrize("code", NAMED)
every_complete = pytest.mark.parametrize("code", COMPLETE)


def items(pack: Pack) -> Iterator[Item]:
    """Every item of every list."""
    for field in fields(pack.lists):
        value = getattr(pack.lists, field.name)
        yield from value if isinstance(value, tuple) else ()


def samples(pack: Pack) -> list[str]:
    """The names of all values and items marked 示例值."""
    found = [name for name, each in pack.parameters.items() for value in each.values if value.sample]
    for table in pack.tables.values():
        for version in table.versions:
            found += [f"{table.name}[{key}]" for key, cell in table.labelled_cells(version) if cell.sample]
    return found + [str(item) for item in items(pack) if item.sample]


def test_the_packs_promised_are_shipped() -> None:
    assert set(list_packs()) == {"national", *NAMED, *COMPLETE}


# -- every pack


@every_pack
def test_every_worked_case_comes_out(code: str) -> None:
    pack = loaded(code)

    assert [str(each) for each in check_cases(pack)] == []
    assert pack.cases


@every_pack
def test_every_formula_and_condition_compiles(code: str) -> None:
    pack = loaded(code)
    conditions = {Entity.PERSON: person_formulas(pack), Entity.COMMUNITY: community_formulas(pack)}

    for entity, written in conditions.items():
        names = [name for name, each in pack.formulas.items() if each.entity is entity]
        plan = compile_plan(pack, names, entity=entity, extra=written)
        assert set(names) <= set(plan.outputs)


@every_pack
def test_every_clause_cited_is_in_the_documents(code: str) -> None:
    pack = loaded(code)
    refs = {ref for citation in citations(pack) for ref in citation.refs}

    assert refs
    for ref in refs:
        assert pack.clause(ref).ref == ref


@every_pack
def test_every_blank_has_a_question_of_its_own(code: str) -> None:
    pack = loaded(code)
    blanks = pack.blanks(ON)

    assert all(blank.question for blank in blanks)
    for name, parameter in pack.parameters.items():
        if any(value.raw is None for value in parameter.values):
            assert parameter.question, name
    for name, table in pack.tables.items():
        if list(table.blanks(ON)):
            assert table.question, name


@every_pack
def test_every_blank_says_which_clause_leaves_it_open(code: str) -> None:
    unsaid = {blank.name for blank in loaded(code).blanks(ON) if not blank.clauses}

    assert unsaid <= {"等级/岗位变动"}  # the grade rule as a whole cites nothing


# -- the localities as their documents state them


@every_named
def test_a_locality_holds_nothing_borrowed(code: str) -> None:
    assert samples(loaded(code)) == []


@every_named
def test_a_locality_marks_its_silences(code: str) -> None:
    assert loaded(code).blanks(ON)


@every_named
def test_every_value_a_demo_fills_in_names_its_origin(code: str) -> None:
    named, demo = loaded(code), loaded(f"{code}-demo")
    filled = {
        name
        for name, parameter in named.parameters.items()
        if any(value.raw is None for value in parameter.values)
    }

    for name in filled:
        for value in demo.parameters[name].values:
            assert value.raw is None or value.sample, name


def test_everything_in_the_general_example_names_its_origin() -> None:
    pack = loaded("general-example")

    assert [str(item) for item in items(pack) if not item.sample] == []
    own = [each for each in pack.parameters.values() if each.origin_pack == "general-example"]
    assert own
    assert [each.name for each in own if not all(value.sample for value in each.values)] == []


# -- the complete packs run


def quota_bindings(pack: Pack) -> Iterator[Binding]:
    for rule in pack.quota:
        formulas = quota_formulas(rule).values()
        yield bind(compile_plan(pack, (), entity=Entity.COMMUNITY, extra=formulas), pack, on=ON)


@every_complete
def test_nothing_that_quota_grade_and_pay_need_is_left_open(code: str) -> None:
    pack = loaded(code)

    assert list(quota_bindings(pack))
    bind(grade_plan(pack), pack, on=ON)
    bind(pay_plan(pack), pack, on=ON)


@every_complete
def test_nothing_that_entry_and_exit_need_is_left_open(code: str) -> None:
    exit_hits(loaded(code), DISTRICT, ON)
    explain_entry(loaded(code), DISTRICT, DISTRICT.people["worker_id"][0], JANUARY)


@every_complete
def test_a_demo_district_is_measured_graded_and_paid(code: str) -> None:
    """Everybody has a result but the few whose records lack something, and they are told what."""
    pack = loaded(code)
    grades = grade_everyone(pack, DISTRICT, ON)
    (pay,) = pay_months(pack, DISTRICT, JANUARY, JANUARY)

    assert all(row.quota is not None for each in quota_everywhere(pack, DISTRICT, ON) for row in each.rows)
    assert [row for row in grades.rows if row.proposed is None and not row.missing] == []
    assert sum(row.proposed is not None for row in grades.rows) >= 40
    assert len(pay.finished) >= 40
    assert all(pay.lacking(row) for row in pay.unfinished())
    assert (grades.situation.faults, pay.faults) == ((), ())


@every_complete
def test_grade_and_pay_of_one_person_can_be_told(code: str) -> None:
    """All the speed-ups, preconditions and moves of the pack included."""
    pack = loaded(code)
    worker_id = DISTRICT.people["worker_id"][0]
    told = explain_grade(pack, DISTRICT, worker_id, Month(2026, 11))

    assert told.row.sentence
    assert pack.grade is not None
    assert len(told.prospects) == len(pack.grade.speed_ups)
    assert all(each.sentence for each in told.prospects)
    assert all(each.sentence for each in told.holds)
    assert all(each.sentence for each in told.moves)
    assert all(step.value for step in explain_pay(pack, DISTRICT, worker_id, JANUARY).steps)


def test_the_day_the_figures_are_of_is_in_every_version() -> None:
    for code in list_packs():
        assert all(version.since <= ON for version in loaded(code).versions), code
