"""The diagram of the states of a case, made from the table of moves."""

from __future__ import annotations

from jishi.process.enums import HOLDERS, MOVES, CaseState


def mermaid() -> str:
    """The states of a case and every move between them, as docs/states/case.md holds them."""
    moves = [
        f"    {state.value} --> {to.value}"
        for state in CaseState
        for to in CaseState
        if to in MOVES[state] and to is not state
    ]
    names = [f"    {state.value}: {state.label}" for state in CaseState]
    ends = [f"    {state.value} --> [*]" for state in CaseState if not MOVES[state]]
    rows = [f"| {state.label} | `{state.value}` | {HOLDERS[state]} | {_next(state)} |" for state in CaseState]
    return "\n".join(
        [
            "# 事项的状态",
            "",
            "由 `jishi/process/enums.py` 中的状态表生成，不要手改；测试核对两者一致。",
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {CaseState.DRAFT.value}",
            *names,
            *moves,
            *ends,
            "```",
            "",
            "| 状态 | 代码 | 在谁手里 | 可以到 |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _next(state: CaseState) -> str:
    return "、".join(str(to.label) for to in CaseState if to in MOVES[state]) or "—"
