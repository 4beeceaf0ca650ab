"""The words a column may hold, and the usual spellings of each.

Schooling follows GB/T 4658 (names and codes) and GB/T 6864. A course left or finished without graduation
(结业, 肄业, 在读) is no level reached, so it is not among the spellings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jishi.policy.identifiers import clean_id_number
from jishi.roster.cells import BLANKS, Cell, Doubt, Fault, Reading, written


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of one column. `closed`: another word is an error; otherwise it is kept with a notice."""

    words: tuple[str, ...]
    spellings: Mapping[str, str]
    closed: bool
    fold: Callable[[str], str]
    note: str = ""
    nothing: frozenset[str] = frozenset()  # words that say there is none

    def read(self, cell: Cell) -> Reading:
        """The word a cell means, whichever way it is spelled."""
        text = written(cell)
        if text in BLANKS:
            return None
        folded = self.fold(text)
        if folded in self.nothing:
            return None
        word = folded if folded in self.words else self.spellings.get(folded)
        return word or self._unknown(text)

    def _unknown(self, text: str) -> Fault | Doubt:
        allowed = f"可用：{'、'.join(self.words)}"
        if self.closed:
            return Fault("没有这个取值", f"{allowed}{self.note}")
        return Doubt(text, "不是认得的名称，已照原样保留", f"{allowed}；确为其他名称可不理会")


def _spellings(groups: Mapping[str, str]) -> dict[str, str]:
    """Turns {word: "spelling spelling …"} round."""
    return {spelling: word for word, listed in groups.items() for spelling in listed.split()}


def _tight(text: str) -> str:
    return text.replace(" ", "").replace("（", "").replace("）", "").replace("(", "").replace(")", "")


_LEVEL_MODE = re.compile(
    r"^(?:国家|普通|全日制|非全日制|统招|在职|成人|函授|自学考试|自考|电大|开放大学|网络教育|网络|业余|夜大"
    r"|中央党校|省委党校|市委党校|党校)+"
)
_LEVEL_ENDING = re.compile(r"(?:学历|教育|毕业|\.0)+$")
_DEGREE = re.compile(r".*?(博士|硕士|学士)(?:学位)?")
_CERTIFICATE_ENDING = re.compile(r"(?:职业)?(?:水平|资格)?(?:证书|证)$")


def _level(text: str) -> str:
    return _LEVEL_ENDING.sub("", _LEVEL_MODE.sub("", _tight(text)))


def _degree(text: str) -> str:
    tight = _tight(text)
    match = _DEGREE.fullmatch(tight)
    return match[1] if match and "名誉" not in tight else tight


def _certificate(text: str) -> str:
    return _CERTIFICATE_ENDING.sub("", _tight(text))


LEVELS = Vocabulary(
    ("博士研究生", "硕士研究生", "本科", "大专", "高中及以下"),
    _spellings(
        {
            "博士研究生": "博士 博士生 研究生博士 博士学位研究生 11",
            "硕士研究生": "硕士 硕士生 研究生 研究生硕士 硕士学位研究生 研究生班 14 17",
            "本科": "大学 大学本科 本科生 大本 专升本 双学士 大学普通班 21 28",
            "大专": "专科 大学专科 大专生 专科生 高职 高等职业 高专 31",
            "高中及以下": "高中 普通高中 职高 职业高中 中专 中等专科 中等职业 技校 技工学校 初中 普通初中"
            " 小学 中专及以下 初中及以下 41 44 47 61 71 81",
        }
    ),
    closed=True,
    fold=_level,
    note="；结业、肄业、在读不算取得学历，请填已毕业的最高学历",
)
DEGREES = Vocabulary(
    ("博士", "硕士", "学士", "无"),
    _spellings({"无": "没有 未取得 无学位"}),
    closed=True,
    fold=_degree,
)
CERTIFICATES = Vocabulary(
    ("助理社会工作师", "社会工作师", "高级社会工作师"),
    _spellings(
        {
            "助理社会工作师": "助理社工师 助理社工 初级社工师 初级社工 初级社会工作师 初级社会工作者"
            " 社会工作者初级 社会工作师初级 社工师初级 社工初级",
            "社会工作师": "社工师 中级社工师 中级社工 中级社会工作师 中级社会工作者"
            " 社会工作者中级 社会工作师中级 社工师中级 社工中级",
            "高级社会工作师": "高级社工师 高级社工 高级社会工作者"
            " 社会工作者高级 社会工作师高级 社工师高级 社工高级",
        }
    ),
    closed=False,
    fold=_certificate,
    nothing=frozenset({"无", "没有", "未取得", "暂无"}),
)
MODES = Vocabulary(
    ("委任", "选任", "聘任"),
    _spellings(
        {"委任": "任命 组织任命 党委任命", "选任": "选举 选举产生 民主选举", "聘任": "聘用 招聘 公开招聘"}
    ),
    closed=True,
    fold=_tight,
)
RETIREMENT = Vocabulary(
    ("男60", "女55", "女50"),
    _spellings({"男60": "男60岁 男60周岁 60", "女55": "女55岁 女55周岁 55", "女50": "女50岁 女50周岁 50"}),
    closed=True,
    fold=_tight,
)
SEXES = Vocabulary(
    ("男", "女"), _spellings({"男": "男性 1", "女": "女性 2"}), closed=True, fold=clean_id_number
)
