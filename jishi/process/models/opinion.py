"""What was said about a case, and what was asked back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jishi.process.enums import Verdict
from jishi.process.models.case import Case
from jishi.process.models.seat import Seat


class Opinion(models.Model):
    """意见: written once, never changed; bound to the content its author saw."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions", verbose_name="事项")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="opinion", verbose_name="席位")
    verdict = models.CharField("结论", max_length=8, choices=Verdict)
    text = models.CharField("意见", max_length=500, blank=True)
    findings = models.JSONField("情形代码", default=list)
    returned_to = models.SmallIntegerField("退回到", null=True)
    content_digest = models.CharField("所见内容摘要值", max_length=64)
    author = models.CharField("账号", max_length=40)
    author_person = models.CharField("本人", max_length=64)
    author_name = models.CharField("姓名", max_length=40)
    author_role = models.CharField("身份", max_length=20)
    on_behalf_of = models.CharField("代理", max_length=40, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "意见"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["author", "-id"])]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NotImplementedError("an opinion is given once and never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NotImplementedError("an opinion is never deleted")


class Question(models.Model):
    """询问: while it is open the clock of its seat stands still."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="questions", verbose_name="席位")
    text = models.CharField("问题", max_length=500)
    asked_by = models.CharField("询问人", max_length=40)
    asked_on = models.DateField("询问日期")
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.CharField("答复人", max_length=40, blank=True)
    answered_on = models.DateField("答复日期", null=True)

    class Meta:
        verbose_name = "询问"
