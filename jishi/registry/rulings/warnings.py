"""What to think of before submitting a change: nothing here refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jishi.ledger import Refused
from jishi.places.rulings import pack_of
from jishi.policy.errors import PolicyError
from jishi.policy.pack.model import BLANK, Pack
from jishi.registry.rulings.deadlines import entry_deadline
from jishi.registry.selectors.files import PersonFile


def warnings(before: PersonFile, after: PersonFile, on: date, today: date) -> tuple[str, ...]:
    """Sentences about lateness, days to come, posts the policy does not know or does not like together."""
    return tuple(_warnings(before, after, on, today))


def _warnings(before: PersonFile, after: PersonFile, on: date, today: date) -> Iterator[str]:
    if on > today:
        yield f"生效日期 {on} 还没有到，登记后在时间线上显示为“待生效”，到当天自动计入花名册。"
    try:
        pack = pack_of(after.person.district)
    except (Refused, PolicyError):
        yield "本区的政策包不可用，等级、工资等影响无法测算。请系统管理员检查政策包。"
        return
    deadline = entry_deadline(pack, on)
    if (today - on).days > deadline.days:
        late = (today - on).days
        yield f"这条异动 {on} 生效，已过 {late} 天，超过 {deadline.days} 天的录入时限{deadline.mark}。"
    new = {post.position for post in after.posts(on)} - {post.position for post in before.posts(on)}
    held = {post.position for post in after.posts(on)}
    if new:
        yield from _unmapped(pack, new)
        yield from _concurrencies(pack, held, new)


def _unmapped(pack: Pack, positions: set[str]) -> Iterator[str]:
    known = {each.name for each in pack.lists.position_classes}
    for position in sorted(positions - known):
        yield f"政策包的岗位映射里没有“{position}”，无法确定岗位类别和等级范围。请核对职务名称。"


def _concurrencies(pack: Pack, held: set[str], new: set[str]) -> Iterator[str]:
    """What the rules of concurrency say of posts held together, when one of them is new (R-079)."""
    for rule in pack.lists.concurrencies:
        together = set(rule.positions)
        if len(together) < 2 or not together <= held or not together & new or rule.stance == "允许":
            continue
        clause = "、".join(rule.citation.refs)
        advice = "请写明理由" if rule.stance == "不宜" else "请改变安排"
        stance = "是否允许待定" if rule.stance == BLANK else rule.stance
        yield f"{'和'.join(rule.positions)}{stance}由一人兼任（{rule.name}，{clause}），{advice}。"
