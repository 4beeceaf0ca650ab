"""What the audit tells of tokens and of reading by them, and the bounds of what may be asked."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from jishi.audit.enums import verbs

EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)  # the days a page may look at as well
LARGEST: Final = 2**31 - 1
MOST_PEOPLE: Final = 200
MOST_EVENTS: Final = 1000
LONGEST_LIFE: Final = timedelta(days=366)
MOST_TOKENS: Final = 10
MARK: Final = "jishi_"  # what every token begins with: a token that leaks is found by searching for it


class ApiVerb(StrEnum):
    """What the audit tells of tokens."""

    ISSUE = "token.issue"
    REVOKE = "token.revoke"
    REVOKE_ALL = "token.revoke_all"
    READ = "api.read"


_NAMES = {
    "token": "令牌",
    "role": "身份",
    "until": "最后一天",
    "count": "个数",
    "what": "内容",
    "rows": "条数",
    "on": "截至日期",
    "known": "知悉时间",
    "after": "起始序号",
}
verbs.register(ApiVerb.ISSUE, "发放接口令牌“{subject}”（{role}）", label="发放接口令牌", names=_NAMES)
verbs.register(ApiVerb.REVOKE, "停用接口令牌“{subject}”", label="停用接口令牌", names=_NAMES)
verbs.register(ApiVerb.REVOKE_ALL, "收回{subject}的接口令牌{count}个", label="收回接口令牌", names=_NAMES)
verbs.register(
    ApiVerb.READ, "以接口令牌“{token}”读取{what}{rows}条", label="接口读取", names=_NAMES, is_view=True
)
