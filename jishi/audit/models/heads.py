"""Where each chain, and the row of anchors outside the database, has got to."""

from __future__ import annotations

from django.db import models


class ChainHead(models.Model):
    """链头: the last event of a chain. Its row is the lock that keeps the chain free of gaps and forks.

    `deed` is the number of the last event that tells of more than a look: what was read before it may have
    changed, what was read since has not.
    """

    chain = models.CharField("审计链", max_length=60, unique=True)
    seq = models.BigIntegerField("序号", default=0)
    deed = models.BigIntegerField("最近一次写入的序号", default=0)
    digest = models.CharField("校验码", max_length=90, blank=True)
    at = models.DateTimeField("时间", null=True)

    class Meta:
        verbose_name = "链头"

    def __str__(self) -> str:
        return f"{self.chain} 第 {self.seq} 条"


class AnchorHead(models.Model):
    """锚头: the last anchor written outside, so that lines missing there are missed here. One row."""

    number = models.BigIntegerField("锚定号", default=0)
    digest = models.CharField("校验码", max_length=90, blank=True)
    at = models.DateTimeField("时间", null=True)

    class Meta:
        verbose_name = "锚头"

    def __str__(self) -> str:
        return f"锚定第 {self.number} 号"
