"""What the effects panel says: the policy's own figures, or what is missing for them."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from jishi.ledger.actions import load_history
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.places.models import Households, Unit
from jishi.places.rulings import loaded
from jishi.policy.pack.loader import list_packs
from jishi.policy.period import Month
from jishi.policy.uses.climbing import grade_everyone
from jishi.policy.uses.pay import pay_months
from jishi.registry.actions import changes, intake
from jishi.registry.actions.particulars import (
    Appointed,
    Entered,
    Figured,
    Graded,
    Graduated,
    Left,
    Particulars,
    Transferred,
)
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Person
from jishi.registry.rulings.estimates import estimates
from jishi.registry.rulings.grades import estimate_of, grade_of, pay_of
from jishi.registry.rulings.panel import Effect, Tone
from jishi.registry.rulings.records import communities_of, records_of
from jishi.registry.selectors.files import person_file
from jishi.roster.demo import make_demo
from tests.registry_core.town import LONG_AGO, TODAY, Town, a_number, build_town

DAY = date(2026, 12, 1)
DEMOS = tuple(code for code in list_packs() if code.endswith("-demo"))


def _somebody(town: Town) -> Person:
    degree = Graduated(level="本科", degree="学士", obtained_on=date(2010, 7, 1))
    return town.admit(education=degree)


def _seen(town: Town, person: Person, what: Particulars, on: date = DAY) -> dict[str, Effect]:
    seen = changes.preview(
        person=person,
        kind=ChangeKind(what.kind_of_change),
        particulars=what,
        on=on,
        sight=town.sight(),
    )
    return {effect.label: effect for effect in seen.effects}


def test_a_new_secretary_is_regraded_better_paid_and_kept_by_the_district(town: Town) -> None:
    person = _somebody(town)

    effects = _seen(town, person, Appointed(position="社区党组织书记", mode="选任"))

    assert effects["等级"].before == "4 级（工作人员 1—12 级）"
    assert effects["等级"].after == "10 级（社区正职 7—18 级）"
    assert effects["工资"].note == "按 2027-01 整月测算，每月增加 694.80元。"
    assert effects["工资"].tone is Tone.GOOD
    assert (effects["档案保管"].before, effects["档案保管"].after) == ("街道", "区委组织部")
    assert effects["档案保管"].clause == "办法/第三十九条"
    assert "还没有登记合同" in effects["合同"].note


def test_whoever_leaves_is_no_longer_paid(town: Town) -> None:
    effects = _seen(town, _somebody(town), Left(ground="辞职"))

    assert effects["等级"].after == "—"
    assert effects["工资"].after == "停发"


def test_a_confirmed_grade_is_what_pay_goes_by(town: Town) -> None:
    effects = _seen(town, _somebody(town), Graded(grade=6))

    assert effects["等级"].after.endswith("；核定 6 级")
    assert "与核定的 6 级不一致" in effects["等级"].note
    assert effects["工资"].changes


def test_a_missing_fact_is_named_and_never_taken_for_nothing(town: Town) -> None:
    effects = _seen(town, town.admit(), Appointed(position="无名职务"))

    assert effects["等级"].after.startswith("暂不能定级，缺：")
    assert effects["等级"].tone is Tone.UNKNOWN
    assert effects["工资"].after.startswith("暂不能测算，缺：")
    assert "0.00" not in effects["工资"].after


def test_a_unit_over_its_quota_is_warned_of(town: Town) -> None:
    for unit in town.communities[:2]:
        _count(unit, 350)
    person = _somebody(town)
    for number in range(2):
        town.admit(f"别人{number}", town.communities[1])

    seen = changes.preview(
        person=person,
        kind=ChangeKind.TRANSFER,
        particulars=Transferred(using_unit=town.communities[1]),
        on=DAY,
        sight=town.sight(),
    )

    left, joined = (effect for effect in seen.effects if effect.label == "员额")
    assert (left.before, left.after) == ("桂园社区 在岗 1/核定 1", "桂园社区 在岗 0/核定 1")
    assert (joined.before, joined.after) == ("松湾社区 在岗 2/核定 1", "松湾社区 在岗 3/核定 1")
    assert joined.tone is Tone.CAUTION
    assert "超过核定员额 2 人" in joined.note


def _count(unit: Unit, households: int) -> None:
    counted = Households(
        unit=unit,
        households=households,
        valid_from=date(2020, 1, 1),
        valid_before=FOREVER,
        recorded_at=LONG_AGO,
        superseded_at=UNTIL_NOW,
    )
    load_history([counted])


def test_posts_the_policy_does_not_like_together_are_warned_of_with_the_clause(town: Town) -> None:
    person = town.admit(position="社区党组织书记", mode="选任")

    seen = changes.preview(
        person=person,
        kind=ChangeKind.APPOINT,
        particulars=Appointed(position="社区服务中心主任", mode="聘任", adds=True),
        on=DAY,
        sight=town.sight(),
    )

    assert any("不宜由一人兼任" in warning and "第三十二条" in warning for warning in seen.warnings)
    assert any("待生效" in warning for warning in seen.warnings)


def test_what_an_admission_brings_about_is_told_before_anybody_is_on_file(town: Town) -> None:
    what = Entered(
        id_number=a_number(),
        name="李秀英",
        identity="统招专职",
        channel="招聘",
        using_unit=town.communities[0],
        position="专职社区工作者",
        education=Graduated(level="本科", degree="学士", obtained_on=date(2010, 7, 1)),
    )

    seen = intake.preview_admission(district=town.district, particulars=what, on=DAY, sight=town.sight())

    effects = {effect.label: effect for effect in seen.effects}
    assert effects["等级"].before == "—"
    assert effects["等级"].after.endswith("级）")
    assert not Person.objects.exists()


def test_a_district_without_a_policy_says_so(db: None) -> None:  # noqa: ARG001 # asks for the database
    town = build_town(pack="")
    effects = _seen(town, town.admit(), Left(ground="辞职"))

    (effect,) = effects.values()
    assert effect.tone is Tone.UNKNOWN
    assert "还没有选定政策包" in effect.note


@pytest.mark.parametrize("pack", DEMOS)
def test_the_quick_figures_are_those_of_everyone(pack: str) -> None:
    """The scalar way gives grade, next date, gross as the whole district's run does."""
    month, records = Month(2026, 11), make_demo(40, 3, on=TODAY)
    quick = estimates(loaded(pack), records, month)
    grades = {row.row: row for row in grade_everyone(loaded(pack), records, month.first_day).rows}
    pay = pay_months(loaded(pack), records, month, month)[0]

    for row, estimate in enumerate(quick):
        assert (estimate.grade is None) == (row not in grades)
        if estimate.grade is not None:
            told = grades[row]
            assert (estimate.grade.grade, estimate.grade.next_on) == (told.proposed, told.next_on)
            assert estimate.grade.missing == told.missing
        if estimate.pay is not None:
            assert estimate.pay.gross == pay.outputs[pay.roles["gross"]][row]


