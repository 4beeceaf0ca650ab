"""What the screens remember of one account, and of nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.utils.module_loading import import_string

from jishi.ui.models import Draft, SavedView, TablePreference
from jishi.ui.tables import Preference, read_choices, read_density

Values = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft with its contents readable again."""

    key: str
    title: str
    url: str
    values: Values
    focus: str
    version: int
    saved_at: datetime


def preference_of(account: AbstractBaseUser, page: str) -> Preference:
    """How an account wants one table."""
    kept = TablePreference.objects.filter(account_id=account.pk, page=page).first()
    return (
        Preference() if kept is None else Preference(read_choices(kept.columns), read_density(kept.density))
    )


def views_of(account: AbstractBaseUser, page: str) -> list[SavedView]:
    """The views an account has saved of one list, oldest first."""
    return list(SavedView.objects.filter(account_id=account.pk, page=page))


def remembered_of(account: AbstractBaseUser, page: str) -> tuple[Preference, list[SavedView]]:
    """How an account wants one table and the views it has saved of it, in one query."""
    mine = {"account_id": account.pk, "page": page}
    views = SavedView.objects.filter(**mine).order_by().annotate(is_view=Value(1))
    told = Cast("columns", TextField())
    kept = TablePreference.objects.filter(**mine).annotate(is_view=Value(0), told=told)
    rows = views.values_list("is_view", "pk", "name", "query").union(
        kept.values_list("is_view", "pk", "density", "told"), all=True
    )
    preference, saved = Preference(), []
    for is_view, pk, name, text in sorted(rows):
        if is_view:
            saved.append(SavedView(pk=pk, account_id=account.pk, page=page, name=name, query=text))
        else:
            preference = Preference(read_choices(json.loads(text)), read_density(name))
    return preference, saved


def drafts_of(account: AbstractBaseUser) -> list[Draft]:
    """The drafts of an account, last saved first; contents stay sealed."""
    return list(Draft.objects.filter(account_id=account.pk))


def draft_count(account: AbstractBaseUser) -> int:
    """How many drafts an account has."""
    return Draft.objects.filter(account_id=account.pk).count()


def draft_of(account: AbstractBaseUser, key: str) -> OpenedDraft | None:
    """One draft of an account, opened."""
    draft = Draft.objects.filter(account_id=account.pk, key=key).first()
    if draft is None:
        return None
    values: Values = json.loads(
        _unseal()(draft.sealed, table="ui_draft", row=row_name(account, key), field="内容")
    )
    return OpenedDraft(draft.key, draft.title, draft.url, values, draft.focus, draft.version, draft.saved_at)


def row_name(account: AbstractBaseUser, key: str) -> str:
    """What a draft is sealed to: its account and its form."""
    return f"{account.pk}:{key}"


def _unseal() -> Callable[..., str]:
    unseal: Callable[..., str] = import_string(getattr(settings, "DRAFT_UNSEAL", "jishi.vault.unseal"))
    return unseal
