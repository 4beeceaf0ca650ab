"""A job and the work that comes round by the clock."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jishi.jobs.enums import JobState
from jishi.places.models import Unit


class Job(models.Model):
    """后台任务: parameters are identifiers only, never personal data.

    `lease_until` is how long its worker may be silent before another takes over; `token` makes the same
    request, or the same hour of the clock, one job.
    """

    kind = models.CharField("类别", max_length=30)
    title = models.CharField("名称", max_length=80)
    account = models.CharField("发起账号", max_length=40)
    grant_id = models.BigIntegerField("发起时的授权", null=True)
    district = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="所属区")
    params = models.JSONField("参数", default=dict)
    token = models.CharField("标识", max_length=64, null=True, unique=True)

    state = models.CharField("状态", max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("已办", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    worker = models.CharField("承办进程", max_length=40, blank=True)
    lease_until = models.DateTimeField("租期", null=True)
    cancel_asked = models.BooleanField("请求取消", default=False)
    result = models.JSONField("结果", default=dict)
    failure = models.CharField("未完成的原因", max_length=300, blank=True)
    created_at = models.DateTimeField("发起时间")
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "后台任务"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-id"]),
            models.Index(fields=["state", "lease_until"]),
        ]

    def __str__(self) -> str:
        return self.title


class Round(models.Model):
    """定时任务: work that comes round, and when it last came to a good end."""

    kind = models.CharField("类别", max_length=30, unique=True)
    every_minutes = models.PositiveIntegerField("间隔（分钟）")
    last_started_at = models.DateTimeField("最近开始", null=True)
    last_done_at = models.DateTimeField("最近完成", null=True)

    class Meta:
        verbose_name = "定时任务"
