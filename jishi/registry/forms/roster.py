"""What the roster can be asked, and how its address becomes questions to the standings.

How an address is read, kept and shown as chips is `jishi.ui.lists`; which rows answer is
`jishi.registry.selectors.narrowing`. A filter on a field group that is hidden from somebody does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django import forms

from jishi.access.enums import FieldGroup
from jishi.access.permissions import Sight
from jishi.registry.enums import Keeper, Presence
from jishi.registry.selectors.gaps import GAPS
from jishi.registry.selectors.narrowing import GROUP_OF_FIELD, Criteria, can_ask
from jishi.registry.selectors.unit_names import Place
from jishi.roster.vocabulary import CERTIFICATES, DEGREES, LEVELS
from jishi.ui.filters import Choice, Filter
from jishi.ui.lists import ListState

Words = Mapping[str, Sequence[str]]

DEFAULT_STATES: Final = (Presence.PRESENT.value, Presence.SUSPENDED.value)
WORDS: Final[Mapping[str, str]] = {
    "position": "岗位",
    "post_class": "岗位类别",
    "identity": "人员身份",
    "channel": "进入渠道",
    "education": "学历",
    "degree": "学位",
    "certificate": "证书",
    "political_status": "政治面貌",
    "sex": "性别",
}
_FIXED: Final[Mapping[str, Sequence[str]]] = {
    "education": LEVELS.words,
    "degree": DEGREES.words,
    "certificate": CERTIFICATES.words,
    "sex": ("男", "女"),
}
_LONGEST_WORD = 40
_MOST_COMMUNITIES = 200  # more than these are offered only once a street is chosen
_GRADES = range(1, 25)
_AGES = range(18, 71)
_DAYS = (7, 30, 60, 90, 180, 365)


def roster_filters(
    sight: Sight,
    places: Sequence[Place],
    words: Words,
    asked: Words,
) -> tuple[Filter, ...]:
    """The filters of the roster for somebody: the bar's first, then the drawer's.

    Shape: `words` what occurs within sight by field, `asked` what the address names already.
    """
    offered = [
        Filter("q", "查找", "search", primary=True, hint="姓名、拼音、证件或手机尾号、工号"),
        *_place_filters(places, asked),
        _word_filter("post_class", words, asked, primary=True),
        Filter("state", "状态", "many", _choices(Presence.choices)),
        *(_word_filter(name, words, asked) for name in WORDS if _is_for_drawer(sight, name)),
        *_grade_filters(sight),
        Filter("age_from", "年龄从", "choice", _numbers(_AGES, "岁")),
        Filter("age_to", "年龄到", "choice", _numbers(_AGES, "岁")),
        Filter("contract_within", "合同到期", "choice", _numbers(_DAYS, "天内")),
        Filter("entered", "进入日期", "days"),
        Filter("left", "退出日期", "days"),
        Filter("dual_head", "一肩挑", "choice", (Choice("1", "是"), Choice("0", "否"))),
        Filter("keeper", "档案保管", "choice", _choices(Keeper.choices)),
        Filter("missing", "资料缺项", "many", _gaps(sight)),
        Filter("upcoming", "有待生效的异动", "flag"),
    ]
    return tuple(offered)


def _is_for_drawer(sight: Sight, name: str) -> bool:
    return name != "post_class" and can_ask(sight, GROUP_OF_FIELD.get(name, FieldGroup.BASIC))


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), str(label)) for value, label in pairs)


def _numbers(numbers: Iterable[int], unit: str) -> tuple[Choice, ...]:
    return tuple(Choice(str(number), f"{number} {unit}") for number in numbers)


def _place_filters(places: Sequence[Place], asked: Words) -> list[Filter]:
    """A filter for streets where there are several, and one for the communities of those chosen."""
    streets = [place for place in places if place.is_street]
    chosen = tuple(place.path for place in streets if str(place.pk) in asked.get("street", ()))
    within = [place for place in places if not place.is_street and place.path.startswith(chosen or "")]
    if len(within) > _MOST_COMMUNITIES:
        within = [place for place in within if str(place.pk) in asked.get("community", ())]
    filters = []
    if len(streets) > 1:
        filters.append(Filter("street", "街道", "choice", _placed(streets), primary=True))
    if len(within) > 1 or asked.get("community"):
        filters.append(Filter("community", "社区", "choice", _placed(within), primary=len(streets) <= 1))
    return filters


def _placed(places: Sequence[Place]) -> tuple[Choice, ...]:
    return tuple(Choice(str(place.pk), place.name) for place in places)


def _word_filter(name: str, words: Words, asked: Words, *, primary: bool = False) -> Filter:
    typed = (value.strip() for value in asked.get(name, ()) if len(value) <= _LONGEST_WORD)
    offered = dict.fromkeys([*_FIXED.get(name, ()), *words.get(name, ()), *typed])
    choices = tuple(Choice(word, word) for word in offered if word)
    return Filter(name, WORDS[name], "choice" if primary else "many", choices, primary=primary)


def _grade_filters(sight: Sight) -> list[Filter]:
    if not can_ask(sight, FieldGroup.GRADE):
        return []
    grades = _numbers(_GRADES, "级")
    return [Filter("grade_from", "等级从", "choice", grades), Filter("grade_to", "等级到", "choice", grades)]


def _gaps(sight: Sight) -> tuple[Choice, ...]:
    return tuple(Choice(gap.key, gap.label) for gap in GAPS if can_ask(sight, gap.group))


def criteria_of(state: ListState, places: Sequence[Place]) -> Criteria:
    """What the address of a roster asks of the standings; without a state those in the team are meant."""
    paths = {str(place.pk): place.path for place in places}
    asked = [paths[pk] for key in ("street", "community") for pk in state.choices(key) if pk in paths]
    words = {name: state.choices(name) for name in (*WORDS, "keeper") if state.choices(name)}
    return Criteria(
        text=state.value("q"),
        places=tuple(asked[-1:]),  # a community is narrower than its street
        presences=state.choices("state") or _usual_states(state),
        words=words,
        grades=(_number(state, "grade_from"), _number(state, "grade_to")),
        ages=(_number(state, "age_from"), _number(state, "age_to")),
        contract_within=_number(state, "contract_within"),
        entered=(state.day("entered_from"), state.day("entered_to")),
        left=(state.day("left_from"), state.day("left_to")),
        dual_head={"1": True, "0": False}.get(state.value("dual_head")),
        gaps=state.choices("missing"),
        upcoming=state.value("upcoming") == "1",
    )


def _usual_states(state: ListState) -> tuple[str, ...]:
    """Those in the team; whoever asks when people left means those who did."""
    asks_leavers = state.value("left_from") or state.value("left_to")
    return (Presence.LEFT.value,) if asks_leavers else DEFAULT_STATES


def _number(state: ListState, key: str) -> int | None:
    text = state.value(key)
    return int(text) if text else None


class ExportForm(forms.Form):
    """What an export asks: the kind of file, and for identifiers a reason and whether to write them out."""

    file = forms.ChoiceField(
        label="文件格式",
        choices=(("xlsx", "Excel 工作簿（xlsx）"), ("csv", "逗号分隔（csv）")),
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    reason = forms.CharField(
        label="用途",
        max_length=200,
        min_length=2,
        help_text="文件里有证件号码，请写明用来做什么，例如“报社保参保名单”；用途会记入审计。",
        error_messages={"required": "请写明用途后再导出。", "min_length": "用途至少写两个字。"},
    )
    in_full = forms.BooleanField(
        label="证件号码写全", required=False, help_text="默认脱敏；写全会单独记入审计。"
    )

    def __init__(
        self, data: Mapping[str, object] | None = None, *, is_sensitive: bool, may_in_full: bool
    ) -> None:
        super().__init__(data, label_suffix="")
        if not is_sensitive:
            del self.fields["reason"]
        if not (is_sensitive and may_in_full):
            del self.fields["in_full"]
