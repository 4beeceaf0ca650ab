"""The closed set of functions a formula may call, each a few instructions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce

from jishi.policy.formula import Call, Name, Node, Number
from jishi.policy.pack.model import Table, TableMode
from jishi.policy.pack.quantity import MONTH, Kind, ValueType
from jishi.policy.plan.lowering import NUMERIC, Lowering, StateSlot, Value
from jishi.policy.plan.program import PLAIN, Instruction, Op
from jishi.policy.plan.rounding import Mode, Quotient, Rounding, round_to
from jishi.policy.plan.tables import progressive, stepped

YEARS = ValueType(Kind.NUMBER, unit="年")
MONTHS_OF = ValueType(Kind.NUMBER, unit="个月")
Lower = Callable[[Lowering, Call], Value]


def _takes(count: int, lower: Lower) -> Lower:
    def checked(lowering: Lowering, call: Call) -> Value:
        if len(call.args) != count:
            lowering.fail(
                call, f"函数「{call.function}」要 {count} 项，写了 {len(call.args)} 项", "请按用法补齐或删去"
            )
        return lower(lowering, call)

    return checked


def _takes_at_least(count: int, lower: Lower) -> Lower:
    def checked(lowering: Lowering, call: Call) -> Value:
        if len(call.args) < count:
            lowering.fail(call, f"函数「{call.function}」至少要 {count} 项", "请补齐，各项之间用逗号隔开")
        return lower(lowering, call)

    return checked


def _extreme(op: Op, lowering: Lowering, call: Call) -> int:
    best = lowering.number(call.args[0])
    for arg in call.args[1:]:
        other = lowering.number(arg)
        lowering.same_kind(arg, best, other)
        best = lowering.program.combine(op, best, other)
    return best


def _limited(lowering: Lowering, call: Call) -> int:
    value, low, high = (lowering.number(arg) for arg in call.args)
    lowering.same_kind(call, value, low)
    lowering.same_kind(call, value, high)
    return lowering.program.combine(Op.MIN, lowering.program.combine(Op.MAX, value, low), high)


def _if(lowering: Lowering, call: Call) -> int:
    condition, then, other = (
        lowering.truth(call.args[0]),
        lowering.register(call.args[1]),
        lowering.register(call.args[2]),
    )
    lowering.same_kind(call, then, other)
    return lowering.program.select(condition, then, other)


def _each_full(lowering: Lowering, call: Call) -> int:
    value, step = (lowering.number(arg) for arg in call.args)
    lowering.same_kind(call, value, step)
    if lowering.type(step).lo < 1:
        lowering.fail(call.args[1], "每满的步长可能是 0 或负数", "请把步长参数的「范围」下限改为大于 0")
    if lowering.type(value).lo < 0:
        zero = lowering.program.const(0, lowering.type(value))
        value = lowering.program.combine(Op.MAX, value, zero)
    return round_to(lowering.program, Quotient(value, step), Rounding(Mode.DOWN), PLAIN)


def _rounded(mode: Mode, lowering: Lowering, call: Call) -> int:
    value = lowering.value(call.args[0])
    top = value.numerator if isinstance(value, Quotient) else lowering.numeric(call.args[0], value)
    if lowering.type(top).kind is Kind.MONEY:
        over_money = isinstance(value, Quotient) and lowering.type(value.divisor).kind is Kind.MONEY
        if not over_money:
            lowering.fail(call, "金额不用这个函数取整", "请在公式的「舍入」中写 四舍五入到分 之类")
    like = PLAIN if isinstance(value, Quotient) else replace(PLAIN, unit=lowering.type(top).unit)
    return round_to(lowering.program, value, Rounding(mode), like)


def _share(lowering: Lowering, call: Call) -> Quotient:
    whole, part, parts = (lowering.number(arg) for arg in call.args)
    product = lowering.multiplied(call, whole, part)
    lowering.divisible(call.args[2], product, parts)
    return Quotient(product, parts)


def _month(lowering: Lowering, node: Node) -> int:
    register = lowering.register(node)
    if lowering.type(register).kind is not Kind.MONTH:
        lowering.fail(node, "这里应是月份", "请用类型为月份的事实、「本月」或 年月(2023, 7)")
    return register


def _between(like: ValueType, per: int, lowering: Lowering, call: Call) -> int:
    start, end = (_month(lowering, arg) for arg in call.args)
    program = lowering.program
    months = program.arith(Op.MAX, program.arith(Op.SUB, end, start, PLAIN), program.const(0), like)
    return months if per == 1 else program.arith(Op.DIV, months, program.const(per), like)


def _year_month(lowering: Lowering, call: Call) -> int:
    year, month = (
        arg.digits if isinstance(arg, Number) and not (arg.scale or arg.unit) else 0 for arg in call.args
    )
    if not (1900 <= year < 2200 and 1 <= month <= 12):
        lowering.fail(call, "年月写得不对", "请写成 年月(2023, 7)")
    return lowering.program.const(year * 12 + month - 1, MONTH)


def _month_of_year(lowering: Lowering, call: Call) -> int:
    """1 for January … 12 for December: the month's index less that of its own January, and one."""
    program, month = lowering.program, _month(lowering, call.args[0])
    january = program.arith(Op.DIV, month, program.const(12), PLAIN)
    january = program.arith(Op.MUL, january, program.const(12), PLAIN)
    since = program.arith(Op.SUB, month, january, PLAIN)
    return program.put(Instruction(Op.ADD, (since, program.const(1))), replace(PLAIN, lo=1, hi=12))


