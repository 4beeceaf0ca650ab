"""The tree of a formula → instructions, with kinds, units and roundings checked.

One `Lowering` serves one entity (人员 or 社区) of one pack: formulas share what they have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from jishi.policy.errors import NOWHERE, PackError, did_you_mean
from jishi.policy.formula import Binary, Call, FormulaSource, Index, Name, Node, Number, Unary, parse
from jishi.policy.formula.habits import FUNCTIONS as HABITS
from jishi.policy.pack.model import Entity, FactDeclaration, Formula, Pack
from jishi.policy.pack.quantity import MONTH, PERCENT, TRUTH, Kind, ValueType
from jishi.policy.plan.program import NEUTRAL, Instruction, Op, Program
from jishi.policy.plan.rounding import EXAMPLES, Quotient, read_rounding, round_to
from jishi.policy.plan.tables import KeyDomain, look_up

Value = int | Quotient
KIND_WORDS = {
    Kind.MONEY: "金额",
    Kind.NUMBER: "数",
    Kind.TRUTH: "是否",
    Kind.CHOICE: "选项",
    Kind.SET: "多选",
    Kind.MONTH: "月份",
}
TIMES = "倍"
NUMERIC = (Kind.MONEY, Kind.NUMBER)
RESERVED = ("是", "否", "本月")
ARITHMETIC = {"+": Op.ADD, "-": Op.SUB}
# operator → instruction, and whether the sides change places
COMPARISONS = {"<": (Op.LT, False), "<=": (Op.LE, False), ">": (Op.LT, True), ">=": (Op.LE, True)}


@dataclass(frozen=True, slots=True)
class Reference:
    """Something a formula reads: what kind of thing, its name, and the register it became.

    For a table `keys` are the registers of its keys.
    """

    kind: str  # 事实 参数 表 公式 状态
    name: str
    register: int
    keys: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A formula and the register that holds its result."""

    formula: Formula
    register: int
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class StateSlot:
    """Something one month hands to the next: the register that holds its new value."""

    key: str
    register: int
    type: ValueType


