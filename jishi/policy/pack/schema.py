"""The shape of every pack file, checked with Chinese messages and published as one JSON Schema.

`python -m jishi.policy.pack.schema` prints the JSON Schema: file name → what the file may hold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, TypeAdapter, ValidationError, WithJsonSchema

from jishi.policy.errors import NOWHERE, LiteralError, Place
from jishi.policy.pack.lists import Lists
from jishi.policy.pack.merge import (
    CASES,
    CHECKS,
    DOCUMENTS,
    FACTS,
    FLOWS,
    FORMULAS,
    GRADE,
    LISTS,
    MANIFEST,
    PARAMETERS,
    PAY,
    QUOTA,
    TABLES,
    identity,
)
from jishi.policy.pack.problems import Problems
from jishi.policy.pack.rules import Check, Flow, Formulas, Frame, GradeRule, PayRule, QuotaRule, Version
from jishi.policy.pack.shape import BEGINNING, Cited, Day, Entry, Text, Texts, Truth, Whole, exactly, key
from jishi.policy.pack.source import Map, Seq

_LITERAL = WithJsonSchema({"type": ["string", "number"]})
Literally = Annotated[Text, _LITERAL]
Literals = Annotated[Texts, WithJsonSchema({"type": ["string", "number", "array"]})]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest(Entry):
    """包.yaml: what the pack is and what it extends."""

    format: Annotated[str, *exactly("1"), key("格式", "格式版本，现为 1")]
    title: Annotated[Text, key("名称")]
    code: Annotated[Text, key("代码", "小写字母、数字和连字符，与文件夹同名")]
    category: Annotated[str, *exactly("基础", "地方", "通用", "叠加", "演示"), key("类别")]
    region: Annotated[str, key("地区")] = ""
    note: Annotated[str, key("说明")] = ""
    parents: Annotated[Texts, key("继承", "上级政策包的代码，后者覆盖前者")] = ()
    applies: Annotated[str, key("适用")] = ""
    wording: Annotated[dict[str, str], key("用语", "通用说法 → 本地说法")] = field(default_factory=dict)
    frames: Annotated[tuple[Frame, ...], key("框架", "本地提法的标题和所含内容")] = ()
    versions: Annotated[tuple[Version, ...], key("版本")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseEntry(Entry):
    """One clause of a document."""

    number: Annotated[Text, key("号")]
    summary: Annotated[Text, key("摘要", "用自己的话概括")]
    status: Annotated[str, *exactly("已参数化", "已流程化", "仅宣示"), key("状态")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry(Entry):
    """One document of 文件.yaml."""

    code: Annotated[Text, key("代码")]
    title: Annotated[Text, key("标题")]
    number: Annotated[Text, key("文号")] = "待填"
    category: Annotated[str, *exactly("主文件", "配套文件", "上位依据", "示例来源"), key("类型")]
    effective_on: Annotated[Day | None, key("施行")] = None
    clauses: Annotated[tuple[ClauseEntry, ...], key("条款")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedEntry(Entry):
    """What facts, parameters and tables share: the type of their values."""

    kind: Annotated[
        str | None, *exactly("是否", "整数", "金额", "比例", "小数", "月份", "选项"), key("类型")
    ] = None
    choices: Annotated[Texts, key("取值", "可选的取值；有序时从低到高")] = ()
    members: Annotated[Texts, key("多选", "可同时具有的取值，从低到高")] = ()
    ordered: Annotated[Truth, key("有序", "取值可以比较大小")] = False
    decimals: Annotated[Whole | None, key("小数位", "比例默认 4 位")] = None
    bounds: Annotated[Literals, key("范围", "[最小, 最大]，用来证明计算不会溢出")] = ()
    unit: Annotated[str, key("单位")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntry(TypedEntry):
    """One fact of 事实.yaml."""

    entity: Annotated[str, *exactly("人员", "社区"), key("对象")] = "人员"
    source: Annotated[str, key("来源", "事实目录中的名称，或花名册、社区")] = ""
    effect: Annotated[str, *exactly("当日", "次月", "次年一月"), key("生效", "变动自何时起计算")] = "当日"
    blank_means: Annotated[Literals | None, key("空白视为", "空白单元格的含义；不写即为缺少")] = None
    note: Annotated[str, key("说明")] = ""
    citation: Annotated[Cited | None, key("依据")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueEntry(Entry):
    """A parameter's value from a day on."""

    since: Annotated[Day, key("自", "自何日起施行；不写即一直如此")] = BEGINNING
    value: Annotated[Literally, key("值")]
    announced: Annotated[Day | None, key("发布", "公布之日，此前尚不知道")] = None
    citation: Annotated[Cited | None, key("依据")] = None
    sample: Annotated[str | None, key("示例", "借用数值的来源；写了即标为示例值")] = None
    inferred: Annotated[str | None, key("推算", "推算的理由；写了即标为推算，待确认")] = None


