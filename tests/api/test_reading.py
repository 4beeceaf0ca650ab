"""What a token reads is what its duty sees, and nothing else is anywhere in an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from jishi.access.enums import FieldGroup, Level, Role
from jishi.access.models import FieldRight
from jishi.audit.models import Event
from jishi.registry.actions.particulars import Transferred
from tests.api.conftest import Reader, reader_of
from tests.registry_people.cast import CARD, PHONE, Cast

HOLDERS = (Role.CITY, Role.ORGANISATION, Role.SOCIAL_WORK)


def everything(reader: Reader, on: date | None = None) -> str:
    """All a token can read, as text."""
    query = {"on": on.isoformat()} if on else {}
    people = reader.read("people", query)["people"]
    texts = [reader.ask("people", query).content, reader.ask("places", query).content]
    texts += [reader.ask(f"people/{person['uid']}", query).content for person in people]
    districts = [place["id"] for place in reader.read("places")["places"] if place["kind"] == "district"]
    texts += [reader.ask("events", {"district": number}).content for number in districts]
    return b"".join(texts).decode()


@pytest.mark.parametrize("role", HOLDERS)
@pytest.mark.parametrize("days", [0, 365])
def test_a_token_reads_its_own_scope_and_nothing_of_anybody_else(cast: Cast, role: Role, days: int) -> None:
    cast.worker("范围内")
    canary = cast.stranger("金丝雀")
    text = everything(reader_of(cast, role), cast.days_ago(days) if days else None)
    assert "范围内" in text
    traces = (canary.uid, canary.worker_number, canary.id_number_tail, "金丝雀", cast.far_community.name)
    seen = [trace for trace in traces[:1] + traces[2:] if trace in text]
    assert bool(seen) == (role is Role.CITY)


@pytest.mark.parametrize("role", HOLDERS)
def test_no_identifier_is_ever_written_in_full(cast: Cast, role: Role) -> None:
    number = cast.worker().id_number_tail
    text = everything(reader_of(cast, role))
    assert PHONE not in text
    assert CARD not in text
    assert f"{number[-4:]}" in text
    assert number not in text


@pytest.mark.parametrize(
    ("group", "field"),
    [
        (FieldGroup.IDENTIFIERS, "id_number"),
        (FieldGroup.QUALIFICATION, "education"),
        (FieldGroup.GRADE, "grade"),
    ],
)
def test_a_field_group_a_district_takes_away_is_null_and_named_as_hidden(
    cast: Cast, reader: Reader, group: FieldGroup, field: str
) -> None:
    person = cast.worker()
    assert reader.read(f"people/{person.uid}")[field] is not None
    FieldRight.objects.create(district=cast.district, role=Role.SOCIAL_WORK, group=group, level=Level.NONE)
    for told in (reader.read(f"people/{person.uid}"), *reader.read("people")["people"]):
        assert told[field] is None
        assert field in told["hidden"]
    kinds = {"grade": "grade", "education": "education", "id_number": "contact"}
    events = reader.read("events")["events"]
    assert all(event["summary"] is None for event in events if event["kind"] == kinds[field])
    assert any(event["summary"] for event in events)


def test_somebody_out_of_sight_cannot_be_told_from_nobody(cast: Cast, reader: Reader) -> None:
    stranger = reader.ask(f"people/{cast.stranger().uid}")
    nobody = reader.ask("people/nobody")
    assert (stranger.status_code, stranger.content) == (404, nobody.content)
    assert reader.ask("events", {"district": cast.other_district.pk}).status_code == 404


def test_a_past_day_and_past_knowledge_are_answered_as_they_were(cast: Cast, reader: Reader) -> None:
    person = cast.admit("王晓明")
    before = cast.at()
    cast.record(person, Transferred(using_unit=cast.communities[1]), cast.days_ago(10))
    where = f"people/{person.uid}"
    assert reader.read(where)["community"] == "松湾社区"
    assert reader.read(where, {"on": cast.days_ago(11)})["community"] == "桂园社区"
    assert reader.read(where, {"known": before.isoformat()})["community"] == "桂园社区"


def test_the_tree_names_every_place_under_its_parent(cast: Cast, reader: Reader) -> None:
    places = {place["id"]: place for place in reader.read("places")["places"]}
    grid = places[cast.grid.pk]
    assert places[grid["parent"]]["name"] == "桂园社区"
    assert cast.far_community.pk not in places


def test_an_unchanged_person_is_not_sent_again(cast: Cast, reader: Reader) -> None:
    person = cast.admit()
    first = reader.ask(f"people/{person.uid}")
    had = {"if-none-match": f"W/{first['ETag']}"}
    again = reader.ask(f"people/{person.uid}", {}, **had)
    assert (again.status_code, again.content) == (304, b"")
    cast.record(person, Transferred(using_unit=cast.communities[1]), cast.today - timedelta(days=1))
    assert reader.ask(f"people/{person.uid}", {}, **had).status_code == 200


def test_every_request_is_one_event_of_the_audit(cast: Cast, reader: Reader) -> None:
    for number in range(3):
        cast.admit(f"某人{number}")
    for what in ("people", "places", "events"):
        before = Event.objects.filter(verb="api.read").count()
        reader.ask(what)
        assert Event.objects.filter(verb="api.read").count() == before + 1
    told = Event.objects.filter(verb="api.read", subject_key="人员").get().details
    assert (told["rows"], told["token"]) == (3, reader.token.prefix)


def test_answers_are_kept_nowhere(reader: Reader) -> None:
    for what in ("people", "people/nobody", "openapi.json"):
        assert reader.ask(what)["Cache-Control"] == "no-store"


def test_the_description_names_every_address_and_its_refusals(cast: Cast, reader: Reader) -> None:
    told = reader.read("openapi.json")
    assert set(told["paths"]) == {
        f"/api/v1/{what}" for what in ("places", "people", "people/{uid}", "events")
    }
    for path in told["paths"].values():
        assert {"200", "401", "403", "404", "422"} <= set(path["get"]["responses"])
    signed_in = cast.client(Role.CITY).get("/account/tokens/openapi.json")
    assert signed_in.json() == told


def test_only_reading_is_offered(reader: Reader) -> None:
    answer = Client().post("/api/v1/people", headers={"authorization": f"Bearer {reader.text}"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert "GET" in answer.json()["sentence"]