@dataclass(slots=True)
class Lowering:
    """Compiles the formulas of one entity on demand, each once."""

    pack: Pack
    entity: Entity
    extra: Mapping[str, Formula] = field(default_factory=dict)
    program: Program = field(init=False)
    done: dict[str, Compiled] = field(default_factory=dict)
    states: dict[str, StateSlot] = field(default_factory=dict)
    tables: dict[str, tuple[KeyDomain, ...]] = field(default_factory=dict)
    busy: list[str] = field(default_factory=list)
    source: FormulaSource = field(default=FormulaSource("", "", NOWHERE))
    references: list[Reference] = field(default_factory=list)
    functions: Mapping[str, Callable[[Lowering, Call], Value]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.program = Program(self.blame)

    def blame(self, what: str, remedy: str) -> NoReturn:
        """Refuse the formula being compiled as a whole."""
        raise PackError(f"公式「{self.source.title}」{what}", remedy, self.source.place)

    def fail(self, node: Node, what: str, remedy: str) -> NoReturn:
        """Refuse, pointing at the node."""
        self.source.fail(node.pos, what, remedy)

    def type(self, register: int) -> ValueType:
        """The type of a register."""
        return self.program.types[register]

    # -- formulas

    def target(self, name: str) -> int:
        """The register of a formula or fact asked for by name.

        Errors: PackError when the pack has no such name for this entity.
        """
        register = self.find(name)
        if register is None or name in self.pack.parameters or name in RESERVED:
            remedy = (
                did_you_mean(name, [*self.pack.formulas, *self.pack.facts]) or "请先在 公式.yaml 中定义它"
            )
            raise PackError(f"政策包「{self.pack.title}」没有叫「{name}」的公式或事实", remedy)
        return register

    def formula(self, name: str) -> int:
        """The register of a named formula, compiling it on first use.

        Errors: PackError for formulas that refer to one another in a circle.
        """
        if name in self.done:
            return self.done[name].register
        formula = self.extra.get(name) or self.pack.formulas[name]
        if name in self.busy:
            circle = " → ".join([*self.busy[self.busy.index(name) :], name])
            raise PackError(f"公式互相引用：{circle}", "请让其中一个不再引用另一个", formula.place)
        outer = self.source, self.references
        self.busy.append(name)
        self.references = []
        register = self._compile(formula)
        self.done[name] = Compiled(formula, register, tuple(self.references))
        self.busy.pop()
        self.source, self.references = outer
        return register

    def _compile(self, formula: Formula) -> int:
        self.source = FormulaSource(formula.text, formula.name, formula.place)
        register = self._rounded(formula, self.value(parse(self.source)))
        register = self._in_unit(formula, register)
        if formula.only_if is None:
            return register
        if self.type(register).kind in (Kind.CHOICE, Kind.MONTH):
            self.blame("在「仅当」不成立时没有值可取", "请去掉「仅当」，改用 如果(条件, …, …) 写明两种取值")
        self.source = FormulaSource(formula.only_if, f"{formula.name}·仅当", formula.place)
        condition = self.truth(parse(self.source))
        return self.program.select(condition, register, self.program.const(0, self.type(register)))

    def _rounded(self, formula: Formula, value: Value) -> int:
        like = self.type(value.numerator) if isinstance(value, Quotient) else self.type(value)
        if formula.rounding is None:
            if isinstance(value, Quotient) or (like.kind is Kind.MONEY and like.scale):
                self.blame("的结果可能除不尽或不足一分", f"请写明「舍入」，如 {EXAMPLES}")
            return value
        if isinstance(value, Quotient):
            like = self._shared(like, self.type(value.divisor))
        rounding = read_rounding(formula.rounding, like.kind) if like.kind in NUMERIC else None
        if rounding is None:
            self.blame(
                f"算出的是{KIND_WORDS[like.kind]}，舍入「{formula.rounding}」用不上", f"可写：{EXAMPLES}"
            )
        return round_to(self.program, value, rounding, like)

    @staticmethod
    def _shared(top: ValueType, bottom: ValueType) -> ValueType:
        """What a quotient counts: money shared out stays money, money in money and 户 in 户 are plain."""
        if bottom.kind is Kind.MONEY:
            return replace(top, kind=Kind.NUMBER, unit="")
        return replace(top, unit=top.unit if bottom.unit in NEUTRAL else "")

    def _in_unit(self, formula: Formula, register: int) -> int:
        kind = self.type(register)
        found = {Kind.MONEY: "元", Kind.NUMBER: kind.unit}.get(kind.kind, KIND_WORDS[kind.kind])
        coefficient = formula.unit == TIMES and kind.scale > 0  # 0.03 × 7级 is a coefficient, not a grade
        if formula.unit not in ("", found) and found not in NEUTRAL and not coefficient:
            self.blame(f"算出的是「{found}」，声明的单位却是「{formula.unit}」", "请改「单位」或公式")
        if kind.kind is not Kind.NUMBER:
            return register
        unit = formula.unit or kind.unit
        if unit == PERCENT:  # shown in hundredths, which are two decimals
            register = self.program.rescale(register, max(kind.scale, 2))
        return self.program.in_unit(register, unit)

    # -- expressions

    def value(self, node: Node) -> Value:
        """Registers for any expression; a division comes back as a Quotient."""
        match node:
            case Number():
                return self._number(node)
            case Name():
                return self._name(node)
            case Index():
                return look_up(self, node)
            case Call():
                return self._call(node)
            case Unary(op="非"):
                return self.program.truth(Op.NOT, self.truth(node.operand))
            case Unary():
                operand = self.number(node.operand)
                return self.program.combine(Op.SUB, self.program.const(0, self.type(operand)), operand)
        return self._binary(node)

    def register(self, node: Node) -> int:
        """An expression that must not be an unrounded division."""
        value = self.value(node)
        if isinstance(value, Quotient):
            self.fail(
                node,
                "这里的除法还没有取整",
                "请用 向上取整(…)、向下取整(…)、四舍五入(…) 包住它，或拆成带「舍入」的公式",
            )
        return value

    def truth(self, node: Node) -> int:
        """An expression that must be 是 or 否."""
        register = self.register(node)
        if self.type(register).kind is not Kind.TRUTH:
            self.fail(
                node,
                f"这里应是能回答是或否的条件，却是{KIND_WORDS[self.type(register).kind]}",
                "请写成比较，如 年龄 ≤ 35",
            )
        return register

    def number(self, node: Node) -> int:
        """An expression that must be money or a number."""
        return self.numeric(node, self.register(node))

    def numeric(self, node: Node, register: int) -> int:
        """The register of an expression, which must be money or a number."""
        if self.type(register).kind not in NUMERIC:
            self.fail(
                node, f"这里应是金额或数，却是{KIND_WORDS[self.type(register).kind]}", "请用能相加减的量"
            )
        return register

    def _number(self, node: Number) -> int:
        places = {"元": 2, "万元": 6, "分": 0}.get(node.unit)
        if places is not None:
            if node.scale > places:
                self.fail(node, "金额小于一分", "请写到分为止")
            digits = node.digits * 10 ** (places - node.scale)
            return self.program.const(digits, ValueType(kind=Kind.MONEY))
        scale = node.scale + (2 if node.unit == "%" else 0)
        unit = "" if node.unit in ("%", "倍") else node.unit
        return self.program.const(node.digits, ValueType(kind=Kind.NUMBER, scale=scale, unit=unit))

    def _name(self, node: Name) -> int:
        register = self.find(node.text)
        if register is None:
            self._unnamed(node, node.text)
        return register

    def _unnamed(self, node: Node, name: str) -> NoReturn:
        if table := self.pack.tables.get(name):
            self.fail(node, f"「{name}」是一张表", f"请写明查哪一格，如 {name}[{', '.join(table.keys)}]")
        named: dict[str, FactDeclaration | Formula] = {**self.pack.facts, **self.pack.formulas}
        if other := named.get(name):
            self.fail(node, f"「{name}」是{other.entity}的量，这里算的是{self.entity}", "请改用同一对象的量")
        mine = [each.name for each in named.values() if each.entity == self.entity]
        remedy = did_you_mean(name, [*mine, *self.pack.parameters]) or "请先在事实、参数或公式中定义它"
        self.fail(node, f"没有叫「{name}」的事实、参数或公式", remedy)

    def find(self, name: str) -> int | None:
        """The register of a fact, parameter or formula, or None when nothing has that name."""
        if name in ("是", "否"):
            return self.program.const(int(name == "是"), TRUTH)
        if name == "本月":
            return self.program.put(Instruction(Op.MONTH), MONTH)
        fact, formula = self.pack.facts.get(name), self.extra.get(name) or self.pack.formulas.get(name)
        if formula is not None and formula.entity == self.entity:
            return self.refer("公式", name, self.formula(name))
        if fact is not None and fact.entity == self.entity:
            return self.refer("事实", name, self.program.put(Instruction(Op.FACT, (), name), fact.type))
        parameter = self.pack.parameters.get(name)
        if parameter is None:
            return None
        return self.refer("参数", name, self.program.put(Instruction(Op.PARAM, (), name), parameter.type))

    def refer(self, kind: str, name: str, register: int, keys: tuple[int, ...] = ()) -> int:
        """Note that the formula being compiled reads this."""
        reference = Reference(kind, name, register, keys)
        if reference not in self.references:
            self.references.append(reference)
        return register

    def _call(self, node: Call) -> Value:
        function = self.functions.get(node.function)
        if function is None:
            remedy = did_you_mean(node.function, self.functions) or f"可用：{'、'.join(self.functions)}"
            if node.function in self.pack.tables:
                remedy = f"查表请用方括号：{node.function}[…]"
            elif habit := HABITS.get(node.function.upper()):
                remedy = f"这里写作 {habit}"
            self.fail(node, f"没有叫「{node.function}」的函数", remedy)
        return function(self, node)

    def _binary(self, node: Binary) -> Value:
        if node.op in ("且", "或"):
            op = Op.AND if node.op == "且" else Op.OR
            return self.program.truth(op, self.truth(node.left), self.truth(node.right))
        if node.op in ("+", "-"):
            left, right = self.number(node.left), self.number(node.right)
            self.same_kind(node, left, right)
            return self.program.combine(ARITHMETIC[node.op], left, right)
        if node.op in ("*", "/"):
            return self._product(node)
        return self._comparison(node)

    def _product(self, node: Binary) -> Value:
        left, right = self.value(node.left), self.number(node.right)
        top = left.numerator if isinstance(left, Quotient) else self.numeric(node.left, left)
        if node.op == "/":
            self.divisible(node, top, right)
            bottom = self.multiplied(node, left.divisor, right) if isinstance(left, Quotient) else right
            return Quotient(top, bottom)
        product = self.multiplied(node, top, right)
        return Quotient(product, left.divisor) if isinstance(left, Quotient) else product

    def multiplied(self, node: Node, a: int, b: int) -> int:
        """a × b; refuses money × money."""
        if self.type(a).kind is self.type(b).kind is Kind.MONEY:
            self.fail(node, "两个金额不能相乘", "请检查是否少写了比例或系数")
        return self.program.mul(a, b)

    def divisible(self, node: Node, top: int, bottom: int) -> None:
        """Refuse a divisor that may be 0 or less, and a number divided by money."""
        if self.type(bottom).lo < 1:
            self.fail(node, "除数可能是 0 或负数", "请把除数的「范围」下限改为大于 0，或用 较高(除数, 1)")
        if self.type(bottom).kind is Kind.MONEY and self.type(top).kind is not Kind.MONEY:
            self.fail(node, "不能用数除以金额", "请检查被除数与除数是否写反")

    def same_kind(self, node: Node, left: int, right: int) -> None:
        """Refuse money with a number, months with years."""
        a, b = self.type(left), self.type(right)
        if a.kind is not b.kind:
            both = f"{KIND_WORDS[a.kind]}与{KIND_WORDS[b.kind]}"
            self.fail(node, f"{both}不能相加减或比较", "金额请写单位「元」，如 较高(0元, 应发合计)")
        if a.kind in (Kind.CHOICE, Kind.SET) and a.domain != b.domain:
            self.fail(
                node, "两边不是同一种选项", f"左边可取 {'、'.join(a.domain)}，右边可取 {'、'.join(b.domain)}"
            )
        if a.unit not in NEUTRAL and b.unit not in NEUTRAL and a.unit != b.unit:
            self.fail(node, f"单位「{a.unit}」与「{b.unit}」不一致", "请先换算成同一单位")

    def _comparison(self, node: Binary) -> int:
        left, right = self.sides(node)
        self.same_kind(node, left, right)
        kind = self.type(left)
        if node.op in ("=", "!="):
            equal = self.program.compare(Op.EQ, left, right)
            return equal if node.op == "=" else self.program.truth(Op.NOT, equal)
        if kind.kind in (Kind.SET, Kind.TRUTH) or (kind.kind is Kind.CHOICE and not kind.ordered):
            self.fail(
                node, f"{KIND_WORDS[kind.kind]}不能比较大小", "选项之间有高低时，请在事实中写「有序: 是」"
            )
        op, swap = COMPARISONS[node.op]
        return self.program.compare(op, right, left) if swap else self.program.compare(op, left, right)

    def sides(self, node: Binary) -> tuple[int, int]:
        """Both sides of a comparison; a bare value of a choice takes its meaning from the other side."""
        if self.unknown(node.left) and not self.unknown(node.right):
            right = self.register(node.right)
            return self._other(node.left, right), right
        left = self.register(node.left)
        return left, self._other(node.right, left)

    def _other(self, node: Node, side: int) -> int:
        """One side of a comparison, the other being known: a value of its choice, or any expression."""
        if self.type(side).kind is Kind.CHOICE and self.unknown(node):
            return self.member(node, side)
        return self.register(node)

    def unknown(self, node: Node) -> bool:
        """Is this a bare word that names no fact, parameter or formula?"""
        if not isinstance(node, Name) or node.text in RESERVED:
            return False
        mine = (self.pack.facts.get(node.text), self.extra.get(node.text), self.pack.formulas.get(node.text))
        return node.text not in self.pack.parameters and all(
            x is None or x.entity != self.entity for x in mine
        )

    def member(self, node: Node, choice: int) -> int:
        """A bare word as a value of the choice in a register."""
        kind = self.type(choice)
        if not isinstance(node, Name) or kind.kind is not Kind.CHOICE:
            self.fail(node, "这里应是某个选项的取值", "请写选项事实的取值，如 岗位类别 = 社区正职")
        if node.text not in kind.domain:
            self.fail(node, f"没有「{node.text}」这个取值", f"可用：{'、'.join(kind.domain)}")
        place = kind.domain.index(node.text)
        return self.program.put(Instruction(Op.CONST, (), place), replace(kind, lo=place, hi=place))