def _set(lowering: Lowering, node: Node) -> int:
    register = lowering.register(node)
    if lowering.type(register).kind is not Kind.SET:
        lowering.fail(node, "这里应是多选的事实", "请用「多选」的事实，如 证书")
    return register


def _highest(lowering: Lowering, call: Call) -> int:
    chosen = _set(lowering, call.args[0])
    names = lowering.type(chosen).domain
    kind = ValueType(Kind.NUMBER, lo=0, hi=len(names), domain=("无", *names))
    return lowering.program.put(Instruction(Op.HIGHEST, (chosen,), len(names)), kind)


def _has(lowering: Lowering, call: Call) -> int:
    chosen, wanted = _set(lowering, call.args[0]), call.args[1]
    names = lowering.type(chosen).domain
    if not isinstance(wanted, Name) or wanted.text not in names:
        lowering.fail(wanted, "没有这个取值", f"可用：{'、'.join(names)}")
    return lowering.program.truth(Op.HAS, chosen, literal=names.index(wanted.text))


def _count(lowering: Lowering, call: Call) -> int:
    chosen = _set(lowering, call.args[0])
    size = len(lowering.type(chosen).domain)
    return lowering.program.put(Instruction(Op.COUNT, (chosen,), size), replace(PLAIN, hi=size))


def _among(lowering: Lowering, call: Call) -> int:
    choice = lowering.register(call.args[0])
    equal = [lowering.program.compare(Op.EQ, choice, lowering.member(arg, choice)) for arg in call.args[1:]]
    return reduce(partial(lowering.program.truth, Op.OR), equal)


def _known(lowering: Lowering, call: Call) -> int:
    return lowering.program.truth(Op.KNOWN, lowering.register(call.args[0]))


def _first_known(lowering: Lowering, call: Call) -> int:
    *earlier, last = (lowering.register(arg) for arg in call.args)
    for register in reversed(earlier):
        lowering.same_kind(call, register, last)
        last = lowering.program.select(lowering.program.truth(Op.KNOWN, register), register, last)
    return last


def _table_named(lowering: Lowering, node: Node, mode: TableMode) -> Table:
    table = lowering.pack.tables.get(node.text) if isinstance(node, Name) else None
    if table is None or table.mode is not mode:
        known = [name for name, each in lowering.pack.tables.items() if each.mode is mode]
        lowering.fail(node, f"这里应是一张「{mode}」表的名称", f"可用：{'、'.join(known) or '（还没有）'}")
    return table


