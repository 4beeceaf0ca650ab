"""Where somebody stands on a day, as known at an instant: what lists read.

A projection of the dated facts, made by `jishi.registry.actions` in the transaction of every change and
rebuildable from the facts alone. One row says what holds for a span of days; spans are cut at each 1 January
so that a day is found by its year (`bucket`), whatever the day; the last span of a person is in OPEN.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models

from jishi.ledger.models import UNTIL_NOW
from jishi.places.models import Unit
from jishi.registry.enums import Keeper, Presence
from jishi.registry.models.person import Person

OPEN = 9999
ORDERED = ("district", "bucket", "spelling", "id")
HOLDING = ("valid_from", "valid_before", "presence", "path", "keeper", "person", "contract_before")
ASKED = (
    "name",
    "id_number_tail",
    "phone_tail",
    "post_class",
    "position",
    "identity",
    "grade",
    "education",
    "certificate",
    "entered_on",
    "birth_on",
)


class StandingQuerySet(models.QuerySet["Standing"]):
    """Standings by day and by what was known; written by `jishi.registry.actions.standings` alone."""

    def as_of(self, on: date, known_at: datetime | None = None, *, bucket: int | None = None) -> Self:
        """Everybody's standing on a day, as known now or at an instant: at most one row a person.

        Shape: with a bucket, the year of the day or OPEN, only those kept in it.
        """
        rows = self.filter(valid_from__lte=on, valid_before__gt=on)
        rows = rows.filter(bucket=bucket) if bucket else rows.filter(bucket__in=(on.year, OPEN))
        if known_at is None:
            return rows.filter(superseded_at=UNTIL_NOW)
        return rows.filter(recorded_at__lte=known_at, superseded_at__gt=known_at)


class Standing(models.Model):
    """在册状态 of one person over a span of days."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="standings", verbose_name="人员")
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="所属区")
    bucket = models.SmallIntegerField("年份")
    valid_from = models.DateField("起始日期")
    valid_before = models.DateField("截止日期（不含）")
    recorded_at = models.DateTimeField("登记时间")
    superseded_at = models.DateTimeField("更正时间", default=UNTIL_NOW)

    presence = models.CharField("状态", max_length=10, choices=Presence)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="使用主体")
    managing_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="管理主体")
    path = models.CharField("路径", max_length=80)  # of the using unit on the first day of the span
    keeper = models.CharField("档案保管", max_length=10, choices=Keeper)

    name = models.CharField("姓名", max_length=40)
    spelling = models.CharField("拼音", max_length=120)  # "wangxiaoming wxm"
    sex = models.CharField("性别", max_length=2)
    birth_on = models.DateField("出生日期")
    political_status = models.CharField("政治面貌", max_length=20, blank=True)
    id_number_tail = models.CharField("证件尾号", max_length=6)
    phone_tail = models.CharField("手机尾号", max_length=4, blank=True)

    identity = models.CharField("人员身份", max_length=30, blank=True)
    channel = models.CharField("进入渠道", max_length=30, blank=True)
    full_time = models.BooleanField("全日制", default=True)
    entered_on = models.DateField("进入日期", null=True)
    position = models.CharField("岗位", max_length=40, blank=True)
    positions = models.CharField("全部职务", max_length=160, blank=True)
    post_class = models.CharField("岗位类别", max_length=12, blank=True)
    dual_head = models.BooleanField("一肩挑", default=False)
    grade = models.PositiveSmallIntegerField("等级", null=True)
    education = models.CharField("学历", max_length=12, blank=True)
    degree = models.CharField("学位", max_length=6, blank=True)
    certificate = models.CharField("证书", max_length=30, blank=True)
    contract_before = models.DateField("合同到期", null=True)

    objects: ClassVar[Any] = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = "在册状态"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "valid_from"],
                condition=models.Q(superseded_at=UNTIL_NOW),
                name="one_standing_a_day",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "superseded_at", "valid_from"]),
            # Lists are found, narrowed, ordered and counted by the index alone; rows are read for one page.
            models.Index(
                fields=(*ORDERED, *HOLDING, *ASKED, "superseded_at"),  # SQLite asks for it in the index
                condition=models.Q(superseded_at=UNTIL_NOW),
                name="standings_listed",
            ),
            models.Index(fields=(*ORDERED, "superseded_at", "recorded_at", *HOLDING), name="standings_known"),
            models.Index(fields=["unit"]),
        ]
