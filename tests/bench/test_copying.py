"""The district `python -m bench.platform` looks at: copies are other people with the same history."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from bench.platform import town
from jishi.registry.models import Contact, Person, Standing
from jishi.vault import unseal


@pytest.mark.django_db(transaction=True)
def test_a_large_district_is_a_small_one_again_and_again_under_other_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(town, "TAKEN_IN", 25)

    town.fill(60, at=timezone.now())

    people = Person.objects.count()
    spans = Standing.objects.values("person").annotate(spans=Count("pk")).values_list("spans", flat=True)
    assert people >= 60
    assert Person.objects.values("id_number_index").distinct().count() == people
    assert len(spans) == people
    copied = Contact.objects.select_related("person").latest("pk")
    phone = unseal(copied.phone_sealed, table="contact", row=copied.person.uid, field="phone")
    assert phone.endswith(copied.phone_tail)
    assert "standings_listed" in connection.introspection.get_constraints(
        connection.cursor(), Standing._meta.db_table
    )