def _entry(lowering: Lowering, node: Node) -> int:
    """What a table is entered with: people are shown it, so money is whole 分."""
    register = lowering.number(node)
    kind = lowering.type(register)
    if kind.kind is Kind.MONEY and kind.scale:
        lowering.fail(node, "查表的金额可能不足一分", "请先把它单独写成带「舍入」的公式")
    return register


def _steps(lowering: Lowering, call: Call) -> int:
    value, table = _entry(lowering, call.args[0]), _table_named(lowering, call.args[1], TableMode.THRESHOLD)
    return stepped(lowering, call, value, table)


def _progressive(lowering: Lowering, call: Call) -> int:
    value, table = _entry(lowering, call.args[0]), _table_named(lowering, call.args[1], TableMode.PROGRESSIVE)
    if lowering.type(value).kind is not Kind.MONEY:
        lowering.fail(call.args[0], "分级累进要用金额", "请给出以元计的应纳税所得额")
    return progressive(lowering, value, table)


def _carried(kind: str, lowering: Lowering, call: Call) -> int:
    """One month's sight of another, declared: the running total or maximum of the year, or last month."""
    arg = call.args[0]
    formula = lowering.pack.formulas.get(arg.text) if isinstance(arg, Name) else None
    if formula is None or formula.entity != lowering.entity:
        lowering.fail(arg, f"{kind}(…) 里只能写一个公式的名称", "请先给要累计的量起名，单独写成公式")
    program, now = lowering.program, lowering.formula(formula.name)
    kind_now, key = lowering.type(now), f"{kind}:{formula.name}"
    if kind_now.kind not in NUMERIC:
        lowering.fail(arg, f"{kind}(…) 只能用于金额或数", "每年一月从 0 起算，是否、选项和月份没有 0 可用")
    months = 11 if kind == "本年累计" else 1
    before = replace(kind_now, lo=min(0, months * kind_now.lo), hi=max(0, months * kind_now.hi))
    last = program.put(Instruction(Op.STATE, (), key), before)
    lowering.refer("状态", key, last)
    lowering.refer("公式", formula.name, now)
    if kind == "上月":
        lowering.states[key] = StateSlot(key, now, before)
        return last
    new = program.combine(Op.ADD if kind == "本年累计" else Op.MAX, last, now)
    lowering.states[key] = StateSlot(key, new, before)
    return new


FUNCTIONS: dict[str, Lower] = {
    "较高": _takes_at_least(2, partial(_extreme, Op.MAX)),
    "较低": _takes_at_least(2, partial(_extreme, Op.MIN)),
    "限于": _takes(3, _limited),
    "如果": _takes(3, _if),
    "每满": _takes(2, _each_full),
    "向上取整": _takes(1, partial(_rounded, Mode.UP)),
    "向下取整": _takes(1, partial(_rounded, Mode.DOWN)),
    "四舍五入": _takes(1, partial(_rounded, Mode.NEAREST)),
    "按比例": _takes(3, _share),
    "整年": _takes(2, partial(_between, YEARS, 12)),
    "满月": _takes(2, partial(_between, MONTHS_OF, 1)),
    "年月": _takes(2, _year_month),
    "第几月": _takes(1, _month_of_year),
    "最高": _takes(1, _highest),
    "含": _takes(2, _has),
    "个数": _takes(1, _count),
    "属于": _takes_at_least(2, _among),
    "已知": _takes(1, _known),
    "首个已知": _takes_at_least(2, _first_known),
    "分档": _takes(2, _steps),
    "分级累进": _takes(2, _progressive),
    "本年累计": _takes(1, partial(_carried, "本年累计")),
    "本年最高": _takes(1, partial(_carried, "本年最高")),
    "上月": _takes(1, partial(_carried, "上月")),
}
