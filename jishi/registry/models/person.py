"""The person behind every fact: an identity and nothing that changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jishi.places.models import Unit


class Person(models.Model):
    """人员: one human being known to the platform, whatever becomes of them.

    `uid` is the name used in addresses and bound into every sealed field. The ID number is kept sealed, with
    a keyed index for exact search and the last six characters for finding somebody at a counter.
    `version` grows with every change: a form that brings an older one is refused.
    """

    uid = models.CharField("人员标识", max_length=22, unique=True)
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="所属区")
    worker_number = models.CharField("工号", max_length=24)
    id_number_sealed = models.TextField("公民身份号码（密）")
    id_number_index = models.CharField("公民身份号码索引", max_length=64, unique=True)
    id_number_tail = models.CharField("公民身份号码后六位", max_length=6)
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("建档时间")

    class Meta:
        verbose_name = "人员"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["district", "worker_number"], name="one_worker_number_a_district")
        ]

    def __str__(self) -> str:
        return self.worker_number
