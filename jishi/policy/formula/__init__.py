"""The formula language: text as an official writes it → a tree with positions.

Nothing here knows packs, units or values; `jishi.policy.plan` gives the tree its meaning.
"""

from jishi.policy.formula.nodes import Binary, Call, Index, Name, Node, Number, Unary
from jishi.policy.formula.parser import parse
from jishi.policy.formula.source import FormulaSource

__all__ = ["Binary", "Call", "FormulaSource", "Index", "Name", "Node", "Number", "Unary", "parse"]
