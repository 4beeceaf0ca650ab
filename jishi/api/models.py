"""Tokens by which another system reads. Written by `jishi.api.actions` alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jishi.access.models import Account, Grant


class Token(models.Model):
    """接口令牌: stands for one duty of one account, for a time. Only a keyed hash of it is kept.

    `stamp` is that of the account when it was issued: whatever ends the account's sessions ends its tokens.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens", verbose_name="账号")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+", verbose_name="身份")
    name = models.CharField("用途", max_length=40)
    digest = models.CharField("校验码", max_length=64, unique=True)
    prefix = models.CharField("开头", max_length=16)
    stamp = models.PositiveIntegerField("会话版本")
    valid_from = models.DateField("起始日期")
    valid_before = models.DateField("截止日期（不含）")
    issued_at = models.DateTimeField("发放时间")
    last_used_on = models.DateField("最近使用", null=True)
    revoked_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = "接口令牌"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_before")), name="token_span_forward")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        """The last day it is valid."""
        return self.valid_before - timedelta(days=1)
