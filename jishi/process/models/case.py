"""The case itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jishi.places.models import Unit
from jishi.process.enums import CaseState
from jishi.process.models.course import Course


class Case(models.Model):
    """事项: something of some kind about somebody or something that offices must agree to.

    `preparers` are the persons who wrote or changed what is asked; none of them may agree to it. `round`
    grows whenever the case goes back. `content_digest` is what every opinion is bound to. `applied_at` is set
    once, in the transaction in which the effects were carried out.
    """

    kind = models.CharField("类别", max_length=24)
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="所属区")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="发起单位")
    path = models.CharField("路径", max_length=80)  # of the unit when the case was opened
    subject_kind = models.CharField("对象类别", max_length=20)
    subject_key = models.CharField("对象", max_length=40)
    subject_label = models.CharField("对象名称", max_length=80)
    title = models.CharField("标题", max_length=120)
    content = models.JSONField("内容", default=dict)
    content_digest = models.CharField("内容摘要值", max_length=64)
    effects = models.JSONField("将发生", default=list)
    course = models.JSONField("流程", default=list)

    state = models.CharField("状态", max_length=10, choices=CaseState, default=CaseState.DRAFT)
    step = models.SmallIntegerField("当前环节", default=-1)  # -1: with the preparer
    round = models.SmallIntegerField("轮次", default=0)
    version = models.PositiveIntegerField("版本", default=1)
    preparers = models.JSONField("经办人", default=list)
    prepared_by = models.CharField("发起账号", max_length=40)
    prepared_name = models.CharField("发起人", max_length=40)
    opened_at = models.DateTimeField("发起时间")
    submitted_at = models.DateTimeField("提交时间", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    applied_at = models.DateTimeField("生效办理时间", null=True)
    reminded_on = models.DateField("最近催办", null=True)
    token = models.CharField("表单标识", max_length=36, null=True, unique=True)

    class Meta:
        verbose_name = "事项"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(state=CaseState.APPROVED),
                name="only_approved_applies",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["district", "state", "-id"]),
            models.Index(fields=["subject_kind", "subject_key"]),
            models.Index(fields=["prepared_by", "state", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """单号: the year it was opened, and its place among all."""
        return f"{timezone.localtime(self.opened_at):%Y}-{self.pk:06d}"

    def planned(self) -> Course:
        """The course fixed at submission."""
        return Course.of(self.course)
