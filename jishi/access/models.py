"""Accounts and the dated grants that give them a role at a unit.

An account is a person who signs in; a grant says as what, where and for how long. Whoever holds several
grants acts under one at a time. Changed by `jishi.access.actions` alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from jishi.access.enums import FieldGroup, Role
from jishi.ledger.models import FOREVER
from jishi.places.models import Unit

# 三员, as the constraint below names them; sorted, so that a migration is always written alike.
ADMINISTRATOR_ROLES = sorted([Role.SYSTEM_ADMIN.value, Role.SECURITY_ADMIN.value, Role.AUDIT_ADMIN.value])


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their sign-in name; making one is an action."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """账号: somebody who can sign in. `stamp` ends every session the moment it changes."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("邮箱", blank=True)
    person_uid = models.CharField("本人档案", max_length=22, blank=True, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="所在单位")
    is_active = models.BooleanField("启用", default=True)
    stamp = models.PositiveIntegerField("会话版本", default=1)
    must_change_password = models.BooleanField("须改密码", default=False)
    password_before = models.DateTimeField("一次性密码有效至", null=True)
    created_at = models.DateTimeField("建立时间")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    EMAIL_FIELD = "email"

    objects = AccountManager()

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """授权: a role at a unit from a day up to and without another; a delegated one names whose it is."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants", verbose_name="账号")
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    valid_from = models.DateField("起始日期")
    valid_before = models.DateField("截止日期（不含）", default=FOREVER)
    delegated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="delegations", verbose_name="代理自"
    )
    reason = models.CharField("理由", max_length=200, blank=True)
    granted_by = models.CharField("授权人", max_length=40)
    granted_at = models.DateTimeField("授权时间")
    revoked_at = models.DateTimeField("收回时间", null=True)

    class Meta:
        verbose_name = "授权"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_before")), name="grant_span_forward"),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(role__in=ADMINISTRATOR_ROLES, revoked_at__isnull=True),
                name="one_administrator_role_an_account",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["account", "valid_from"])]

    @property
    def last_day(self) -> date | None:
        """The last day it holds; None when it has no end."""
        return None if self.valid_before == FOREVER else self.valid_before - timedelta(days=1)


class FieldRight(models.Model):
    """A district's own level for a role and field group, in place of the default."""

    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="所属区")
    role = models.CharField("角色", max_length=20, choices=Role)
    group = models.CharField("字段组", max_length=16, choices=FieldGroup)
    level = models.SmallIntegerField("权限")

    class Meta:
        verbose_name = "字段权限"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["district", "role", "group"], name="one_level_a_role_and_group")
        ]
