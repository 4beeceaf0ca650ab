"""Accounts and duties in words: the list, one account, the choices of a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.selectors import holds
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.ui.components import Fact, Tag, Tone
from jishi.ui.filters import Choice, Filter
from jishi.ui.lists import ListSpec
from jishi.ui.tables import Cell, Column, Row
from jishi.ui.templatetags.formats import day, moment

ACCOUNTS = ListSpec(
    page="access:accounts",
    title="用户与权限",
    unit="个账号",
    columns=(
        Column("name", "姓名", card="title", freeze=True),
        Column("username", "登录名", sortable=True),
        Column("unit", "所在单位"),
        Column("grants", "当前身份", width="wide"),
        Column("state", "状态", card="state"),
        Column("last_login", "最近登录", sortable=True),
    ),
    filters=(
        Filter("q", "姓名、登录名或单位", "search", primary=True),
        Filter("role", "身份", "choice", tuple(Choice(*pair) for pair in Role.choices), primary=True),
        Filter(
            "state",
            "状态",
            "choice",
            (Choice("active", "启用"), Choice("disabled", "停用")),
            primary=True,
        ),
    ),
    default_sort="username",
)


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant as a page shows it: what, how long, whether it holds, and what can be done about it."""

    grant: Grant
    title: str
    days: str
    state: str
    tone: Tone
    note: str
    is_open: bool
    is_current: bool = False


def account_rows(accounts: Iterable[Account], columns: Sequence[Column]) -> list[Row]:
    """The accounts as rows of the list, cells in the order of the columns."""
    return [_row(account, columns) for account in accounts]


def _row(account: Account, columns: Sequence[Column]) -> Row:
    held: list[Grant] = getattr(account, "held", [])
    words, tone = state_of(account)
    cells = {
        "name": Cell(account.name),
        "username": Cell(account.username),
        "unit": Cell(account.unit.name),
        "grants": Cell("、".join(title_of(grant) for grant in held)),
        "state": Cell(words, tone=tone),
        "last_login": Cell(moment(account.last_login) if account.last_login else ""),
    }
    return Row(
        key=account.username,
        name=account.name,
        cells=[cells[column.key] for column in columns],
        url=reverse("access:account", args=[account.username]),
    )


def account_facts(account: Account, *, enrolled: bool) -> list[Fact]:
    """One account's key facts."""
    return [
        Fact("登录名", account.username),
        Fact("所在单位", account.unit.name),
        Fact("最近登录", moment(account.last_login)),
        Fact("建立时间", moment(account.created_at)),
        Fact("本人档案", "已关联" if account.person_uid else "未关联"),
        Fact("密码", "须在下次登录时修改" if account.must_change_password else "本人已设置"),
        Fact("动态验证码", "已启用" if enrolled else "未启用"),
    ]


def account_tag(account: Account) -> Tag:
    """Whether an account can be signed in by."""
    words, tone = state_of(account)
    return Tag(words, tone)


def state_of(account: Account) -> tuple[str, Tone]:
    """Whether an account can be signed in by, in a word and its tone."""
    return ("启用", "ok") if account.is_active else ("停用", "mute")


def title_of(grant: Grant) -> str:
    """A grant in words: role and unit."""
    return f"{Role(grant.role).label}（{grant.unit.name}）"


def grant_rows(grants: Iterable[Grant], today: date, current: Grant | None = None) -> list[GrantRow]:
    """Grants as a page shows them."""
    return [_grant_row(grant, today, current) for grant in grants]


def _grant_row(grant: Grant, today: date, current: Grant | None) -> GrantRow:
    state, tone = _grant_state(grant, today)
    source = grant.delegated_from
    until = day(grant.last_day) if grant.last_day else "长期"
    return GrantRow(
        grant=grant,
        title=title_of(grant),
        days=f"{day(grant.valid_from)} 至 {until}",
        state=state,
        tone=tone,
        note=f"代{source.account.name}办理" if source else grant.reason,
        is_open=grant.revoked_at is None and grant.valid_before > today,
        is_current=current is not None and grant.pk == current.pk,
    )


def _grant_state(grant: Grant, today: date) -> tuple[str, Tone]:
    if grant.revoked_at is not None:
        return "已收回", "mute"
    if grant.valid_before <= today:
        return "已到期", "mute"
    if grant.valid_from > today:
        return "未开始", "info"
    return ("有效", "ok") if holds(grant, today) else ("被代理人已无此身份", "warn")


def unit_choices(units: Iterable[Unit]) -> list[tuple[str, str]]:
    """Units to choose from, each indented under its parent."""
    found = list(units)
    least = min((unit.depth for unit in found), default=0)
    return [
        (str(unit.pk), f"{'　' * (unit.depth - least)}{unit.name}（{UnitKind(unit.kind).label}）")
        for unit in found
    ]


def account_choices(accounts: Iterable[Account]) -> list[tuple[str, str]]:
    """Accounts to choose from, with their unit."""
    return [(account.username, f"{account.name}（{account.unit.name}）") for account in accounts]


def grant_choices(grants: Iterable[Grant]) -> list[tuple[str, str]]:
    """Grants to choose from."""
    return [(str(grant.pk), title_of(grant)) for grant in grants]
