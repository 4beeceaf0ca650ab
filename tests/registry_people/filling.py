"""Filling in and sending the forms of the wizard as a browser would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client

from jishi.registry.models import Change, Person


@dataclass
class Sheet:
    """A form opened in one tab: its address and what is hidden in it."""

    client: Client
    address: str
    hidden: dict[str, str]

    def send(self, **typed: Any) -> Any:
        """Submit what was typed."""
        return self.client.post(self.address, {**self.hidden, **typed})


def open_sheet(client: Client, address: str) -> Sheet:
    """Open a form; it gets an address of its own."""
    page = client.get(address, follow=True)
    assert page.status_code == 200, page.status_code
    form = page.context["form"]
    hidden = {each.name: str(each.value()) for each in form.hidden_fields() if each.value() is not None}
    own = page.redirect_chain[-1][0] if page.redirect_chain else address
    return Sheet(client, own, hidden)


def open_change(client: Client, person: Person, kind: str) -> Sheet:
    """Open the form of one kind of change of somebody."""
    return open_sheet(client, f"/people/{person.uid}/changes/new/{kind}/")


def last_change(person: Person) -> Change:
    """The change recorded last."""
    return Change.objects.filter(person=person).latest("pk")


def words(page: Any) -> str:
    """What a page says."""
    text: str = page.content.decode()
    return text
