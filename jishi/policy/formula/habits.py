"""What people write out of habit, and what the formula language writes instead, for its messages."""

from __future__ import annotations

_UNQUOTED = "名称和取值直接写，不加引号"
_ROUND = "请用圆括号 ( )"
_MINUS = "减号请写 -"

SIGNS = {
    **dict.fromkeys("“”\"'‘’「」", _UNQUOTED),
    **dict.fromkeys("{}｛｝〔〕", _ROUND),
    **dict.fromkeys("—–~", _MINUS),
    "、": "各项之间请用逗号",
    "；": "各项之间请用逗号",
    ";": "各项之间请用逗号",
    "&": "请写「且」",
    "|": "请写「或」",
    "!": "不等于请写 ≠，否定请写「非」",
    "^": "乘方请写成连乘",
}

FUNCTIONS = {
    "IF": "如果(条件, 成立时, 不成立时)",
    "IFS": "如果(…) 套 如果(…)",
    "MAX": "较高(…)",
    "MIN": "较低(…)",
    "SUM": "甲 + 乙 + 丙",
    "ROUND": "公式的「舍入」，或 四舍五入(…)",
    "ROUNDUP": "向上取整(…)",
    "CEILING": "向上取整(…)",
    "ROUNDDOWN": "向下取整(…)",
    "FLOOR": "向下取整(…)",
    "INT": "向下取整(…)",
    "AND": "甲 且 乙",
    "OR": "甲 或 乙",
    "NOT": "非 甲",
    "VLOOKUP": "表名[键]",
    "LOOKUP": "表名[键]，或 分档(数, 表名)",
    "DATEDIF": "满月(起, 止) 或 整年(起, 止)",
    "MONTH": "第几月(本月)",
    "就高": "最高(证书)，或 较高(甲, 乙)",
}
