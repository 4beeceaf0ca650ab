"""States of a case and of its seats, and the moves between them as a table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.db.models import TextChoices

from jishi.audit.enums import verbs


class CaseState(TextChoices):
    """Where a case stands."""

    DRAFT = "draft", "草稿"
    OPEN = "open", "办理中"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已通过"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class SeatState(TextChoices):
    """Where a seat stands: its holder still has to speak, has spoken, or need not any more."""

    WAITING = "waiting", "待办"
    ASKING = "asking", "待答复"
    DONE = "done", "已办"
    LAPSED = "lapsed", "不再需要"


class Verdict(TextChoices):
    """What an opinion says."""

    AGREE = "agree", "同意"
    RETURN = "return", "退回"
    REFUSE = "refuse", "不同意"


# Every move a case can make; nothing else is a move.
MOVES: Mapping[CaseState, frozenset[CaseState]] = MappingProxyType(
    {
        CaseState.DRAFT: frozenset({CaseState.OPEN, CaseState.WITHDRAWN}),
        CaseState.OPEN: frozenset(
            {CaseState.OPEN, CaseState.RETURNED, CaseState.APPROVED, CaseState.REFUSED, CaseState.WITHDRAWN}
        ),
        CaseState.RETURNED: frozenset({CaseState.OPEN, CaseState.WITHDRAWN}),
        CaseState.APPROVED: frozenset(),
        CaseState.REFUSED: frozenset(),
        CaseState.WITHDRAWN: frozenset(),
    }
)

# Who holds the ball in each state: the preparer, the seats of the current step, or nobody.
HOLDERS: Mapping[CaseState, str] = MappingProxyType(
    {
        CaseState.DRAFT: "经办人",
        CaseState.OPEN: "当前环节",
        CaseState.RETURNED: "经办人",
        CaseState.APPROVED: "无",
        CaseState.REFUSED: "无",
        CaseState.WITHDRAWN: "无",
    }
)


class CaseVerb(StrEnum):
    """What the audit trail says is done to a case."""

    DRAFT = "case.draft"
    EDIT = "case.edit"
    SUBMIT = "case.submit"
    WITHDRAW = "case.withdraw"
    AGREE = "case.agree"
    RETURN = "case.return"
    REFUSE = "case.refuse"
    ASK = "case.ask"
    ANSWER = "case.answer"
    REMIND = "case.remind"


OF_VERDICT: Mapping[Verdict, CaseVerb] = MappingProxyType(
    {
        Verdict.AGREE: CaseVerb.AGREE,
        Verdict.RETURN: CaseVerb.RETURN,
        Verdict.REFUSE: CaseVerb.REFUSE,
    }
)

_NAMES = {"step": "环节", "round": "轮次", "seat": "责任单位"}
for _code, _sentence, _label in (
    (CaseVerb.DRAFT, "发起事项“{subject}”", "发起事项"),
    (CaseVerb.EDIT, "修改事项“{subject}”的内容", "修改事项"),
    (CaseVerb.SUBMIT, "提交事项“{subject}”", "提交事项"),
    (CaseVerb.WITHDRAW, "撤回事项“{subject}”", "撤回事项"),
    (CaseVerb.AGREE, "代表{seat}同意事项“{subject}”", "同意事项"),
    (CaseVerb.RETURN, "代表{seat}退回事项“{subject}”", "退回事项"),
    (CaseVerb.REFUSE, "代表{seat}不同意事项“{subject}”", "不同意事项"),
    (CaseVerb.ASK, "就事项“{subject}”询问经办人", "询问"),
    (CaseVerb.ANSWER, "答复事项“{subject}”的询问", "答复"),
    (CaseVerb.REMIND, "催办事项“{subject}”", "催办"),
):
    verbs.register(_code, _sentence, label=_label, names=_NAMES)
