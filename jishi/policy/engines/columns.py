"""Everyone at once: the plan as one Polars query. No joins, no windows: values and tables are literals.

Where the proven range allows, quantities are 32 bits wide, which halves what the memory has to carry;
results are always 64 bits, so that sums over people cannot overflow. The streaming engine takes the rows
in pieces that stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from jishi.policy.engines.graph import Graph, Node
from jishi.policy.pack.quantity import Kind, ValueType
from jishi.policy.plan import Binding, Op

NARROW = 2**31
PIECE = 2**15  # rows whose working columns fit the cache of one core
STATE = "上月|"  # prefix of the columns that carry state
ARITHMETIC: dict[Op, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    Op.ADD: lambda a, b: a + b,
    Op.SUB: lambda a, b: a - b,
    Op.MUL: lambda a, b: a * b,
    Op.DIV: lambda a, b: a // b,
    Op.MIN: pl.min_horizontal,
    Op.MAX: pl.max_horizontal,
    Op.LT: lambda a, b: a < b,
    Op.LE: lambda a, b: a <= b,
    Op.EQ: lambda a, b: a == b,
    Op.AND: lambda a, b: a & b,
    Op.OR: lambda a, b: a | b,
}


@dataclass(frozen=True, slots=True)
class MonthResult:
    """Results, what the month before handed on, and what this one does; row for row as the facts came in.

    Null = no result.
    """

    outputs: pl.DataFrame
    before: pl.DataFrame
    state: pl.DataFrame


def run_month(
    binding: Binding, facts: pl.DataFrame, state: pl.DataFrame | None = None, names: Sequence[str] = ()
) -> MonthResult:
    """Run one month over all people.

    Shape:  `facts` has a column for each fact of the plan, raw integers (truth as booleans), null =
            missing; `state` is the previous month's `MonthResult.state`, None at the start of a year;
            `names` the outputs wanted, all targets when empty.
    """
    year = _Year(tuple(names) or binding.plan.targets)
    year.add(binding, facts, state)
    return year.results(range(1), states=True)[0]


def run_year(
    bindings: Sequence[Binding],
    months: Sequence[pl.DataFrame],
    names: Sequence[str] = (),
    *,
    kept: int = 0,
    states: bool = False,
) -> list[MonthResult]:
    """Run the months of one year in order, each handing its state to the next.

    Shape: one frame of facts a month, the same people in the same order in each. The results of the
           months from the `kept`-th on (0 the first) come back; their states only when asked for.
    """
    year = _Year(tuple(names) or bindings[0].plan.targets)
    for binding, facts in zip(bindings, months, strict=True):
        year.add(binding, facts)
    return year.results(range(kept, len(bindings)), states=states)


@dataclass(frozen=True, slots=True)
class _End:
    """The nodes of one month's results, of the state it found, and of the state it leaves."""

    outputs: Mapping[str, int]
    before: Mapping[str, int]
    state: Mapping[str, int]


