"""A seat: one office's turn at one step of a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jishi.ledger.models import FOREVER
from jishi.places.models import Unit
from jishi.process.enums import SeatState
from jishi.process.models.case import Case


class Seat(models.Model):
    """席位: whoever holds one of its roles at its unit may speak for it, once a round."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="seats", verbose_name="事项")
    step = models.SmallIntegerField("环节")
    round = models.SmallIntegerField("轮次")
    place = models.SmallIntegerField("席位序号")
    label = models.CharField("责任单位", max_length=40)
    roles = models.JSONField("角色")
    role_key = models.CharField(
        "角色键", max_length=120
    )  # ",organisation,social_work," for finding one's own
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    state = models.CharField("状态", max_length=8, choices=SeatState, default=SeatState.WAITING)
    opened_at = models.DateTimeField("到达时间")
    due_on = models.DateField("办理期限", default=FOREVER)  # FOREVER: no limit is stated
    done_at = models.DateTimeField("办理时间", null=True)

    class Meta:
        verbose_name = "席位"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "round", "step", "place"], name="one_seat_a_place")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "state", "due_on", "opened_at", "role_key"], name="seats_waiting"),
        ]

    @property
    def is_limited(self) -> bool:
        """Whether a limit is stated."""
        return self.due_on < FOREVER
