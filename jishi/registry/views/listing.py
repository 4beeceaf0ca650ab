"""A roster as one request asks for it: who may see it, the day looked at, the questions, the order.

Shared by the page, its drawer, its export and its batches, so that all four speak of the same people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.http import QueryDict

from jishi.access.views.doors import Visit
from jishi.registry.enums import Presence
from jishi.registry.forms.roster import criteria_of, roster_filters
from jishi.registry.models import Standing
from jishi.registry.models.standing import StandingQuerySet
from jishi.registry.presenters.roster import PAGE, basis_of, shown_columns, table_columns
from jishi.registry.selectors.columns import RosterColumn
from jishi.registry.selectors.counting import Register, register_of
from jishi.registry.selectors.narrowing import (
    Criteria,
    Day,
    by_presence,
    counted,
    merged_page,
    ordered,
    page_of,
    parts_within_sight,
    question_of,
    standings_of,
    within_sight,
)
from jishi.registry.selectors.unit_names import Place, places_offered
from jishi.registry.selectors.words import words_within
from jishi.ui.lists import ListSpec, ListState
from jishi.ui.models import SavedView
from jishi.ui.selectors import remembered_of

FAR = 500  # rows from the first on, from where a large list is not read from its beginning


@dataclass(frozen=True)
class Listing:
    """The people one address asks for, and how they are to be shown."""

    visit: Visit
    day: Day
    state: ListState
    places: tuple[Place, ...]
    criteria: Criteria
    register: Register
    saved: tuple[SavedView, ...] = ()

    @property
    def scope(self) -> StandingQuerySet:
        """Everybody within sight on the day."""
        return within_sight(self.visit.sight, self.day)

    @cached_property
    def question(self) -> Q:
        """All that is asked, save the state."""
        return question_of(self.criteria, sight=self.visit.sight, day=self.day)

    @property
    def rows(self) -> StandingQuerySet:
        """Those who answer, in order."""
        return ordered(self._answering(self.scope), self.state.order)

    def page(self, start: int, size: int) -> list[Standing]:
        """Some of those who answer, in order, read in full."""
        by_name = self.state.order == "name"
        if self.register.is_large and (start >= FAR or not by_name):
            keys = self.register.order((self.criteria, self.state.order), self.rows)
            return standings_of(keys[start : start + size], self.day)
        if not by_name:
            return page_of(self.rows, start=start, size=size, day=self.day)
        parts = parts_within_sight(self.visit.sight, self.day)
        answering = [self._answering(part) for part in parts]
        return merged_page(answering, start=start, size=size, day=self.day)

    def _answering(self, rows: StandingQuerySet) -> StandingQuerySet:
        return rows.filter(self.question, presence__in=self.criteria.presences)

    @property
    def columns(self) -> tuple[RosterColumn, ...]:
        """The columns shown, in order."""
        return shown_columns(self.state)

    @property
    def basis(self) -> str:
        """What the list is of, in words."""
        return basis_of(self.state)

    def counts(self, others: Mapping[str, Criteria]) -> tuple[dict[str, int], dict[str, int]]:
        """Head counts by state of who answers everything else, and of other questions, in one query."""
        found = self.register.counts((self.criteria, others), lambda: self._counted(others))
        return {key: found[key] for key in Presence.values}, {key: found[key] for key in others}

    def _counted(self, others: Mapping[str, Criteria]) -> dict[str, int]:
        sight = self.visit.sight
        questions = {
            key: question_of(asked, sight=sight, day=self.day) & Q(presence__in=asked.presences)
            for key, asked in others.items()
        }
        return counted(self.scope, {**by_presence(self.question), **questions})

    def total(self, counts: Mapping[str, int]) -> int:
        """How many rows there are: the sum of the states asked for."""
        return sum(counts[state] for state in self.criteria.presences)


def listing_of(visit: Visit, query: QueryDict) -> Listing:
    """Read the address of a roster for a visit."""
    asked: dict[str, Sequence[str]] = {name: [str(each) for each in values] for name, values in query.lists()}
    day = Day(visit.on, visit.known_at)
    register = register_of(visit.sight, day)
    places = register.kept("default", "places", lambda: tuple(places_offered(visit.sight, day)))
    filters = roster_filters(visit.sight, places, words_within(visit.sight), asked)
    spec = ListSpec(PAGE, "花名册", "人", table_columns(visit.sight), filters, default_sort="name")
    preference, saved = remembered_of(visit.account, PAGE)
    state = ListState.read(query, spec, preference)
    return Listing(visit, day, state, places, criteria_of(state, places), register, tuple(saved))