@dataclass(slots=True)
class _Year:
    """Gathers the columns and the graph of some months, then runs them as one query."""

    wanted: Sequence[str]
    graph: Graph = field(default_factory=Graph)
    columns: dict[str, pl.Series] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)  # fact → the column that holds it now
    ends: list[_End] = field(default_factory=list)
    height: int = 0

    def add(self, binding: Binding, facts: pl.DataFrame, state: pl.DataFrame | None = None) -> None:
        plan, self.height = binding.plan, facts.height
        for name in plan.facts:
            self._keep(name, facts[name])
        before = self.ends[-1].state if self.ends else self._first_state(binding, state)
        nodes = self.graph.add_month(binding, self.latest, before)
        outputs = {name: nodes[plan.outputs[name]] for name in self.wanted}
        self.ends.append(_End(outputs, before, {slot.key: nodes[slot.register] for slot in plan.states}))

    def _keep(self, name: str, values: pl.Series) -> None:
        """A fact equal to last month's is last month's column."""
        last = self.latest.get(name)
        if last is None or not self.columns[last].equals(values, null_equal=True):
            self.latest[name] = f"{name}@{len(self.ends)}"
            self.columns[self.latest[name]] = values

    def _first_state(self, binding: Binding, state: pl.DataFrame | None) -> Mapping[str, int]:
        if state is None:
            return {slot.key: self.graph.literal(0, slot.type) for slot in binding.plan.states}
        self.columns |= {name: state[name] for name in state.columns}
        return {
            slot.key: self.graph.put(Node(Op.FACT, slot.type, name=STATE + slot.key))
            for slot in binding.plan.states
        }

    def results(self, months: range, *, states: bool) -> list[MonthResult]:
        gaps = frozenset(name for name, values in self.columns.items() if values.null_count())
        query = _Query(self.graph, gaps)
        frame = pl.DataFrame([values.alias(name) for name, values in self.columns.items()])
        if not self.columns:
            frame = pl.DataFrame({"": pl.zeros(self.height, pl.Int8, eager=True)})
        with pl.Config(streaming_chunk_size=PIECE):
            made = query.build(frame.lazy(), self._named(months, states)).collect(engine="streaming")
        return [self._month(made, month, states) for month in months]

    def _named(self, months: range, states: bool) -> Mapping[str, int]:
        """Every result wanted by the name of its column."""
        named: dict[str, int] = {}
        for month in months:
            named |= {f"{month}|{name}": node for name, node in self.ends[month].outputs.items()}
            if states:
                named |= {f"{month}<{key}": node for key, node in self.ends[month].before.items()}
                named |= {f"{month}>{key}": node for key, node in self.ends[month].state.items()}
        return named

    def _month(self, made: pl.DataFrame, month: int, states: bool) -> MonthResult:
        end = self.ends[month]
        keys = list(end.state) if states else []
        return MonthResult(
            _renamed(made, {f"{month}|{name}": name for name in end.outputs}),
            _renamed(made, {f"{month}<{key}": STATE + key for key in keys}),
            _renamed(made, {f"{month}>{key}": STATE + key for key in keys}),
        )