def _dated(value: Any) -> Any:
    """A plain literal is a value in force from the beginning."""
    if not isinstance(value, str):
        return value
    since_ever, values = Map(), Seq()
    since_ever.put("值", value, NOWHERE)
    values.put(since_ever, NOWHERE)
    return values


Values = Annotated[
    tuple[ValueEntry, ...],
    BeforeValidator(_dated, json_schema_input_type=str | tuple[ValueEntry, ...]),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterEntry(TypedEntry):
    """One parameter of 参数.yaml."""

    question: Annotated[str, key("问", "待填时提出的问题")] = ""
    note: Annotated[str, key("说明")] = ""
    rigid: Annotated[str | None, *exactly("不得降低", "不得提高", "不得改动"), key("刚性")] = None
    values: Annotated[Values, key("值", "待填、一个值，或按日期排列的值")]
    sample: Annotated[str | None, key("示例")] = None
    inferred: Annotated[str | None, key("推算")] = None
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEntry(TypedEntry):
    """One table of 表.yaml; its rows stand in a CSV file."""

    file: Annotated[Text, key("文件", "「表」文件夹里的 CSV，例如 岗位等级.csv")]
    column: Annotated[str | None, key("列", "取哪一列的值；不写即与表同名的列")] = None
    keys: Annotated[Texts, key("键", "按哪些事实或公式查")] = ()
    mode: Annotated[str, *exactly("查值", "分档", "累进"), key("方式")] = "查值"
    question: Annotated[str, key("问")] = ""
    note: Annotated[str, key("说明")] = ""
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaEntry(Entry):
    """One formula of 公式.yaml."""

    name: Annotated[Text, key("名称")]
    entity: Annotated[str, *exactly("人员", "社区"), key("对象")] = "人员"
    text: Annotated[Formulas, key("公式")]
    rounding: Annotated[str | None, key("舍入")] = None
    only_if: Annotated[Formulas | None, key("仅当", "不成立时为 0 或否")] = None
    unit: Annotated[str, key("单位")] = ""
    note: Annotated[str, key("说明")] = ""
    citation: Annotated[Cited, key("依据")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStart(Entry):
    """Where a worked case stands on the ladder when it begins."""

    since: Annotated[Day, key("起")]
    grade: Annotated[Whole, key("等级")]


Facts = dict[str, Literals]
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry(Entry):
    """One worked case of 算例.yaml."""

    title: Annotated[Text, key("算例")]
    source: Annotated[Text, key("出处", "谁算的")]
    month: Annotated[str | None, key("月份")] = None
    on: Annotated[Day | None, key("日期")] = None
    settings: Annotated[dict[str, Literally], key("设", "参数名 → 值")] = field(default_factory=dict)
    strategy: Annotated[str | None, *exactly("公式", "阶梯"), key("策略")] = None
    person: Annotated[Facts | None, key("人员")] = None
    community: Annotated[Facts | None, key("社区")] = None
    changes: Annotated[dict[str, Facts], key("变动", "月份 → 自该月起的事实")] = field(default_factory=dict)
    runs_from: Annotated[str | None, key("起月")] = None
    term: Annotated[tuple[Day, ...], key("届", "[起, 止]，止日不含")] = ()
    assessments: Annotated[dict[str, str], key("考核", "年度 → 结果")] = field(default_factory=dict)
    ladder: Annotated[LadderStart | None, key("阶梯")] = None
    expected: Annotated[dict[str, Literally], key("应得")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFiles(Entry):
    """All files of a pack after inheritance."""

    manifest: Annotated[Manifest, key(MANIFEST, "政策包")]
    documents: Annotated[tuple[DocumentEntry, ...], key(DOCUMENTS, "文件和条款")] = ()
    facts: Annotated[dict[str, FactEntry], key(FACTS, "事实")] = field(default_factory=dict)
    parameters: Annotated[dict[str, ParameterEntry], key(PARAMETERS, "参数")] = field(default_factory=dict)
    tables: Annotated[dict[str, TableEntry], key(TABLES, "表")] = field(default_factory=dict)
    formulas: Annotated[tuple[FormulaEntry, ...], key(FORMULAS, "公式")] = ()
    grade: Annotated[GradeRule | None, key(GRADE, "等级")] = None
    pay: Annotated[PayRule | None, key(PAY, "工资")] = None
    quota: Annotated[tuple[QuotaRule, ...], key(QUOTA, "员额")] = ()
    checks: Annotated[tuple[Check, ...], key(CHECKS, "检查")] = ()
    lists: Annotated[Lists, key(LISTS, "清单")] = field(default_factory=Lists)
    flows: Annotated[tuple[Flow, ...], key(FLOWS, "流程")] = ()
    cases: Annotated[tuple[CaseEntry, ...], key(CASES, "算例")] = ()


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def read_entry(kind: type[E], written: Map, problems: Problems) -> E | None:
    """Reads a mapping (the merged files, or one of their entries) as `kind`, or reports what is misshapen."""
    entry_class: Any = kind
    try:
        entry: E = _adapter(entry_class).validate_python(written)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            what, remedy, exact = _sentence(fault)
            subject, place = _locate(written, fault["loc"])
            problems.add(f"{subject}{what}", remedy, exact or place)
        return None
    return entry


_MAPPING = ("这里应写一组「键: 值」", "每个键一行，冒号后空一格")
_SHAPES = {
    "string_type": ("这里只能写一个值", "请不要写成列表或一组键值"),
    "dataclass_type": _MAPPING,
    "dict_type": _MAPPING,
    "tuple_type": ("这里应写成列表", "每项一行，以「- 」开头"),
}


def _sentence(fault: Mapping[str, Any]) -> tuple[str, str, Place | None]:
    """What is wrong, the remedy, and the exact place when the check itself knew it."""
    original = fault.get("ctx", {}).get("error")
    if isinstance(original, LiteralError):
        return original.what, original.remedy, original.place if original.file else None
    if fault["type"] == "missing":
        name = fault["loc"][-1]
        return f"缺少「{name}」", f"请补写「{name}: …」，尚未决定的写「待填」", None
    return *_SHAPES[fault["type"]], None


def _locate(tree: Map, loc: tuple[int | str, ...]) -> tuple[str, Place]:
    """Follows an error's path through the files: the name of the thing it is in, and the nearest line."""
    node: Any = tree
    place, subject = tree.place, ""
    for depth, step in enumerate(loc):
        if not isinstance(node, Map | Seq) or (isinstance(node, Map) and step not in node):
            break
        named = depth == 1 and isinstance(node, Map)
        place, node = node.places[step], node[step]  # type: ignore[index]
        subject = identity(node) or (f"{step}" if named else subject)
    return (f"「{subject}」" if subject else ""), place


def json_schema() -> dict[str, Any]:
    """One JSON Schema, file name → what the file may hold, with Chinese titles.

    What a child pack may leave to its parents is not `required`, so that an editor accepts it.
    """
    schema = _adapter(PackFiles).json_schema(by_alias=True, mode="validation")
    for definition in schema["$defs"].values():
        _speak_chinese(definition)
    _speak_chinese(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "政策包", **schema}


def _speak_chinese(definition: dict[str, Any]) -> None:
    required = set(definition.pop("required", ()))
    definition.pop("description", None)
    definition.pop("title", None)
    for name, shape in definition.get("properties", {}).items():
        shape.pop("default", None)
        written = [each for each in shape.get("anyOf", ()) if each != {"type": "null"}]
        if len(written) == 1:
            shape.update(written[0])
            del shape["anyOf"]
        if name in required:
            shape["description"] = f"{shape.get('description', name)}（必填；承上级时可省略）"


if __name__ == "__main__":  # pragma: no cover  run as a program, and tested as one
    json.dump(json_schema(), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
