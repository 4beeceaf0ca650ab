"""Every address × role × relation comes out as docs/authorisation.yaml says."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.architecture.tree import listing
from tests.authz.cells import differing
from tests.authz.matrix import Page, addresses, pages
from tests.authz.town import Town, address

pytestmark = pytest.mark.django_db

NAMES = [page.route or "home" for page in pages()]


def test_every_address_is_in_the_matrix_and_nothing_else() -> None:
    listed = {page.route for page in pages()}
    unlisted = sorted(addresses() - listed)
    gone = sorted(listed - addresses())
    assert not unlisted, f"decide in docs/authorisation.yaml who may enter:{listing(unlisted)}"
    assert not gone, f"no such address any more; take the line out:{listing(gone)}"


@pytest.mark.parametrize("page", pages(), ids=NAMES)
def test_every_cell_comes_out_as_the_matrix_says(page: Page, town: Town) -> None:
    wrong = differing(page, town)
    assert not wrong, listing(wrong[:20])


@pytest.mark.parametrize("page", pages(), ids=NAMES)
def test_somebody_not_signed_in_gets_the_sign_in_page_alone(page: Page, town: Town) -> None:
    where = address(page.route, page.about, town.objects["here"])
    for method in page.roles:
        client = Client()
        answer = client.get(where) if method == "GET" else client.post(where)
        if page.is_api:
            assert answer.status_code == 401
        elif page.is_open:
            assert answer.status_code in {200, 400}
        else:
            assert (answer.status_code, answer.headers.get("Location", "")[:7]) == (302, "/login/")
