"""What is refused, and the sentence that says why and how to go on; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from jishi.audit.models import Event
from jishi.ledger import Refused
from jishi.registry.actions.particulars import (
    Appointed,
    Assessed,
    Assigned,
    Awarded,
    Certified,
    Contracted,
    Described,
    Entered,
    Figured,
    Graded,
    Graduated,
    Identified,
    Left,
    Particulars,
    Reached,
    Removed,
    Served,
    Transferred,
)
from jishi.registry.models import Appointment, Change, Person, Standing
from tests.registry_core.town import Town

CAME = date(2020, 3, 1)
LATER = date(2026, 10, 1)
Make = Callable[[Town, Person], Particulars]


def _post(person: Person) -> int:
    key: int = Appointment.objects.get(person=person).pk
    return key


CASES: list[tuple[str, date, Particulars | Make, str, str]] = [
    ("before entry", date(2019, 1, 1), Graded(grade=3), "on", "早于王晓明的进入日期 2020-03-01"),
    (
        "transfer to the same unit",
        LATER,
        lambda town, _: Transferred(using_unit=town.communities[0]),
        "using_unit",
        "没有变化",
    ),
    (
        "transfer on the day of entry",
        CAME,
        lambda town, _: Transferred(using_unit=town.communities[1]),
        "on",
        "同一天不能再调动",
    ),
    (
        "transfer to an office",
        LATER,
        lambda town, _: Transferred(using_unit=town.district),
        "using_unit",
        "使用主体应是社区或街道",
    ),
    (
        "transfer to another district",
        LATER,
        lambda town, _: Transferred(using_unit=town.far_community),
        "using_unit",
        "跨区流动",
    ),
    ("exit on the day of entry", CAME, Left(ground="辞职"), "on", "退出日期要晚于进入日期"),
    ("exit without a ground", LATER, Left(ground=" "), "ground", "请选择退出情形"),
    ("entering twice", LATER, lambda town, _: _entering(town), "person", "自 2020-03-01 起在岗"),
    (
        "the same post again",
        LATER,
        Appointed(position="专职社区工作者", adds=True),
        "position",
        "起止日期重叠",
    ),
    (
        "a post elsewhere without transfer",
        LATER,
        lambda town, _: Appointed(position="居委会委员", unit=town.communities[1]),
        "unit",
        "请先办理调动",
    ),
    (
        "a post that ends before it begins",
        LATER,
        Appointed(position="居委会委员", ends_before=date(2026, 9, 1)),
        "ends_before",
        "早于起始日期",
    ),
    ("another post on the same day", CAME, Appointed(position="居委会委员"), "on", "请选“兼任”"),
    (
        "removal on the day of appointment",
        CAME,
        lambda _, person: Removed(appointment=_post(person)),
        "on",
        "不晚于任职日期",
    ),
    ("removal from a post nobody holds", LATER, Removed(appointment=0), "appointment", "没有找到"),
    ("the same identity", LATER, Identified(identity="统招专职"), "", "没有变化"),
    ("two identities on a day", CAME, Identified(identity="转聘"), "on", "同一天只能有一项"),
    ("a grade out of all ranges", LATER, Graded(grade=99), "grade", "应在 1 至 30 之间"),
    (
        "a degree as a child",
        LATER,
        Graduated(level="本科", obtained_on=date(2000, 7, 1)),
        "obtained_on",
        "不满 15 周岁",
    ),
    (
        "a degree obtained later than told",
        LATER,
        Graduated(level="本科", obtained_on=date(2026, 11, 1)),
        "obtained_on",
        "晚于生效日期",
    ),
    (
        "a certificate that lapses first",
        LATER,
        Certified(name="社会工作师", obtained_on=LATER, registered_before=date(2026, 1, 1)),
        "registered_before",
        "早于起始日期",
    ),
    ("an assessment of a year to come", LATER, Assessed(year=2027, result="优秀"), "year", "还没有到"),
    ("an assessment of a year away", LATER, Assessed(year=2018, result="优秀"), "year", "没有在岗"),
    (
        "a contract that runs backwards",
        LATER,
        Contracted(party="街道", kind="劳动合同", ends_before=date(2025, 1, 1)),
        "ends_before",
        "早于起始日期",
    ),
    (
        "a reward given in days to come",
        LATER,
        Awarded(name="优秀", awarded_on=date(2026, 12, 1)),
        "awarded_on",
        "晚于生效日期",
    ),
    (
        "service counted twice",
        date(2021, 1, 1),
        Served(workplace="他处", ends_before=date(2022, 1, 1)),
        "on",
        "不能计两次年限",
    ),
    ("an assignment to nowhere", LATER, Assigned(), "unit", "请选择网格或社区"),
    ("no assignment to end", LATER, Assigned(replaces=True), "on", "没有分工"),
    ("nothing new in a profile", LATER, Described(), "", "没有填写要变更的内容"),
    ("a birth in days to come", LATER, Described(birth_on=date(2030, 1, 1)), "birth_on", "不合常理"),
    ("a telephone too short", LATER, Reached(phone="19900"), "phone", "11 位数字"),
    ("a bank card mistyped", LATER, Reached(bank_card="6222020000000000001"), "bank_card", "校验不符"),
    ("a figure that is not there", LATER, Figured(name="培训学时", value=""), "value", "没有变化"),
    ("a day centuries away", date(2206, 1, 1), Graded(grade=3), "on", "不合常理"),
]


def _entering(town: Town) -> Entered:
    return Entered(
        name="王晓明",
        identity="统招专职",
        channel="招聘",
        using_unit=town.communities[1],
        position="专职社区工作者",
    )


@pytest.mark.parametrize(
    ("on", "what", "field", "words"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_cannot_be_is_refused_in_a_sentence_beside_its_field(
    town: Town, on: date, what: Particulars | Make, field: str, words: str
) -> None:
    person = town.admit(on=CAME)
    before = (Change.objects.count(), Standing.objects.count(), Event.objects.count())

    with pytest.raises(Refused) as refusal:
        town.record(person, what(town, person) if callable(what) else what, on)

    assert words in refusal.value.sentence
    assert refusal.value.sentence.endswith("。")
    assert refusal.value.field == field
    assert (Change.objects.count(), Standing.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize(
    "what",
    [Graded(grade=3), Identified(identity="转聘"), Left(ground="辞职"), Assessed(year=2026, result="优秀")],
    ids=lambda what: what.kind_of_change.value,
)
def test_nothing_happens_to_somebody_who_left(town: Town, what: Particulars) -> None:
    person = town.admit(on=CAME)
    town.record(person, Left(ground="辞职"), LATER)

    with pytest.raises(Refused, match=r"已于 2026-10-01 退出"):
        town.record(person, what, date(2026, 11, 1))


def test_a_result_is_told_once_a_year(town: Town) -> None:
    person = town.admit(on=CAME)
    town.record(person, Assessed(year=2025, result="合格"), date(2026, 1, 20))

    with pytest.raises(Refused, match="2025 年度的考核已登记为“合格”"):
        town.record(person, Assessed(year=2025, result="优秀"), date(2026, 2, 20))


def test_a_certificate_is_not_told_twice(town: Town) -> None:
    person = town.admit(on=CAME)
    town.record(person, Certified(name="社会工作师", number="20250001"), LATER)

    with pytest.raises(Refused, match="20250001"):
        town.record(person, Certified(name="助理社会工作师", number="20250001"), LATER)


def test_whoever_has_a_change_to_come_cannot_leave_before_it(town: Town) -> None:
    person = town.admit(on=CAME)
    town.record(person, Transferred(using_unit=town.communities[1]), date(2026, 12, 1))

    with pytest.raises(Refused, match=r"在 2026-12-01 还有一条用工关系登记"):
        town.record(person, Left(ground="辞职"), LATER)


def test_contracts_do_not_overlap_and_one_without_end_gives_way(town: Town) -> None:
    person = town.admit(on=CAME)
    town.record(person, Contracted(party="街道", kind="劳动合同"), date(2020, 4, 1))
    town.record(
        person, Contracted(party="街道", kind="劳动合同", ends_before=date(2027, 1, 1)), date(2024, 1, 1)
    )

    with pytest.raises(Refused, match=r"2024-01-01 至 2026-12-31"):
        town.record(person, Contracted(party="街道", kind="劳动合同"), date(2026, 6, 1))


def test_a_transferred_elected_head_must_be_given_a_post(town: Town) -> None:
    person = town.admit(on=CAME, position="居委会主任", mode="选任")

    with pytest.raises(Refused, match="调出后自然终止") as refusal:
        town.record(person, Transferred(using_unit=town.communities[1]), LATER)

    assert refusal.value.field == "position"


def test_the_age_of_whoever_enters_is_looked_at(town: Town) -> None:
    from tests.registry_core.town import a_number

    with pytest.raises(Refused, match="不满 16 周岁"):
        town.admit(id_number=a_number(date(2008, 5, 1)), on=date(2020, 3, 1))
