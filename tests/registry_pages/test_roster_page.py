"""花名册 as somebody at a desk meets it."""

from __future__ import annotations

from jishi.access.enums import Role
from tests.registry_pages.cast import Town, seat


def test_the_roster_lists_the_people_of_ones_street(town: Town) -> None:
    seat(town.communities[0], "王本街", spelling="wangbenjie wbj")

    answer = town.client(Role.STREET_CLERK).get("/roster/")

    assert answer.status_code == 200
    assert "王本街" in answer.content.decode()
