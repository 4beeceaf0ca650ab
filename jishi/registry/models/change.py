"""A recorded change, and what becomes of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jishi.places.models import Unit
from jishi.registry.enums import ChangeKind
from jishi.registry.models.person import Person


class Change(models.Model):
    """异动: something that happened to a person, when it takes effect, who recorded it and why.

    The facts it recorded carry its number. A correction names the change it corrects; a withdrawn change
    keeps its row. `summary` is the sentence of the timeline; it holds no identifier.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="changes", verbose_name="人员")
    kind = models.CharField("类别", max_length=12, choices=ChangeKind)
    effective_on = models.DateField("生效日期")
    reason = models.CharField("理由", max_length=200, blank=True)
    document = models.CharField("文号", max_length=80, blank=True)
    summary = models.CharField("摘要", max_length=240)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="所更正的异动"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="登记时所在街道")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=40)
    recorder_account = models.CharField("登记账号", max_length=40, blank=True)
    recorder_person = models.CharField("登记人档案", max_length=22, blank=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    token = models.CharField("表单标识", max_length=36, null=True, unique=True)  # the same form sent twice

    class Meta:
        verbose_name = "异动"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-effective_on"]),
            models.Index(fields=["unit", "-recorded_at"]),
            models.Index(fields=["effective_on"]),
            # hardly any change corrects another: an index of all would tell SQLite to go by something else
            models.Index(
                fields=["corrects"], condition=models.Q(corrects__isnull=False), name="changes_correcting"
            ),
        ]
