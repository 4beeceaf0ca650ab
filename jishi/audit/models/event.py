"""One event of the audit. Rows are written by `jishi.audit.actions` alone and never change."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    """Events to be read; every way of writing them is closed."""

    def update(self, **values: Any) -> int:
        raise NotImplementedError("events are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NotImplementedError("events are never deleted")

    def bulk_create(self, objs: Iterable[Event], *args: Any, **kwargs: Any) -> list[Event]:
        raise NotImplementedError("events are recorded by jishi.audit.actions")

    def bulk_update(self, objs: Iterable[Event], *args: Any, **kwargs: Any) -> int:
        raise NotImplementedError("events are never changed")


class Event(models.Model):
    """审计事件: who did or saw what, when, why. Its chain is the tenant's: `district-7` or `platform`."""

    chain = models.CharField("审计链", max_length=60)
    seq = models.BigIntegerField("序号")
    at = models.DateTimeField("时间")
    account = models.CharField("账号", max_length=150, blank=True)
    actor_name = models.CharField("姓名", max_length=100)
    role = models.CharField("身份", max_length=100)
    actor_person = models.CharField("本人", max_length=60, blank=True)
    on_behalf_of = models.CharField("代理", max_length=100, blank=True)
    principal = models.CharField("被代理人", max_length=160, blank=True)
    address = models.CharField("来源地址", max_length=64, blank=True)
    verb = models.CharField("动作", max_length=60)
    subject_kind = models.CharField("对象类别", max_length=60)
    subject_key = models.CharField("对象", max_length=100, blank=True)
    subject_label = models.CharField("对象名称", max_length=200, blank=True)
    particulars = models.TextField("内容", default="{}")  # JSON as text: what was hashed is what is kept
    reason = models.TextField("事由", blank=True)
    prev = models.CharField("前一条校验码", max_length=90, blank=True)
    digest = models.CharField("校验码", max_length=90)

    objects: ClassVar[models.Manager[Event]] = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "审计事件"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_event_one_per_place"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_kind", "subject_key", "at", "id"], name="audit_event_about"),
            models.Index(fields=["account", "at", "id"], name="audit_event_by"),
            models.Index(fields=["chain", "at", "id"], name="audit_event_within"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} 第 {self.seq} 条"

    @property
    def details(self) -> dict[str, Any]:
        """The particulars, read."""
        found: dict[str, Any] = json.loads(self.particulars)
        return found

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("events are recorded by jishi.audit.actions")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NotImplementedError("events are never deleted")
