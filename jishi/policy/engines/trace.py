"""Why a figure is what it is: the steps of one person's calculation as a tree, in the pack's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from jishi.policy.engines.scalar import Registers, missing
from jishi.policy.money import show_yuan
from jishi.policy.pack.model import BEGINNING, RATE_SCALE, Cell, Pack, Table, TableMode, TableVersion
from jishi.policy.pack.quantity import Kind, ValueType, show_value
from jishi.policy.plan import Binding, Compiled, Reference

NO_RESULT = "无结果"


@dataclass(frozen=True, slots=True)
class Step:
    """One quantity of a derivation.

    Shape: `kind` is 公式, 事实, 参数, 表 or 状态; `value` in human units, 无结果 when facts are missing;
           `text` the formula and its rounding; `clauses` the references it rests on; `since` the day
           the dated value came into force; `mark` says 示例值 or 推算 with the origin; `inputs` what it
           was made of.
    """

    kind: str
    name: str
    value: str
    raw: int | None
    text: str = ""
    note: str = ""
    clauses: tuple[str, ...] = ()
    since: date | None = None
    mark: str = ""
    missing: tuple[str, ...] = ()
    inputs: tuple[Step, ...] = ()

    def walk(self) -> Iterator[Step]:
        """This step and all below it, outermost first."""
        yield self
        for step in self.inputs:
            yield from step.walk()


def explain(binding: Binding, pack: Pack, registers: Registers, target: str) -> Step:
    """The derivation of one output from the registers of a scalar run."""
    return explain_all(binding, pack, registers, [target])[0]


def explain_all(
    binding: Binding, pack: Pack, registers: Registers, targets: Iterable[str]
) -> tuple[Step, ...]:
    """The derivations of several outputs; what they share is told once and is the same Step."""
    teller, plan = _Teller(binding, pack, registers), binding.plan
    return tuple(
        teller.formula(plan.formulas[target])
        if target in plan.formulas
        else teller.step(Reference("事实", target, plan.outputs[target]))
        for target in targets
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    binding: Binding
    pack: Pack
    registers: Registers
    told: dict[str, Step] = field(default_factory=dict)

    def step(self, reference: Reference) -> Step:
        match reference.kind:
            case "公式":
                return self.formula(self.binding.plan.formulas[reference.name])
            case "参数":
                return self.parameter(reference)
            case "表":
                return self.table(reference)
            case "状态":
                return self._plain(reference)
        fact = self.pack.facts[reference.name]
        return self._plain(reference, note=fact.note, clauses=fact.citation.refs)

    def _plain(self, reference: Reference, note: str = "", clauses: tuple[str, ...] = ()) -> Step:
        raw = self.registers[reference.register]
        value = self._shown(reference.register)
        name = _carried(reference.name) if reference.kind == "状态" else reference.name
        return Step(reference.kind, name, value, raw, note=note, clauses=clauses)

    def _shown(self, register: int) -> str:
        raw = self.registers[register]
        return NO_RESULT if raw is None else show_value(self.binding.plan.types[register], raw)

    def formula(self, compiled: Compiled) -> Step:
        name = compiled.formula.name
        if name not in self.told:
            self.told[name] = self._formula(compiled)
        return self.told[name]

    def _formula(self, compiled: Compiled) -> Step:
        formula = compiled.formula
        raw = self.registers[compiled.register]
        parts = [formula.text, formula.rounding or "", f"仅当 {formula.only_if}" if formula.only_if else ""]
        return Step(
            kind="公式",
            name=formula.name,
            value=self._shown(compiled.register),
            raw=raw,
            text="；".join(part for part in parts if part),
            note=formula.note,
            clauses=formula.citation.refs,
            missing=missing(self.binding, self.registers, compiled.register),
            inputs=tuple(self.step(reference) for reference in compiled.references),
        )

    def parameter(self, reference: Reference) -> Step:
        value = self.binding.in_force[reference.name]
        return Step(
            kind="参数",
            name=reference.name,
            value=self._shown(reference.register),
            raw=self.registers[reference.register],
            clauses=value.citation.refs or self.pack.parameters[reference.name].citation.refs,
            since=_since(value.valid_from),
            mark=_mark(value.sample, value.inferred),
        )

    def table(self, reference: Reference) -> Step:
        """A table with the row that was hit."""
        base = reference.name.partition("|")[0]
        table, version = self.pack.tables[base], self.binding.versions[base]
        cell: Cell | None = None
        if table.mode is TableMode.LOOKUP:
            labels = self._labels(reference)
            cell = version.cells.get(labels)
            name = f"{table.name}[{'，'.join(labels)}]"
        elif table.mode is TableMode.PROGRESSIVE:
            return self._bracket(reference, version)
        else:
            cell = self._reached(table, version, reference.keys[0])
            name = f"{table.name}（{self._shown(reference.keys[0])}）"
        return Step(
            kind="表",
            name=name,
            value=self._shown(reference.register),
            raw=self.registers[reference.register],
            clauses=(cell.citation.refs if cell else ()) or table.citation.refs,
            since=_since(version.valid_from),
            mark=_mark(cell.sample if cell else None, None),
        )

    def _bracket(self, reference: Reference, version: TableVersion) -> Step:
        amount = self.registers[reference.keys[0]]
        clauses, since = self.pack.tables[reference.name].citation.refs, _since(version.valid_from)
        if amount is None:
            return Step("表", reference.name, NO_RESULT, None, clauses=clauses, since=since)
        bracket = max(
            (each for each in version.brackets if each.over < max(amount, 1)), key=lambda each: each.over
        )
        rate = show_value(ValueType(Kind.NUMBER, scale=RATE_SCALE, unit="%"), bracket.rate)
        value = f"税率 {rate}，速算扣除数 {show_yuan(bracket.quick)}"
        name = f"{reference.name}（{show_yuan(amount)}）"
        return Step("表", name, value, bracket.rate, clauses=clauses, since=since)

    def _reached(self, table: Table, version: TableVersion, key: int) -> Cell | None:
        """The cell of the highest step a number reaches."""
        raw, scale = self.registers[key], self.binding.plan.types[key].scale
        if raw is None:
            return None
        step = 10 ** (table.argument or table.type).scale
        return [row.cell for row in version.thresholds if row.at_least * 10**scale <= raw * step][-1]

    def _labels(self, reference: Reference) -> tuple[str, ...]:
        domains = self.binding.plan.tables[reference.name]
        raws = [self.registers[key] for key in reference.keys]
        return tuple(
            NO_RESULT if raw is None else domain.labels[raw - domain.first]
            for raw, domain in zip(raws, domains, strict=True)
        )


def _since(valid_from: date) -> date | None:
    return None if valid_from == BEGINNING else valid_from


def _carried(key: str) -> str:
    """A state slot in words: 本年累计:应发合计 is what was carried over from the months before."""
    kind, _, name = key.partition(":")
    return f"{name}（上月）" if kind == "上月" else f"{name}（{kind}至上月）"


def _mark(sample: str | None, inferred: str | None) -> str:
    if sample:
        return f"示例值：{sample}"
    return f"推算，待确认：{inferred}" if inferred else ""


def tell(step: Step, *, indent: str = "  ") -> list[str]:
    """The tree as lines of text; what was told once is not told again in full."""
    told: set[str] = set()

    def lines(at: Step, depth: int) -> Iterator[str]:
        yield indent * depth + _line(at)
        if at.kind == "公式" and at.name in told and at.inputs:
            yield indent * (depth + 1) + "（见上）"
            return
        told.add(at.name)
        for part in at.inputs:
            yield from lines(part, depth + 1)

    return list(lines(step, 0))


def _line(step: Step) -> str:
    kind = "" if step.kind == "公式" else f"{step.kind} "
    pieces = [f"{kind}{step.name} = {step.value}"]
    if step.text:
        pieces.append(f"〔{step.text}〕")
    if step.since:
        pieces.append(f"（{step.since} 起）")
    if step.missing:
        pieces.append(f"缺：{'、'.join(step.missing)}")
    if step.clauses:
        pieces.append(f"依据：{'、'.join(step.clauses)}")
    if step.mark:
        pieces.append(step.mark)
    return "  ".join(pieces)
