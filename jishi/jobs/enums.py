"""The states of a job."""

from __future__ import annotations

from django.db.models import TextChoices

from jishi.audit.enums import verbs


class JobState(TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)

JOB_START = verbs.register("job.start", "发起后台任务“{subject}”", label="发起后台任务")
