"""网格与分片: who holds which grid, which have a fault, giving them to somebody."""

from __future__ import annotations

from jishi.access.enums import Role
from jishi.places.actions import households
from jishi.places.actions.blueprints import Count
from jishi.registry.models import Assignment, Person
from tests.places.conftest import CLERK
from tests.registry_places.conftest import LONG_AGO, Town, text_of


def held(town: Town, person: Person, *, deputy: bool = False) -> list[str]:
    rows = Assignment.objects.true_on(town.today).known_at(None).filter(person=person, as_deputy=deputy)
    return sorted(row.unit.name for row in rows.select_related("unit"))


def test_grids_without_an_owner_and_with_several_are_listed_as_faults(town: Town) -> None:
    one, two = town.admit("王一", "桂园社区"), town.admit("王二", "桂园社区")
    town.assign(one, "第一网格", "桂园社区")
    town.assign(two, "第一网格", "桂园社区")
    town.assign(one, "第二网格", "桂园社区")
    client = town.client()

    everything = text_of(client.get("/grids/"))
    nobody = text_of(client.get("/grids/?state=nobody"))
    several = text_of(client.get("/grids/?state=several"))

    assert "全部 4" in everything
    assert "无人负责 2" in everything
    assert "第三网格" in nobody
    assert "第二网格" not in nobody
    assert "王一、王二" in several


def test_the_size_of_grids_is_judged_by_the_policy_where_it_says_one(town: Town) -> None:
    client = town.client(unit="远山区")
    assert "每个网格 200–300 户" in text_of(client.get("/grids/"))
    households.record(
        unit=town.grid("第一网格", "远山社区"),
        count=Count(320),
        on=town.today,
        reason="",
        by=CLERK,
        at=LONG_AGO,
    )
    assert "户数偏多" in text_of(client.get("/grids/"))
    assert "不判断规模" in text_of(town.client().get("/grids/"))


def test_grids_are_found_by_name_community_and_holder(town: Town) -> None:
    town.assign(town.admit("王一", "桂园社区"), "第一网格", "桂园社区")
    client = town.client()

    assert "1 个网格" in text_of(client.get("/grids/?q=王一"))
    assert "3 个网格" in text_of(client.get(f"/grids/?community={town['桂园社区'].pk}"))


def test_several_grids_are_given_to_one_person_and_others_keep_what_else_they_hold(town: Town) -> None:
    one, two = town.admit("王一", "桂园社区"), town.admit("王二", "桂园社区")
    for name in ("第一网格", "第二网格"):
        town.assign(one, name, "桂园社区")
    town.assign(one, "第三网格", "桂园社区", deputy=True)
    grid = town.grid("第一网格", "桂园社区").pk

    response = town.client().post(
        f"/grids/reassign/?grid={grid}",
        {"holder": two.uid, "post": "a", "on": town.today.isoformat(), "reason": "轮岗"},
        follow=True,
    )

    assert "已分派 1 个网格" in text_of(response)
    assert held(town, two) == ["第一网格"]
    assert held(town, one) == ["第二网格"]
    assert held(town, one, deputy=True) == ["第三网格"]


def test_giving_a_grid_to_who_holds_it_already_is_refused_in_words(town: Town) -> None:
    one = town.admit("王一", "桂园社区")
    town.assign(one, "第一网格", "桂园社区")
    grid = town.grid("第一网格", "桂园社区").pk

    response = town.client().post(
        f"/grids/reassign/?grid={grid}", {"holder": one.uid, "post": "a", "on": town.today.isoformat()}
    )

    assert response.status_code == 422
    assert "所选网格已由这位同志负责，没有变化" in text_of(response)


def test_a_batch_over_the_whole_result_goes_on_to_the_form_with_its_grids(town: Town) -> None:
    client = town.client()

    response = client.post(
        "/grids/reassign/", {"whole": "1", "query": f"community={town['桂园社区'].pk}"}, follow=True
    )

    assert "分派网格 · 3 个" in text_of(response)


def test_cards_for_doors_name_the_holder_and_leave_the_telephone_open(town: Town) -> None:
    town.assign(town.admit("王一", "桂园社区"), "第一网格", "桂园社区")

    page = text_of(town.client().get(f"/grids/cards/?grid={town.grid('第一网格', '桂园社区').pk}"))

    assert "桂园社区 第一网格 网格负责人 王一" in page
    assert "199" not in page


def test_grids_of_other_streets_do_not_exist_for_a_street(town: Town) -> None:
    client, foreign = town.client(Role.STREET_CLERK, "城南街道"), town.grid("第一网格", "东苑社区").pk

    assert client.get(f"/grids/cards/?grid={foreign}").status_code == 404
    assert client.get(f"/grids/reassign/?grid={foreign}").status_code == 404
    assert "还没有登记网格" in text_of(client.get("/grids/"))


def test_who_may_not_change_people_gives_no_grids(town: Town) -> None:
    grid = town.grid("第一网格", "桂园社区").pk

    assert town.client(Role.LEADER).get(f"/grids/reassign/?grid={grid}").status_code == 403