def test_a_preview_takes_less_than_a_third_of_a_second(town: Town) -> None:
    person = _somebody(town)
    what = Appointed(position="社区党组织书记", mode="选任")
    _seen(town, person, what)

    started = process_time()
    _seen(town, person, what)

    assert process_time() - started < 0.3


def test_a_worker_is_told_the_grade_and_pay_with_reasons(town: Town) -> None:
    person = _somebody(town)
    town.record(person, Figured(name="上年月均工资", value="4500.00"), date(2026, 1, 1))
    file = person_file(person)

    told, paid, quick = grade_of(file, TODAY), pay_of(file, TODAY), estimate_of(file, TODAY)

    assert told.grade is not None
    assert told.grade.row.proposed == 4
    assert paid.pay is not None
    assert quick is not None
    assert quick.grade is not None
    assert quick.grade.grade == 4


def test_records_of_a_file_are_those_a_roster_would_give(town: Town) -> None:
    _count(town.communities[0], 350)
    person = _somebody(town)

    records = records_of([person_file(person)], TODAY, communities=communities_of(town.district, TODAY))

    row = records.people.row(0, named=True)
    assert (row["community"], row["street"], row["entered_on"]) == ("桂园社区", "桂园街道", date(2020, 3, 1))
    assert row["left_before"] is None
    place = records.communities.row(0, named=True)
    assert (place["community"], place["households"], place["grids"]) == ("桂园社区", 350, 1)
