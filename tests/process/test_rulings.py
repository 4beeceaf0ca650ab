"""A pack's flow becomes the seats of a case, in the words of its document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jishi.access.enums import Role
from jishi.ledger import Refused
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.policy.pack.loader import list_packs, load_pack
from jishi.policy.pack.model import BLANK
from jishi.process.rulings import Offices, course_of, flow_of, roles_of

CITY = Unit(pk=1, kind=UnitKind.CITY, name="清江市", path="00001/")
DISTRICT = Unit(pk=2, kind=UnitKind.DISTRICT, name="清河区", path="00001/00001/", parent=CITY)
STREETS = (
    Unit(pk=3, kind=UnitKind.STREET, name="东城街道", path="00001/00001/00001/"),
    Unit(pk=4, kind=UnitKind.STREET, name="西关街道", path="00001/00001/00002/"),
)
SOCIAL = Unit(pk=5, kind=UnitKind.OFFICE, name="区委社会工作部", path="00001/00001/00003/")
OFFICES = Offices(district=DISTRICT, streets=STREETS[:1], by_name={SOCIAL.name: SOCIAL})


def test_a_grading_goes_from_the_street_through_the_district_offices() -> None:
    course = course_of(flow_of("general-example", "定级"), offices=OFFICES)

    assert [step.name for step in course.steps] == [
        "核对年限学历证书",
        "测算公示",
        "民政复核",
        "社工部审核",
        "组织部确认",
    ]
    first, social = course.steps[0].seats[0], course.steps[3].seats[0]
    assert (first.label, first.unit_id) == ("东城街道", 3)
    assert (social.roles, social.unit_id) == ((Role.SOCIAL_WORK.value,), SOCIAL.pk)
    assert course.steps[0].days == 5


def test_where_two_streets_are_touched_both_sit_and_both_must_agree() -> None:
    course = course_of(flow_of("general-example", "调薪"), offices=replace(OFFICES, streets=STREETS))
    assert [seat.label for seat in course.steps[1].seats] == ["东城街道", "西关街道"]
    assert course.steps[1].needed == 2


def test_a_joint_review_seats_every_office_of_the_list() -> None:
    units = {f"单位{n}": Unit(pk=10 + n, kind=UnitKind.OFFICE, name=f"单位{n}") for n in range(3)}
    course = course_of(flow_of("general-example", "联审"), offices=replace(OFFICES, by_name=units))
    joint = course.steps[2]
    assert [seat.label for seat in joint.seats] == ["单位0", "单位1", "单位2"]
    assert joint.needed == 3


def test_a_missing_flow_and_an_office_left_blank_stop_with_a_sentence() -> None:
    with pytest.raises(Refused, match="没有“调岗”的办理流程"):
        flow_of("general-example", "调岗")
    with pytest.raises(Refused, match="还不能对应到平台的角色"):
        roles_of(BLANK, "流程“退出”的环节“审批”")


@pytest.mark.parametrize("code", [code for code in list_packs() if code.endswith("-demo")])
def test_every_office_a_demo_pack_names_is_known_or_openly_blank(code: str) -> None:
    words = {step.role for flow in load_pack(code).flows for step in flow.steps if step.role != BLANK}
    unknown = []
    for word in sorted(words):
        try:
            roles_of(word, "流程")
        except Refused:
            unknown.append(word)
    assert unknown in ([], ["县（市、区）"])  # a whole county is no office: the district has to say which


@pytest.mark.parametrize("code", [code for code in list_packs() if code.endswith("-demo")])
def test_every_demo_district_can_transfer_and_correct(code: str) -> None:
    within = course_of(flow_of(code, "街道内调动"), offices=OFFICES)
    across = course_of(flow_of(code, "跨街道调动"), offices=replace(OFFICES, streets=STREETS))
    correcting = course_of(flow_of(code, "信息更正"), offices=OFFICES)
    of_the_district = course_of(flow_of(code, "区管信息更正"), offices=OFFICES)

    assert [[seat.label for seat in step.seats] for step in within.steps] == [["东城街道"]]
    assert [step.needed for step in across.steps] == [2, 1]
    assert across.steps[1].seats[0].roles == (Role.SOCIAL_WORK.value,)
    assert [step.seats[0].roles for step in correcting.steps] == [
        (Role.STREET_CLERK.value,),
        (Role.STREET_LEADER.value,),
    ]
    assert of_the_district.steps[0].seats[0].roles == (Role.ORGANISATION.value,)
