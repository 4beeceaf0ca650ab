"""Checks that the parts of a pack fit one another: whatever one names, another must define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from jishi.policy.errors import Place, did_you_mean
from jishi.policy.pack.model import BLANK, Citation, Pack
from jishi.policy.pack.problems import Problems
from jishi.policy.pack.shape import Entry

PROMOTION_EFFECTS = ("当月", "次月", "次年一月")
ROUNDINGS = ("向下", "向上", "四舍五入")


def check_pack(pack: Pack, problems: Problems) -> None:
    """Reports every citation of a clause that does not exist and every name nothing answers to."""
    _check_citations(pack, problems)
    names = _Names(pack, problems)
    names.check_grade()
    names.check_pay()
    names.check_standards()
    names.check_lists()


def _check_citations(pack: Pack, problems: Problems) -> None:
    known = {clause.ref for document in pack.documents.values() for clause in document.clauses}
    for citation, place in _citations(pack):
        for ref in citation.refs:
            if ref not in known:
                code = ref.partition("/")[0]
                clauses = [each for each in known if each.startswith(f"{code}/")]
                remedy = did_you_mean(ref, clauses or pack.documents) or "请先在 文件.yaml 中写出这一条"
                problems.add(f"依据「{ref}」不存在", remedy, place)


def _citations(pack: Pack) -> Iterator[tuple[Citation, Place]]:
    for parameter in pack.parameters.values():
        yield parameter.citation, parameter.place
        yield from ((value.citation, value.place) for value in parameter.values)
    for table in pack.tables.values():
        yield table.citation, table.place
        for version in table.versions:
            cells = [*version.cells.values(), *(row.cell for row in version.thresholds)]
            yield from ((cell.citation, cell.place) for cell in cells)
    yield from ((fact.citation, fact.place) for fact in pack.facts.values())
    yield from ((formula.citation, formula.place) for formula in pack.formulas.values())
    rules = (pack.grade, pack.pay, pack.lists, *pack.quota, *pack.checks, *pack.flows, *pack.frames)
    for rule in rules:
        yield from _entry_citations(rule)


def _entry_citations(entry: Any) -> Iterator[tuple[Citation, Place]]:
    if isinstance(entry, tuple):
        for each in entry:
            yield from _entry_citations(each)
    elif isinstance(entry, Entry):
        for each in fields(entry):
            value = getattr(entry, each.name)
            if isinstance(value, Citation):
                yield value, entry.place_of("依据")
            else:
                yield from _entry_citations(value)


class _Names:
    """The names a pack defines, and the complaints about those it does not."""

    def __init__(self, pack: Pack, problems: Problems) -> None:
        self.pack, self.problems = pack, problems

    def need(self, name: str | None, known: Iterable[str], what: str, entry: Entry, key: str) -> None:
        """`name` (unless absent or 待填) must be among `known`, which are `what`."""
        if name is None or name == BLANK or name in known:
            return
        listed = list(known)
        remedy = did_you_mean(name, listed) or f"请先定义它，或改用已有的{what}"
        self.problems.add(f"「{key}」写的「{name}」不是{what}", remedy, entry.place_of(key))

    def need_parameter(self, value: int | str | None, entry: Entry, key: str) -> None:
        """A number stands for itself; a text must name a parameter."""
        if isinstance(value, str):
            self.need(value, self.pack.parameters, "数或参数名", entry, key)

    @property
    def quantities(self) -> tuple[str, ...]:
        return (*self.pack.formulas, *self.pack.facts)

    def check_grade(self) -> None:
        grade = self.pack.grade
        if grade is None:
            return
        for name, key in (
            (grade.grade, "等级"),
            (grade.post_class, "岗位类别"),
            (grade.coefficient, "系数"),
        ):
            self.need(name, self.quantities, "公式或事实", grade, key)
        for name, key in ((grade.start, "起点"), (grade.cap, "上限")):
            self.need(name, self.pack.tables, "表", grade, key)
        effects = (*PROMOTION_EFFECTS, *self.pack.parameters)
        self.need(grade.promotion_effect, effects, "当月、次月、次年一月或参数名", grade, "晋级生效")
        ladder = grade.ladder
        if ladder is not None:
            self.need(ladder.step_months, self.pack.parameters, "参数", ladder, "晋级月数")
            self.need(ladder.excellent_shortens, self.pack.parameters, "参数", ladder, "优秀缩短")
            for result in ladder.freezing:
                self.need(result, self._results(), "考核结果", ladder, "冻结")
        for speed_up in grade.speed_ups:
            for fact in speed_up.changes:
                self.need(fact, self.pack.facts, "事实", speed_up, "改")

    def _results(self) -> tuple[str, ...]:
        return tuple(result.name for result in self.pack.lists.assessment_results)

    def check_pay(self) -> None:
        pay = self.pack.pay
        if pay is None:
            return
        roles = pay.roles
        for name, key in (
            (roles.grade, "等级"),
            (roles.coefficient, "系数"),
            (roles.post_class, "岗位类别"),
            (roles.gross, "应发"),
            (roles.deductions, "扣缴"),
            (roles.net, "实发"),
            (roles.employer_cost, "用工成本"),
        ):
            self.need(name, self.quantities, "公式或事实", roles, key)
        for item in pay.items:
            self.need(item.name, self.pack.formulas, "公式", item, "名称")

    def check_standards(self) -> None:
        for quota in self.pack.quota:
            self.need(quota.ceiling, self.pack.parameters, "参数", quota, "封顶")
            if not (quota.lower or quota.upper or quota.approved):
                what = f"员额「{quota.name}」没有写「下限」「上限」或「核定」"
                self.problems.add(what, "至少写一个公式，尚未决定的写「待填」", quota.place)
        for check in self.pack.checks:
            self.need(check.base, self.pack.parameters, "参数", check, "基准")
            self.need(check.multiple, self.pack.parameters, "参数", check, "倍数")
            self.need(check.tolerance, self.pack.parameters, "参数", check, "容差")
            if check.condition is None and check.amount is None:
                self.problems.add(f"检查「{check.name}」没有写「条件」或「量」", "请写一个公式", check.place)
        for flow in self.pack.flows:
            for step in flow.steps:
                self.need_parameter(step.days, step, "天数")

    def check_lists(self) -> None:
        lists = self.pack.lists
        for item, value, key in self._counted():
            self.need_parameter(value, item, key)
        units = [unit.name for unit in lists.review_units]
        for disqualifier in lists.disqualifiers:
            for unit in disqualifier.examined_by:
                self.need(unit, units, "联审单位", disqualifier, "核查")
        rules = [rule.code for rule in lists.exit_rules]
        for ground in lists.exit_grounds:
            self.need(ground.rule, rules, "退出规则", ground, "规则")
        channels = [channel.name for channel in lists.entry_channels]
        scoped: list[tuple[Entry, tuple[str, ...]]] = [(each, each.channels) for each in lists.exit_grounds]
        scoped += [(each, each.channels) for each in lists.eligibility]
        for entry, named in scoped:
            for channel in named:
                self.need(channel, channels, "进入渠道", entry, "适用渠道")
        post_class = self.pack.grade.post_class if self.pack.grade else "岗位类别"
        if post_class in self.pack.facts:
            classes = self.pack.facts[post_class].type.domain
            for mapped in lists.position_classes:
                self.need(mapped.post_class, classes, "岗位类别", mapped, "岗位类别")
        for selection in lists.selections:
            self.need(selection.ratio, self.pack.parameters, "参数", selection, "比例")
            roundings = (*ROUNDINGS, *self.pack.parameters)
            self.need(selection.rounding, roundings, "取整方式或参数名", selection, "取整")

    def _counted(self) -> Iterator[tuple[Entry, int | str | None, str]]:
        """Every place of the lists that holds a number or a parameter's name."""
        lists = self.pack.lists
        for rule in lists.exit_rules:
            yield rule, rule.times, "次数"
        for cadence in lists.training_cadences:
            yield cadence, cadence.interval_months, "间隔月数"
            yield cadence, cadence.times, "次数"
        for ratio in lists.reserve_ratios:
            yield ratio, ratio.lower, "下限倍数"
            yield ratio, ratio.upper, "上限倍数"
        for scheme in lists.assessment_schemes:
            yield scheme, scheme.weight, "权重"
        for structure in lists.structure_targets:
            for target in structure.targets:
                yield target, target.value, "值"
        for preference in lists.preferences:
            yield preference, preference.order, "次序"
        for station in lists.career_paths:
            yield station, station.order, "次序"
