"""Keeping what the screens remember of one account: views, table settings, drafts.

These are a person's own working papers: no audit event, no reason. Every function takes `by`, whose they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.module_loading import import_string

from jishi.ui.filters import clean_text
from jishi.ui.models import Draft, SavedView, TablePreference
from jishi.ui.refusals import NotKept, OtherWindow
from jishi.ui.selectors import Values, row_name
from jishi.ui.tables import ColumnChoice, Density, written_choices

MOST_VIEWS = 20
LONGEST_DRAFT = 200_000
DRAFT_DAYS = 30
PAGE_KEY = re.compile(r"[a-z0-9][a-z0-9:_.-]{0,59}")
DRAFT_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.-]{0,119}")

_NEVER_KEPT = re.compile(r"csrfmiddlewaretoken|passw|otp|secret", re.IGNORECASE)


def save_view(*, page: str, name: str, query: str, by: AbstractBaseUser, at: datetime) -> SavedView:
    """Keep the filters of a list under a name; the same name again replaces them.

    Errors: NotKept when the name is empty, the filters are too long, or there are twenty views already.
    """
    words = clean_text(name)[:20]
    if not words:
        raise NotKept("请给视图起个名字，再保存。")
    kept = urlencode(parse_qsl(query, max_num_fields=60))
    if len(kept) > 1000:
        raise NotKept("筛选条件太多，保存不下。请减少几项再存为视图。")
    with transaction.atomic():
        mine = SavedView.objects.filter(account_id=by.pk, page=_page_key(page))
        if mine.exclude(name=words).count() >= MOST_VIEWS:
            raise NotKept(f"每个列表最多保存 {MOST_VIEWS} 个视图。请先删去不用的，再保存新的。")
        view, _ = SavedView.objects.update_or_create(
            account_id=by.pk, page=page, name=words, defaults={"query": kept, "created_at": at}
        )
    return view


def delete_view(*, view_id: int, by: AbstractBaseUser) -> SavedView | None:
    """Delete one of one's own views; another's is as good as none."""
    view = SavedView.objects.filter(account_id=by.pk, pk=view_id).first()
    if view is not None:
        view.delete()
    return view


def save_columns(*, page: str, columns: Sequence[ColumnChoice], by: AbstractBaseUser) -> None:
    """Keep which columns a table shows, in which order, frozen and how wide."""
    TablePreference.objects.update_or_create(
        account_id=by.pk, page=_page_key(page), defaults={"columns": written_choices(columns)}
    )


def save_density(*, page: str, density: Density, by: AbstractBaseUser) -> None:
    """Keep how close the rows of a table stand."""
    TablePreference.objects.update_or_create(
        account_id=by.pk, page=_page_key(page), defaults={"density": density}
    )


def reset_columns(*, page: str, by: AbstractBaseUser) -> None:
    """Give a table back its own columns and density."""
    TablePreference.objects.filter(account_id=by.pk, page=_page_key(page)).delete()


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed into a form so far, and the field they stand in."""

    title: str
    url: str
    values: Values
    focus: str = ""


def save_draft(*, key: str, typed: Typed, version: int | None, by: AbstractBaseUser, at: datetime) -> int:
    """Keep a form as it stands and give the draft's new version.

    `version` is the one this window last read or wrote; None saves over whatever is there.
    Errors: OtherWindow when another window saved in between; NotKept when it is too long or leads elsewhere.
    """
    if not DRAFT_KEY.fullmatch(key):
        raise NotKept("这张表单没有可用的草稿编号，内容没有存下。请先复制已填写的内容，再刷新页面。")
    if not typed.url.startswith("/") or typed.url.startswith(("//", "/\\")) or len(typed.url) > 500:
        raise NotKept("草稿的地址不在本平台内，内容没有存下。请刷新页面后再填写。")
    contents = {name: values for name, values in typed.values.items() if not _NEVER_KEPT.search(name)}
    plain = json.dumps(contents, ensure_ascii=False)
    if len(plain) > LONGEST_DRAFT:
        raise NotKept("填写的内容太长，草稿存不下。请先提交一部分，或改用附件。")
    sealed = _seal()(plain, table="ui_draft", row=row_name(by, key), field="内容")
    words = {"title": clean_text(typed.title) or "未命名的表单", "url": typed.url, "sealed": sealed}
    with transaction.atomic():
        return _write_draft(key, {**words, "focus": typed.focus[:80], "saved_at": at}, version, by)


def _write_draft(key: str, values: dict[str, object], version: int | None, by: AbstractBaseUser) -> int:
    drafts = Draft.objects.select_for_update()
    draft, is_new = drafts.get_or_create(account_id=by.pk, key=key, defaults=values)
    if is_new:
        return draft.version
    if version is not None and version != draft.version:
        raise OtherWindow("这张表单在另一个窗口里也保存过。请选择保留哪一份，再继续填写。")
    for name, value in values.items():
        setattr(draft, name, value)
    draft.version += 1
    draft.save()
    return draft.version


def discard_draft(*, key: str, by: AbstractBaseUser) -> bool:
    """Throw one of one's own drafts away, also once its form has been submitted."""
    deleted, _ = Draft.objects.filter(account_id=by.pk, key=key).delete()
    return deleted > 0


def purge_drafts(*, at: datetime) -> int:
    """Delete the drafts nobody has touched for thirty days and give their number."""
    deleted, _ = Draft.objects.filter(saved_at__lt=at - timedelta(days=DRAFT_DAYS)).delete()
    return deleted


def _page_key(page: str) -> str:
    if not PAGE_KEY.fullmatch(page):
        raise NotKept("没有这个列表，设置没有保存。请刷新页面后再试。")
    return page


def _seal() -> Callable[..., str]:
    seal: Callable[..., str] = import_string(getattr(settings, "DRAFT_SEAL", "jishi.vault.seal"))
    return seal