def _renamed(made: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Some columns under other names; as many rows even where there is no column, as without state."""
    return made.drop(made.columns).with_columns(made[old].alias(new) for old, new in names.items())


def _narrow(kind: ValueType) -> bool:
    return kind.lo > -NARROW and kind.hi < NARROW


def _width(kind: ValueType) -> pl.DataType:
    if kind.kind is Kind.TRUTH:
        return pl.Boolean()
    return pl.Int32() if _narrow(kind) else pl.Int64()


def _cast(value: pl.Expr, width: pl.DataType) -> pl.Expr:
    """To a width the range is proven to fit, so the check for overflow is left out."""
    return value.cast(width, wrap_numerical=True)


@dataclass(frozen=True, slots=True)
class _Column:
    """A node as an expression: known where all the columns named in `known` are true."""

    value: pl.Expr
    depth: int = 0
    known: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Query:
    """Builds the lazy query of a graph: what is read more than once becomes a column, level by level."""

    graph: Graph
    gaps: frozenset[str]  # columns in which somebody's value is missing
    columns: dict[int, _Column] = field(default_factory=dict)
    levels: dict[int, dict[str, pl.Expr]] = field(default_factory=dict)

    def build(self, frame: pl.LazyFrame, named: Mapping[str, int]) -> pl.LazyFrame:
        uses = self.graph.uses(named.values())
        for place in sorted(uses):
            self.columns[place] = self._column(place, self.graph.nodes[place], uses[place])
        for level in sorted(self.levels):
            frame = frame.with_columns(**self.levels[level])
        # a literal takes the height of the frame here; selected by itself it would be a single row
        results = frame.with_columns(self._result(place).alias(name) for name, place in named.items())
        return results.select(list(named))

    def _column(self, place: int, node: Node, uses: int) -> _Column:
        column = self._computed(place, node)
        if uses == 1 or not node.args:
            return column
        staged = self._stage(f"n{place}", column.value, column.depth)
        return replace(column, value=staged, depth=column.depth + 1)

    def _stage(self, name: str, value: pl.Expr, depth: int) -> pl.Expr:
        self.levels.setdefault(depth, {})[name] = value
        return pl.col(name)

    def _computed(self, place: int, node: Node) -> _Column:
        args = [self.columns[arg] for arg in node.args]
        match node.op:
            case Op.CONST:
                return _Column(_cast(pl.lit(node.literal), _width(node.type)))
            case Op.FACT:
                return self._read(node.name, node.type)
            case Op.SELECT:
                return self._selected(place, node, args)
            case Op.KNOWN:
                return _Column(_all(args[0].known), args[0].depth)
        known = frozenset[str]().union(*(arg.known for arg in args))
        return _Column(self._value(node), max(arg.depth for arg in args), known)

    def _read(self, name: str, kind: ValueType) -> _Column:
        column = pl.col(name)
        if name not in self.gaps:
            return _Column(_cast(column, _width(kind)))
        self._stage(f"k:{name}", column.is_not_null(), 0)
        filler = bool(kind.lo) if kind.kind is Kind.TRUTH else kind.lo
        return _Column(_cast(column.fill_null(filler), _width(kind)), 1, frozenset((f"k:{name}",)))

    def _selected(self, place: int, node: Node, args: list[_Column]) -> _Column:
        condition, then, other = args
        width, depth = _width(node.type), max(arg.depth for arg in args)
        value = pl.when(condition.value).then(_cast(then.value, width)).otherwise(_cast(other.value, width))
        known = condition.known | (then.known & other.known)
        if then.known != other.known:
            either = (
                pl.when(condition.value).then(_all(then.known - known)).otherwise(_all(other.known - known))
            )
            self._stage(f"k{place}", either, depth)
            known |= {f"k{place}"}
            depth += 1
        return _Column(value, depth, known)

    def _value(self, node: Node) -> pl.Expr:
        first = self.columns[node.args[0]].value
        bits = node.literal
        match node.op:
            case Op.NOT:
                return ~first
            case Op.TABLE:
                return pl.lit(pl.Series(node.cells, dtype=_width(node.type))).gather(first)
            case Op.HAS:
                return (first & (1 << bits)) != 0
            case Op.HIGHEST:
                return pl.sum_horizontal((first >= (1 << bit)).cast(pl.Int32) for bit in range(bits))
            case Op.COUNT:
                return pl.sum_horizontal(((first & (1 << bit)) != 0).cast(pl.Int32) for bit in range(bits))
        return self._arithmetic(node)

    def _arithmetic(self, node: Node) -> pl.Expr:
        """Compute 32 bits wide where the result and what it is made of fit, else 64."""
        kinds = [self.graph.nodes[arg].type for arg in node.args]
        values = [self.columns[arg].value for arg in node.args]
        if kinds[0].kind is Kind.TRUTH:
            return ARITHMETIC[node.op](*values)
        narrow = all(_narrow(kind) for kind in (node.type, *kinds))
        width = pl.Int32() if narrow else pl.Int64()
        value = ARITHMETIC[node.op](*(_cast(value, width) for value in values))
        if node.type.kind is Kind.TRUTH or narrow == _narrow(node.type):
            return value
        return _cast(value, _width(node.type))

    def _result(self, place: int) -> pl.Expr:
        column, truth = self.columns[place], self.graph.nodes[place].type.kind is Kind.TRUTH
        value = column.value if truth else column.value.cast(pl.Int64)
        return pl.when(_all(column.known)).then(value) if column.known else value


def _all(known: frozenset[str]) -> pl.Expr:
    return pl.all_horizontal(sorted(known)) if known else pl.lit(value=True)
