"""One change of many people at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from jishi.access.enums import Role
from jishi.registry.models import Change, Person, Standing
from tests.registry_pages.cast import Town, admit, seat
from tests.registry_pages.reading import text


def pick(client: Client, *people: Person, **more: str) -> str:
    """Pick people on the roster; the address of the first step."""
    answer = client.post("/roster/batch/", {"key": [person.uid for person in people], **more})
    assert answer.status_code == 302
    return str(answer["Location"])


def filled(client: Client, address: str, **values: Any) -> dict[str, Any]:
    """The form of a grade as somebody fills it in."""
    page = text(client, address)
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    return {"token": token[1], "grade": "3", "cause": "套改", "effective_on": "2026-11-01", **values}


def grades(*people: Person) -> list[int | None]:
    standings = Standing.objects.as_of(Change.objects.latest("pk").effective_on)
    return [standings.get(person=person).grade for person in people]


def test_looking_first_changes_nothing_and_confirming_changes_everybody(town: Town) -> None:
    people = [admit(town, town.communities[0], name) for name in ("甲", "乙")]
    client = town.client(Role.SOCIAL_WORK)
    address = f"{pick(client, *people)}grade/"
    form = filled(client, address)
    before = Change.objects.count()

    seen = client.post(address, form).content.decode()
    assert "共 2 人：可以办理 2 人" in seen
    assert Change.objects.count() == before

    done = client.post(address, {**form, "confirm": "1"}).content.decode()
    assert "全部登记完成" in done
    assert grades(*people) == [3, 3]


def test_confirming_twice_has_one_effect(town: Town) -> None:
    people = [admit(town, town.communities[0], name) for name in ("甲", "乙")]
    client = town.client(Role.SOCIAL_WORK)
    address = f"{pick(client, *people)}grade/"
    form = {**filled(client, address), "confirm": "1"}
    client.post(address, form)
    once = Change.objects.count()

    again = client.post(address, form)

    assert again.status_code == 200
    assert Change.objects.count() == once


def test_somebody_out_of_sight_is_not_taken_along(town: Town) -> None:
    mine, far = admit(town, town.communities[0], "本街"), admit(town, town.communities[2], "金丝雀")
    client = town.client(Role.STREET_CLERK)

    page = text(client, pick(client, mine, far))

    assert "1 人" in page
    assert "金丝雀" not in page


def test_the_whole_result_is_taken_not_the_page_alone(town: Town) -> None:
    for n in range(3):
        admit(town, town.communities[0], f"甲{n}")
    admit(town, town.communities[1], "别的社区")
    client = town.client(Role.STREET_CLERK)

    answer = client.post("/roster/batch/", {"whole": "1", "query": f"community={town.communities[0].pk}"})
    page = text(client, answer["Location"])

    assert "批量办理异动 · 3 人" in page
    assert "别的社区" not in page


def test_who_is_refused_is_listed_with_the_sentence_and_does_not_hold_up_the_others(town: Town) -> None:
    good = admit(town, town.communities[0], "可办")
    late = admit(town, town.communities[0], "后来", on=town.today)
    client = town.client(Role.SOCIAL_WORK)
    address = f"{pick(client, good, late)}grade/"
    form = filled(client, address, effective_on="2025-01-01")

    seen = client.post(address, form).content.decode()
    done = client.post(address, {**form, "confirm": "1"}).content.decode()

    assert "可以办理 1 人，不能办理 1 人" in seen
    assert "重办没有登记的 1 人" in done
    assert "撤销这 1 人的登记" in done


def test_a_batch_is_undone_while_nothing_was_built_on_it(town: Town) -> None:
    people = [admit(town, town.communities[0], name) for name in ("甲", "乙")]
    client = town.client(Role.SOCIAL_WORK)
    first = pick(client, *people)
    address = f"{first}grade/"
    done = client.post(address, {**filled(client, address), "confirm": "1"}).content.decode()
    recorded = re.findall(r'name="change" value="(\d+)"', done)

    page = client.post(f"{first}undo/", {"change": recorded}).content.decode()
    again = client.post(f"{first}undo/", {"change": recorded}).content.decode()

    assert "已撤销" in page
    assert "已经撤销，不必再处理" in again
    assert grades(*people) == [None, None]


def test_a_change_of_somebody_out_of_sight_cannot_be_undone_by_its_number(town: Town) -> None:
    mine, far = admit(town, town.communities[0], "本街"), admit(town, town.communities[2], "金丝雀")
    client = town.client(Role.STREET_CLERK)
    first = pick(client, mine)

    answer = client.post(f"{first}undo/", {"change": [Change.objects.get(person=far).pk]})

    assert answer.status_code == 404
    assert Change.objects.get(person=far).withdrawn_at is None


def test_a_form_with_faults_comes_back_with_them(town: Town) -> None:
    person = admit(town, town.communities[0], "甲")
    client = town.client(Role.SOCIAL_WORK)
    address = f"{pick(client, person)}grade/"

    answer = client.post(address, {**filled(client, address), "cause": "", "confirm": "1"})

    assert answer.status_code == 422
    assert "请填写事由" in answer.content.decode()


def test_nobody_picked_leads_back_to_the_roster_with_a_sentence(town: Town) -> None:
    answer = town.client(Role.STREET_CLERK).post("/roster/batch/", {"query": "sort=-grade"}, follow=True)

    assert answer.redirect_chain[-1][0] == "/roster/?sort=-grade"
    assert "还没有选人" in answer.content.decode()


def test_the_batch_of_another_session_is_not_there(town: Town) -> None:
    person = admit(town, town.communities[0], "甲")
    address = pick(town.client(Role.SOCIAL_WORK), person)

    assert town.client(Role.SOCIAL_WORK).get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.FINANCE, Role.STREET_LEADER, Role.SECRETARY, Role.LEADER])
def test_who_may_not_record_changes_has_no_batches(town: Town, role: Role) -> None:
    row = seat(town.communities[0], "甲")
    client = town.client(role)

    assert "批量办理异动" not in text(client, "/roster/")
    assert client.post("/roster/batch/", {"key": row.person.uid}).status_code == 403
