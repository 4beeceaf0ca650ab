"""`jishi migrate`, `jishi account …`, `jishi verify-audit`: what somebody does at the machine itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from jishi.cli.arguments import Setting, Settings, together
from jishi.cli.chinese import Chinese, Family
from jishi.cli.exit_codes import ExitCode
from jishi.cli.installation import NotReady, bring_up_to_date, check_up_to_date, on_the_platform, where
from jishi.cli.screen import say, table


@click.command(cls=Chinese, help="把数据库升级到与程序一致。已经一致就什么也不做。升级前请先备份。")
@on_the_platform
def migrate() -> None:
    """Brings the database up to date."""
    steps = bring_up_to_date()
    say(f"数据库已升级 {steps} 步：{where()}" if steps else f"数据库已与程序一致：{where()}")


account = Family("account", help="建立第一批管理员。此后的账号由系统管理员在页面上建立。")


@account.command(
    "create-admin",
    short_help="建立系统、安全、审计三名管理员",
    help="为新装的平台建立三名管理员，各给一个一次性密码，首次登录时必须改掉。\n"
    "空的数据库还要写明市的名称，和每个区用哪个政策包。已经有管理员时拒绝。",
)
@click.option("--system", "system", required=True, metavar="姓名", help="系统管理员：建账号")
@click.option("--security", "security", required=True, metavar="姓名", help="安全管理员：授予身份")
@click.option("--audit", "audit", required=True, metavar="姓名", help="审计管理员：查管理员做了什么")
@click.option("--city", metavar="名称", help="市的名称，如 清江市；库里已有市时不写")
@click.option(
    "--district",
    "districts",
    multiple=True,
    type=Setting(),
    metavar="区=政策包",
    help="如 清河区=general-example",
)
@on_the_platform
def create_admin(
    system: str, security: str, audit: str, city: str | None, districts: tuple[Settings, ...]
) -> None:
    """Founds an empty platform and makes its three administrators."""
    check_up_to_date()
    from jishi.cli import founding

    if founding.has_administrators():
        raise NotReady("已经有管理员了。要增加或更换账号，请由系统管理员登录后在“用户与权限”中办理。")
    packs = together(districts)
    _check_founded(founding.has_city(), city, packs)
    names = (system, security, audit)
    made = founding.found(names, city=city, packs=packs)
    say(table(("角色", "姓名", "登录名", "一次性密码"), made))
    say("\n密码只显示这一次，请分别当面交给本人；首次登录后须改密码并绑定动态口令。")


def _check_founded(there: bool, city: str | None, packs: Mapping[str, str]) -> None:
    """Refuse an empty database without a city and districts, and packs there are not."""
    from jishi.policy.pack.loader import load_pack

    if not there and (not city or not packs):
        raise NotReady(
            "数据库里还没有市和区。请写明 --city 市的名称，和至少一个 --district 区=政策包，"
            "如 --city 清江市 --district 清河区=general-example。"
        )
    if there and (city or packs):
        raise NotReady("数据库里已经有市和区，不能再写 --city 和 --district。")
    for pack in packs.values():
        load_pack(pack)


@click.command(
    cls=Chinese,
    help="逐条核验审计记录，并与数据库之外的锚定对照；被改过、删过、换过都会指出在哪里。\n退出码 1：有问题。",
)
@click.option("--chain", "chains", multiple=True, metavar="审计链", help="只核验这一条，可写多次")
@on_the_platform
def verify_audit(chains: Sequence[str]) -> ExitCode:
    """Verifies the audit."""
    check_up_to_date()
    from django.core.management import CommandError, call_command

    try:
        call_command("verify_audit", chain=list(chains) or None)
    except CommandError as error:
        say(str(error), aside=True)
        return ExitCode.FINDINGS
    return ExitCode.DONE
