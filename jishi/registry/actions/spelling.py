"""How a name is spelled for searching: pinyin in full and its initials, surnames read as surnames."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import lazy_pinyin

LONGEST = 120

# Characters read otherwise when they are a surname (《通用规范汉字表》姓氏读音).
_SURNAMES = {
    "单": "shan", "解": "xie", "曾": "zeng", "查": "zha", "区": "ou", "仇": "qiu", "盖": "ge", "朴": "piao",
    "缪": "miao", "任": "ren", "华": "hua", "翟": "zhai", "覃": "qin", "冼": "xian", "种": "chong",
    "秘": "bi", "召": "shao", "乐": "yue", "员": "yun", "谌": "chen", "牟": "mou", "燕": "yan",
    "薄": "bo", "折": "she",
    "祭": "zhai", "黑": "he", "宁": "ning", "应": "ying", "车": "che", "曲": "qu", "那": "na", "哈": "ha",
    "重": "chong", "会": "gui", "訾": "zi", "逄": "pang", "繁": "po", "佴": "nai", "葛": "ge", "尹": "yin",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "单于": "chanyu", "澹台": "tantai", "令狐": "linghu",
}  # fmt: skip


@lru_cache(maxsize=4096)
def spelling(name: str) -> str:
    """A name in pinyin and initials, as lists are ordered and searched: 王晓明 → wangxiaoming wxm."""
    for length in (2, 1):
        surname = _SURNAMES.get(name[:length])
        if surname and len(name) > length:
            given = lazy_pinyin(name[length:])
            head = [surname[0]] if length == 1 else [part[0] for part in lazy_pinyin(name[:length])]
            return _joined([surname, *given], [*head, *(each[0] for each in given if each)])
    parts = lazy_pinyin(name)
    return _joined(parts, [part[0] for part in parts if part])


def _joined(parts: list[str], initials: list[str]) -> str:
    return f"{''.join(parts)} {''.join(initials)}".lower()[:LONGEST]
