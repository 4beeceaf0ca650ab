"""The compiled form of a rule: data, hashed, the same for one person and for a million."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from jishi.policy.pack.model import Entity, FactDeclaration, Formula, Pack
from jishi.policy.pack.quantity import ValueType
from jishi.policy.plan.functions import FUNCTIONS
from jishi.policy.plan.lowering import Compiled, Lowering, StateSlot
from jishi.policy.plan.program import Instruction, Op
from jishi.policy.plan.tables import KeyDomain


@dataclass(frozen=True, slots=True)
class Plan:
    """Integer instructions in order, and what their registers mean.

    Shape: `outputs` maps each target and every formula it needs to its register; `tables` says over
           which labels each table is spread out; `digest` names this plan and no other.
    """

    entity: Entity
    code: tuple[Instruction, ...]
    types: tuple[ValueType, ...]
    outputs: Mapping[str, int]
    targets: tuple[str, ...]
    states: tuple[StateSlot, ...]
    formulas: Mapping[str, Compiled]
    facts: Mapping[str, FactDeclaration]
    tables: Mapping[str, tuple[KeyDomain, ...]]
    digest: str

    def type_of(self, name: str) -> ValueType:
        """The type of an output."""
        return self.types[self.outputs[name]]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters the plan reads."""
        return tuple(str(code.literal) for code in self.code if code.op is Op.PARAM)


def compile_plan(
    pack: Pack, targets: Iterable[str], *, entity: Entity = Entity.PERSON, extra: Iterable[Formula] = ()
) -> Plan:
    """Compile the formulas (or facts) named in `targets`, with all they need and nothing else.

    Shape:  `extra` are further formulas, such as the conditions of a list, compiled as outputs too.
    Errors: PackError with file, line and remedy for an unknown name, a wrong unit or kind, a rounding
            that is missing, a table with holes, a circle, or a result that may pass 62 bits.
    """
    added = {formula.name: formula for formula in extra}
    lowering = Lowering(pack, entity, added, functions=FUNCTIONS)
    names = tuple(dict.fromkeys([*targets, *added]))
    try:
        outputs = {name: lowering.target(name) for name in names}
    except RecursionError:
        lowering.blame("一层套一层太多", "请拆成几个有名称的公式，或减少公式之间逐级引用的层数")
    outputs |= {name: done.register for name, done in lowering.done.items()}
    code = tuple(lowering.program.code)
    read = dict.fromkeys(str(each.literal) for each in code if each.op is Op.FACT)
    return Plan(
        entity=entity,
        code=code,
        types=tuple(lowering.program.types),
        outputs=outputs,
        targets=names,
        states=tuple(lowering.states.values()),
        formulas=lowering.done,
        facts={name: pack.facts[name] for name in read},
        tables=lowering.tables,
        digest=_digest(code, outputs, lowering),
    )


def _digest(code: tuple[Instruction, ...], outputs: Mapping[str, int], lowering: Lowering) -> str:
    plain = {
        "code": [[each.op, *each.args, each.literal] for each in code],
        "types": [astuple(kind) for kind in lowering.program.types],
        "outputs": dict(outputs),
        "states": {slot.key: slot.register for slot in lowering.states.values()},
        "tables": {name: [list(key.labels) for key in keys] for name, keys in lowering.tables.items()},
    }
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
