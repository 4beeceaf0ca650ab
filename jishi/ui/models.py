"""What the screens remember of one account: saved views, table settings, drafts. No business facts live here.

Written by `jishi.ui.actions` alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """视图: filters of a list kept under a name by the account that set them."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="账号"
    )
    page = models.CharField("页面", max_length=60)
    name = models.CharField("名称", max_length=20)
    query = models.CharField("筛选条件", max_length=1000, blank=True)
    created_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "视图"
        ordering: ClassVar[list[str]] = ["created_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "page", "name"], name="one_view_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class TablePreference(models.Model):
    """表格设置: the columns and density an account has chosen for one table."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="账号"
    )
    page = models.CharField("页面", max_length=60)
    columns = models.JSONField("列", default=list)
    density = models.CharField("行距", max_length=10, default="normal")

    class Meta:
        verbose_name = "表格设置"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "page"], name="one_preference_of_a_table")
        ]

    def __str__(self) -> str:
        return self.page


class Draft(models.Model):
    """草稿: a form as far as its author has come, the field they stood in, kept for thirty days.

    What was typed is stored sealed: it may hold an ID number or a telephone. `version` rises with every save,
    so that two windows on one form notice each other.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="账号"
    )
    key = models.CharField("表单", max_length=120)
    title = models.CharField("标题", max_length=80)
    url = models.CharField("地址", max_length=500)
    sealed = models.TextField("内容（密封）")
    focus = models.CharField("停留的字段", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    saved_at = models.DateTimeField("保存时间", db_index=True)

    class Meta:
        verbose_name = "草稿"
        ordering: ClassVar[list[str]] = ["-saved_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "key"], name="one_draft_of_a_form")
        ]

    def __str__(self) -> str:
        return self.title
