"""The shape every dated fact has, and how facts true on a day and known at an instant are found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from jishi.policy.period import Span

FOREVER = date(9999, 12, 31)  # valid_before of a fact that still holds
UNTIL_NOW = datetime(9999, 12, 31, tzinfo=UTC)  # superseded_at of a fact nobody has corrected

_Fact = TypeVar("_Fact", bound="DatedFact")


class DatedQuerySet(models.QuerySet[_Fact]):
    """Facts by their two times; writing in bulk goes through `jishi.ledger.actions` alone."""

    def true_on(self, on: date) -> Self:
        """Those true on a day."""
        return self.filter(valid_from__lte=on, valid_before__gt=on)

    def true_within(self, span: Span) -> Self:
        """Those true on any day of a span."""
        found = self.filter(valid_before__gt=span.valid_from)
        return found if span.valid_before is None else found.filter(valid_from__lt=span.valid_before)

    def known_at(self, moment: datetime | None) -> Self:
        """Those known at an instant; None asks what is known now."""
        if moment is None:
            return self.filter(superseded_at=UNTIL_NOW)
        return self.filter(recorded_at__lte=moment, superseded_at__gt=moment)

    def update(self, **values: Any) -> int:
        raise NotImplementedError("dated facts are superseded by jishi.ledger.actions, never updated")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NotImplementedError("dated facts are superseded by jishi.ledger.actions, never deleted")

    def bulk_create(self, objs: Iterable[_Fact], *args: Any, **kwargs: Any) -> list[_Fact]:
        raise NotImplementedError("dated facts are recorded by jishi.ledger.actions")


class DatedFact(models.Model):
    """A fact with two times. `change_id` names the change (异动) that recorded it."""

    valid_from = models.DateField("起始日期")
    valid_before = models.DateField("截止日期（不含）", default=FOREVER)
    recorded_at = models.DateTimeField("登记时间")
    superseded_at = models.DateTimeField("更正时间", default=UNTIL_NOW)
    change_id = models.BigIntegerField("异动", null=True, db_index=True)

    owner: ClassVar[str]  # the field naming whose fact it is: person, unit

    objects: ClassVar[DatedQuerySet[Any]] = DatedQuerySet.as_manager()  # type: ignore[assignment] # a manager made from it

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("valid_before")), name="%(app_label)s_%(class)s_span_forward"
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__lte=F("superseded_at")), name="%(app_label)s_%(class)s_known_forward"
            ),
        ]

    @property
    def span(self) -> Span:
        """The days it is true; a fact that still holds has no end."""
        return Span(self.valid_from, None if self.valid_before == FOREVER else self.valid_before)

    @property
    def is_open(self) -> bool:
        """Whether it still holds as far as is known."""
        return self.valid_before == FOREVER

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("dated facts are recorded by jishi.ledger.actions")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NotImplementedError("dated facts are superseded by jishi.ledger.actions, never deleted")

    def content(self) -> dict[str, Any]:
        """What the fact says, without its times, its row and where it came from: column → value."""
        apart = {"id", "valid_from", "valid_before", "recorded_at", "superseded_at", "change_id"}
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.attname not in apart
        }
