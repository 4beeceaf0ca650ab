"""A pack as a text to read: what each clause became, what is in force, and where every value comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from jishi.policy.money import show_yuan
from jishi.policy.pack.blanks import label
from jishi.policy.pack.model import BEGINNING, BLANK, Cell, DatedValue, Mark, Pack, Parameter, Table
from jishi.policy.pack.quantity import RATE, ValueType, show_value
from jishi.policy.pack.rules import Flow
from jishi.policy.pack.shape import Entry, written_keys

DECLARED_ONLY = "仅宣示"
UNTOLD = ("依据", "示例", "代码", "名称")


def pack_report(pack: Pack, on: date | None) -> Iterator[str]:
    """The lines of the report; with a day, only the values in force on it."""
    yield from _head(pack)
    yield from _clauses(pack)
    sections: Mapping[str, Iterable[str]] = {
        "事实": (_fact(pack, name) for name in pack.facts),
        "参数": (line for each in pack.parameters.values() for line in _parameter(pack, each, on)),
        "表": (line for each in pack.tables.values() for line in _table(pack, each, on)),
        "公式": (line for name in pack.formulas for line in _formula(pack, name)),
        "等级": _rule(pack.grade),
        "工资": _rule(pack.pay),
        "员额": (_entry(each) for each in pack.quota),
        "检查": (_entry(each) for each in pack.checks),
        "清单": _lists(pack),
        "流程": (line for each in pack.flows for line in _flow(each)),
    }
    for title, lines in sections.items():
        told = list(lines)
        if told:
            yield from ("", f"【{title}】", *told)
    yield ""
    yield f"算例 {len(pack.cases)} 个；待填 {len(pack.blanks(on or date.max))} 项"


def _head(pack: Pack) -> Iterator[str]:
    yield f"{pack.title}（{pack.code}）　{pack.category}　{pack.region}".rstrip("　")
    for title, text in (
        ("说明", pack.note),
        ("适用", pack.applies),
        ("继承", " → ".join(pack.lineage)),
        ("用语", "、".join(f"{name}称{word}" for name, word in pack.wording.items())),
    ):
        if text:
            yield f"  {title}　{text}"
    for version in pack.versions:
        yield f"  版本　第{version.number}版，{version.since} 起　{version.note}".rstrip("　")
    for frame in pack.frames:
        yield f"  {frame.title}　{'、'.join(frame.subjects)}"


def _clauses(pack: Pack) -> Iterator[str]:
    own = [each for each in pack.documents.values() if _written_here(pack, each.code)]
    inherited = [each for each in pack.documents.values() if each not in own]
    for title, documents in (("文件", own), ("继承的文件", inherited)):
        every = [clause for document in documents for clause in document.clauses]
        done = sum(clause.status != DECLARED_ONLY for clause in every)
        if every:
            yield from ("", f"【{title}】{len(every)} 条中 {done} 条已落地")
        for document in documents:
            since = f"，{document.effective_on} 起施行" if document.effective_on else ""
            yield f"  {document.code}　{document.title}（{document.number}，{document.category}{since}）"
            yield from (f"    {each.number}　[{each.status}] {each.summary}" for each in document.clauses)


def _written_here(pack: Pack, code: str) -> bool:
    origin = pack.origins.get(f"文件:{code}")
    return origin is None or origin.mark is not Mark.INHERITED


def _origin(pack: Pack, section: str, name: str) -> str:
    origin = pack.origins.get(f"{section}:{name}")
    if origin is None:
        return ""
    return f"[{origin.mark}自 {origin.pack}]" if origin.mark is Mark.INHERITED else f"[{origin.mark}]"


def _fact(pack: Pack, name: str) -> str:
    fact = pack.facts[name]
    source = f"来源 {fact.source}" if fact.source != name else ""
    parts = (f"  {name}", _range(fact.type), source, fact.note, _origin(pack, "事实", name))
    return "　".join(part for part in parts if part)


def _range(kind: ValueType) -> str:
    if kind.domain:
        return "、".join(kind.domain)
    return f"{show_value(kind, kind.lo)}～{show_value(kind, kind.hi)}"


def _parameter(pack: Pack, parameter: Parameter, on: date | None) -> Iterator[str]:
    values = parameter.values
    if on is not None:
        in_force = parameter.at(on)
        values = (in_force,) if in_force else ()
    yield f"  {parameter.name}　{_origin(pack, '参数', parameter.name)}　依据 {parameter.citation}"
    for value in values:
        yield f"    {_dated(parameter, value)}"


def _dated(parameter: Parameter, value: DatedValue) -> str:
    shown = f"{BLANK}：{parameter.question}" if value.raw is None else show_value(parameter.type, value.raw)
    since = "" if value.valid_from == BEGINNING else f"（{value.valid_from} 起）"
    return f"{shown}{since}{_marks(value.sample, value.inferred)}"


def _marks(sample: str | None, inferred: str | None) -> str:
    marks = (f"　示例值：{sample}" if sample else "", f"　推算，待确认：{inferred}" if inferred else "")
    return "".join(marks)


def _table(pack: Pack, table: Table, on: date | None) -> Iterator[str]:
    keys = f"[{'，'.join(table.keys)}]" if table.keys else ""
    yield f"  {table.name}{keys}　{table.mode}　{_origin(pack, '表', table.name)}　依据 {table.citation}"
    in_force = table.at(on) if on else None
    for version in table.versions if on is None else filter(None, (in_force,)):
        if version.valid_from != BEGINNING:
            yield f"    {version.valid_from} 起："
        for name, cell in table.labelled_cells(version):
            yield f"    {name}　{_cell(table, cell)}"
        for row in version.brackets:
            rate = show_value(RATE, row.rate)
            yield f"    超过 {show_yuan(row.over)}　税率 {rate}，速算扣除数 {show_yuan(row.quick)}"


def _cell(table: Table, cell: Cell) -> str:
    shown = BLANK if cell.raw is None else show_value(table.type, cell.raw)
    return f"{shown}{_marks(cell.sample, None)}"


def _formula(pack: Pack, name: str) -> Iterator[str]:
    formula = pack.formulas[name]
    unit = f"（{formula.unit}）" if formula.unit else ""
    parts = (f"  {name}{unit}", formula.note, _origin(pack, "公式", name), f"依据 {formula.citation}")
    yield "　".join(part for part in parts if part)
    condition = f"；仅当 {formula.only_if}" if formula.only_if else ""
    rounding = f"；{formula.rounding}" if formula.rounding else ""
    yield f"    ＝ {formula.text}{rounding}{condition}"


def _rule(rule: Entry | None) -> Iterator[str]:
    for key, value in rule.written.items() if rule else ():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"  {key}"
            yield from (f"    {_pairs(each)}" for each in value)
        else:
            yield f"  {key}　{_text(value)}"


def _entry(entry: Entry) -> str:
    """An entry as it is written, under its code or name."""
    name = entry.written.get("名称", "")
    title = label(entry) if name in ("", label(entry)) else f"{label(entry)}　{name}"
    told = [f"{key} {_text(value)}" for key, value in entry.written.items() if key not in UNTOLD]
    sample = entry.written.get("示例")
    cited = f"依据 {_text(entry.written.get('依据', '—'))}"
    return "　".join((f"  {title}", *told, cited)) + _marks(sample, None)


def _text(node: Any) -> str:
    if isinstance(node, dict):
        return f"（{_pairs(node)}）"
    return "、".join(map(_text, node)) if isinstance(node, list) else str(node)


def _pairs(node: Mapping[str, Any]) -> str:
    return "；".join(f"{key} {_text(value)}" for key, value in node.items())


def _lists(pack: Pack) -> Iterator[str]:
    kind: Any = type(pack.lists)
    for field, title in written_keys(kind):
        items = getattr(pack.lists, field)
        if items:
            yield f"  {title}（{len(items)}）"
            yield from (f"  {_entry(item)}" for item in items)


def _flow(flow: Flow) -> Iterator[str]:
    yield f"  {flow.name}　{f'适用 {flow.applies}　' if flow.applies else ''}依据 {flow.citation}"
    for number, step in enumerate(flow.steps, 1):
        days = f"{step.days}天" if isinstance(step.days, int) else f"时限{step.days}" if step.days else ""
        back = f"退回{step.returns_to}" if step.returns_to else ""
        how = "，".join(part for part in (step.role, step.level, days, back) if part)
        yield f"    {number}. {step.name}（{how}）　依据 {step.citation}"
