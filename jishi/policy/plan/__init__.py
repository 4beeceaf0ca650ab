"""Formulas compiled to a typed list of integer instructions, then bound to the values of a day."""

from jishi.policy.plan.binding import Binding, bind
from jishi.policy.plan.lowering import Compiled, Reference, StateSlot
from jishi.policy.plan.plan import Plan, compile_plan
from jishi.policy.plan.program import Instruction, Op
from jishi.policy.plan.tables import KeyDomain

__all__ = [
    "Binding",
    "Compiled",
    "Instruction",
    "KeyDomain",
    "Op",
    "Plan",
    "Reference",
    "StateSlot",
    "bind",
    "compile_plan",
]
