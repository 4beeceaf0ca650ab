"""The page of one person, by whom it is looked at and as of which day."""

from __future__ import annotations

from jishi.access.enums import Role
from tests.registry_people.cast import Cast


def test_the_page_heads_with_name_post_place_and_state(cast: Cast) -> None:
    person = cast.worker()

    page = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/")

    assert page.status_code == 200
    text = page.content.decode()
    for word in ("王晓明", "专职社区工作者", "桂园社区", "桂园街道", "在岗", "5 级", "2029-02-28"):
        assert word in text
