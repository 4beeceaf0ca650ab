"""`jishi demo`: the platform's demo, an invented city with everything in it, ready to sign in to."""

from __future__ import annotations

from datetime import date

import click

from jishi.cli.arguments import Day, Whole
from jishi.cli.chinese import Chinese
from jishi.cli.installation import NotReady, bring_up_to_date, on_the_platform, where
from jishi.cli.progress import stages
from jishi.cli.screen import say, table

_STAGES = 10
_ONLY_A_DEMO = (
    "这个数据库里已有不是演示的数据，演示不会写进去。请把 DATABASE_URL 指向一个空的数据库，"
    "或换一个 JISHI_HOME。"
)


@click.command(
    cls=Chinese,
    help="在平台里载入虚构的清江市：七个区各用一套演示政策包，三年历史，每种角色一个账号。\n"
    "已经载入过就不再载入，只列出账号；--anew 清空后重新载入。库里有别的数据时拒绝。",
)
@click.option("--anew", is_flag=True, help="清空现有的演示，重新载入")
@click.option("--on", type=Day(), metavar="日期", help="演示停在哪一天", show_default="今天")
@click.option("--seed", type=Whole(0, 9999), default="1", show_default="1", metavar="整数", help="随机种子")
@click.option(
    "--percent",
    type=Whole(1, 100),
    default="100",
    show_default="100",
    metavar="百分数",
    help="只造这么多的人，想快一点看看时用",
)
@on_the_platform
def demo(anew: bool, on: date | None, seed: int, percent: int) -> None:
    """Loads the demo and lists its accounts."""
    bring_up_to_date()
    from jishi.cli.demonstration.mark import demo_city, holds_anything_else

    if holds_anything_else():
        raise NotReady(_ONLY_A_DEMO)
    if demo_city() is not None and not anew:
        say("演示已经在这里，没有重新载入；要清空重来请运行 jishi demo --anew。")
    else:
        _load(on, seed, percent)
    _tell_accounts()


def _load(on: date | None, seed: int, percent: int) -> None:
    from django.utils import timezone

    from jishi.cli.demonstration.loading import Wanted, load, remove
    from jishi.cli.demonstration.mark import demo_city

    began = timezone.now()
    wanted = Wanted(on or timezone.localdate(began), seed, percent)
    if demo_city() is not None:
        remove()
    with stages("载入演示", _STAGES) as stage:
        load(wanted, at=began, stage=stage)
    seconds = (timezone.now() - began).total_seconds()
    say(f"虚构的清江市已载入，停在 {wanted.on}，用时 {seconds:.0f} 秒。数据库：{where()}")


def _tell_accounts() -> None:
    from jishi.cli.demonstration.accounts import PASSWORD
    from jishi.cli.demonstration.loading import accounts_given

    rows = [(each.role, each.unit, each.name, each.username) for each in accounts_given()]
    say()
    say(table(("角色", "单位", "姓名", "登录名"), rows))
    say(f"\n密码都是 {PASSWORD}。演示不要求动态口令；正式使用时由系统管理员打开。")
    say("开站：jishi serve --port 8000，然后在浏览器打开 http://127.0.0.1:8000")
