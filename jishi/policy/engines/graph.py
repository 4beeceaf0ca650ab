"""The months of a year as one graph: equal instructions over equal columns are one node, whatever month.

Values of the day are literals here, so whatever depends on literals alone is worked out at once, and a
fact that did not change since last month is the same column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jishi.policy.engines.scalar import literal_of
from jishi.policy.pack.quantity import ValueType
from jishi.policy.plan import Binding, Instruction, Op


@dataclass(frozen=True, slots=True)
class Node:
    """One instruction with its values put in.

    Shape: `args` are earlier nodes; `literal` the number of a CONST or the bits of a set instruction,
           `name` the column of a FACT, `cells` the cells of a TABLE.
    """

    op: Op
    type: ValueType
    args: tuple[int, ...] = ()
    literal: int = 0
    name: str = ""
    cells: tuple[int, ...] = ()


@dataclass(slots=True)
class Graph:
    """Nodes in an order in which each comes after what it reads."""

    nodes: list[Node] = field(default_factory=list)
    places: dict[Node, int] = field(default_factory=dict)

    def add_month(
        self, binding: Binding, columns: Mapping[str, str], state: Mapping[str, int]
    ) -> Sequence[int]:
        """Add one month of a plan; gives the node of each register.

        Shape: `columns` names the column each fact is read from; `state` the node of each state slot.
        """
        found: list[int] = []
        for code, kind in zip(binding.plan.code, binding.plan.types, strict=True):
            args = tuple(found[arg] for arg in code.args)
            found.append(self._add(binding, code, kind, args, columns, state))
        return found

    def _add(
        self,
        binding: Binding,
        code: Instruction,
        kind: ValueType,
        args: tuple[int, ...],
        columns: Mapping[str, str],
        state: Mapping[str, int],
    ) -> int:
        literals = [node.literal for node in (self.nodes[arg] for arg in args) if node.op is Op.CONST]
        match code.op:
            case Op.FACT:
                return self.put(Node(Op.FACT, kind, name=columns[str(code.literal)]))
            case Op.STATE:
                return state[str(code.literal)]
            case Op.SELECT if self.nodes[args[0]].op is Op.CONST:
                return args[1] if literals[0] else args[2]
            case Op.KNOWN if self.nodes[args[0]].op is Op.CONST:
                return self.literal(1, kind)
        if len(literals) == len(args) and code.op is not Op.KNOWN:
            return self.literal(literal_of(binding, code, literals), kind)
        if code.op is Op.TABLE:
            return self.put(Node(Op.TABLE, kind, args, cells=binding.tables[str(code.literal)]))
        return self.put(Node(code.op, kind, args, int(code.literal)))

    def literal(self, value: int, kind: ValueType) -> int:
        """The node of a number."""
        return self.put(Node(Op.CONST, kind, literal=value))

    def put(self, node: Node) -> int:
        """Add a node, or find the equal one."""
        if node not in self.places:
            self.places[node] = len(self.nodes)
            self.nodes.append(node)
        return self.places[node]

    def uses(self, ends: Iterable[int]) -> Mapping[int, int]:
        """How often each node is read on the way to the ends; an end counts as read twice."""
        found = dict.fromkeys(ends, 2)
        for place in range(max(found, default=-1), -1, -1):
            if place in found:
                for arg in self.nodes[place].args:
                    found[arg] = found.get(arg, 0) + 1
        return found
