"""The invented district, a browser in every office, and what people do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client

from jishi.access.enums import Role
from jishi.process.models import Case, Seat
from jishi.registry.models import Employment, Person
from tests.registry_people.cast import Cast, build_cast
from tests.registry_people.filling import open_sheet


@dataclass
class Offices:
    """Browsers by office: the clerk and leaders of both streets, the two departments of the district."""

    cast: Cast
    clerk: Client
    leader: Client
    other_leader: Client
    social_work: Client
    organisation: Client

    def ask_transfer(self, person: Person, to: int = 2, **typed: Any) -> Any:
        """Send the form of a transfer to a community as the clerk."""
        sheet = open_sheet(self.clerk, f"/people/{person.uid}/changes/new/transfer/")
        values = {"using_unit": self.cast.communities[to].pk, "effective_on": self.cast.today, **typed}
        return sheet.send(**values)

    def speak(self, client: Client, case: Case, verdict: str = "agree", text: str = "", **typed: Any) -> Any:
        """Say something on a case's own page."""
        page = client.get(f"/cases/{case.pk}/")
        seat = page.context["seat"]
        number = seat.pk if seat else Seat.objects.filter(case=case).latest("pk").pk
        values = {"seat": number, "digest": case.content_digest, "verdict": verdict, "text": text, **typed}
        return client.post(f"/cases/{case.pk}/opinion/", values)

    def works_at(self, person: Person) -> str:
        """The community somebody works in today."""
        held = Employment.objects.known_at(None).true_on(self.cast.today).get(person=person)
        return held.using_unit.name


def build_offices() -> Offices:
    """Everybody signed in."""
    cast = build_cast()
    return Offices(
        cast,
        clerk=cast.client(Role.STREET_CLERK),
        leader=cast.client(Role.STREET_LEADER),
        other_leader=cast.client(Role.STREET_LEADER, cast.streets[1]),
        social_work=cast.client(Role.SOCIAL_WORK),
        organisation=cast.client(Role.ORGANISATION),
    )


def last_case() -> Case:
    """The case sent last."""
    return Case.objects.latest("pk")


def words(page: Any) -> str:
    """What a page says."""
    return str(page.content.decode())
