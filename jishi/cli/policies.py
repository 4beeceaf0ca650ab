"""The pack a command works with, and what is told when it leaves a needed value open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import click

from jishi.cli.arguments import Settings
from jishi.cli.chinese import fail
from jishi.cli.exit_codes import ExitCode
from jishi.policy.errors import Blank, BlankError, LiteralError
from jishi.policy.pack.loader import list_packs, load_pack
from jishi.policy.pack.model import Pack
from jishi.policy.pack.overlay import overlay

SETTABLE = ("参数", "表")


class BlanksNeeded(click.ClickException):
    """Values that must be decided before anything can be computed."""

    exit_code: ClassVar[int] = ExitCode.BLANKS

    def __init__(self, pack: Pack, blanks: tuple[Blank, ...]) -> None:
        listed = [f"政策包「{pack.title}」还有 {len(blanks)} 项待填，不能计算："]
        listed += [f"{number}. {blank_text(pack, blank)}" for number, blank in enumerate(blanks, 1)]
        if (filled := f"{pack.code}-demo") in list_packs():
            listed.append(f"只想先看看效果，可以用填了示例值的 --pack {filled}")
        super().__init__("\n".join(listed))


@contextmanager
def pack_in_use(name: str, settings: Settings) -> Iterator[Pack]:
    """The pack of a name or folder with the settings laid on, and its blanks told if the work meets them."""
    pack = with_settings(load_pack(name), settings)
    try:
        yield pack
    except BlankError as error:
        if all(blank.place.file in ("", *pack.sources) for blank in error.blanks):
            raise BlanksNeeded(pack, error.blanks) from None
        raise  # of another pack in use


def with_settings(pack: Pack, settings: Settings) -> Pack:
    """The pack with the settings of the command line; a bad one is a mistake in the command."""
    try:
        return overlay(pack, settings)
    except LiteralError as error:
        fail(str(error))


def blank_text(pack: Pack, blank: Blank) -> str:
    """What is open, the clauses that leave it open, and how to fill it."""
    lines = [f"{blank.where}「{blank.name}」：{blank.question}"]
    lines += [f"   依据 {clause_text(pack, ref)}" for ref in blank.clauses]
    if blank.where in SETTABLE:
        quote = '"' if "[" in blank.name else ""
        lines.append(f"   填法 --set {quote}{blank.name}=值{quote}")
    else:
        lines.append("   填法 在自己的子包里写明：jishi pack new 文件夹，继承本包后改写这一条")
    return "\n".join(lines)


def clause_text(pack: Pack, ref: str) -> str:
    """A clause with its summary."""
    known = ref.partition("/")[0] in pack.documents
    return f"{ref}：{pack.clause(ref).summary}" if known else ref


def basis(pack: Pack, digest: str, settings: Settings) -> str:
    """What a result was computed by: the pack, its state, the settings, and the digest of rule and values."""
    return f"{standing(pack, settings)}；规则指纹 {digest}"


def standing(pack: Pack, settings: Settings) -> str:
    """The pack as it was used: title, code, version, and what was set on the way."""
    version = f" 第{pack.versions[-1].number}版" if pack.versions else ""
    changed = (
        "；设定：" + "、".join(f"{name}={value}" for name, value in settings.items()) if settings else ""
    )
    return f"口径：{pack.title}（{pack.code}{version}）{changed}"
