"""Commands whose help and errors are Chinese: what click itself would say in English is said here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple, NoReturn, cast

import click

from jishi.cli.screen import padded, width, wrapped

COLUMNS = 100
_INDENT = 2
_WIDEST_NAME = 30


class Chinese(click.Command):
    """A command that explains itself in Chinese."""

    def get_help(self, ctx: click.Context) -> str:
        """The whole help page."""
        parts = [self.get_usage(ctx), _paragraphs(self.help or ""), *_sections(self.sections(ctx))]
        return "\n\n".join(part for part in (*parts, self.epilog or "") if part)

    def get_usage(self, ctx: click.Context) -> str:
        """`用法：jishi pay [选项]`."""
        return f"用法：{' '.join((ctx.command_path, *self.collect_usage_pieces(ctx)))}"

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The parts of the usage line after the name of the command."""
        arguments = (each for each in self.get_params(ctx) if isinstance(each, click.Argument))
        return [*(each.make_metavar(ctx) for each in arguments), "[选项]"]

    def sections(self, ctx: click.Context) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Headings, each with its names and explanations."""
        params = self.get_params(ctx)
        arguments = [each for each in params if isinstance(each, click.Argument)]
        yield "参数", [(each.make_metavar(ctx), each.help or "") for each in arguments]
        options = [each for each in params if isinstance(each, click.Option)]
        yield "选项", [(_spelling(each, ctx), _meaning(each)) for each in options]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助并退出"
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments; every mistake is told in Chinese."""
        allowed, ctx.allow_extra_args = ctx.allow_extra_args, True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not allowed:
            raise click.UsageError(f"多出了「{' '.join(rest)}」；有空格的名称请加引号", ctx)
        return rest


class Listed(NamedTuple):
    """A command known by name before its module is loaded, so that the program starts at once."""

    name: str
    summary: str
    module: str = ""


class Family(Chinese, click.Group):
    """A command with further commands below it, each loaded from its module when it is called."""

    command_class = Chinese

    def __init__(self, name: str, *, listed: Sequence[Listed] = (), **kwargs: Any) -> None:
        super().__init__(name, callback=_help_unless_called, invoke_without_command=True, **kwargs)
        self.listed: Mapping[str, Listed] = {each.name: each for each in listed}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order they are meant to be read."""
        del ctx
        return [*self.listed, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, its module loaded now."""
        if cmd_name in self.listed:
            module = import_module(self.listed[cmd_name].module)
            return cast(click.Command, getattr(module, cmd_name.replace("-", "_")))
        return super().get_command(ctx, cmd_name)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The parts of the usage line after the name of the command."""
        del ctx
        return ["命令", "[参数与选项]"]

    def sections(self, ctx: click.Context) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """The commands below, then the options."""
        own = [(name, command.short_help or "") for name, command in self.commands.items()]
        yield "命令", [*((each.name, each.summary) for each in self.listed.values()), *own]
        yield from super().sections(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command the arguments name; a name that is none suggests those that are near."""
        known = self.list_commands(ctx)
        if args[0] not in known:
            raise click.exceptions.NoSuchCommand(args[0], possibilities=known, ctx=ctx)
        return super().resolve_command(ctx, args)


def _help_unless_called() -> None:
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def say_usage_error(error: click.UsageError) -> str:
    """A mistake in the command, told in Chinese, and where to read on."""
    hint = f"\n用法见：{error.ctx.command_path} --help" if error.ctx else ""
    return f"{_mistake(error)}{hint}"


def _mistake(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            return f"缺少{_named(error)}"
        case click.BadParameter():
            return f"{_named(error)}：{error.message}"
        case click.NoSuchOption():
            return f"没有「{error.option_name}」这个选项{_perhaps(error.possibilities)}"
        case click.exceptions.NoSuchCommand():
            return f"没有「{error.command_name}」这个命令{_perhaps(error.possibilities)}"
        case click.BadOptionUsage():
            return _misused(error)
    return error.message


def _misused(error: click.BadOptionUsage) -> str:
    params = error.ctx.command.params if error.ctx else []
    flags = [name for each in params if isinstance(each, click.Option) and each.is_flag for name in each.opts]
    valueless = error.option_name in (*flags, "--help")
    return f"选项「{error.option_name}」{'后面不写值' if valueless else '后面要写一个值'}"


def _named(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return f"选项 {error.param.opts[0]}"
    return f"参数「{error.param.human_readable_name}」" if error.param else "参数"


def _perhaps(possibilities: Sequence[str] | None) -> str:
    return f"。是否「{'」或「'.join(possibilities)}」？" if possibilities else ""


def fail(message: str) -> NoReturn:
    """Ends the run because the command asks for something that is not there."""
    raise click.UsageError(message, click.get_current_context())


def _spelling(option: click.Option, ctx: click.Context) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.make_metavar(ctx)}"


def _meaning(option: click.Option) -> str:
    marks = ["必填"] if option.required else []
    marks += ["可写多次"] if option.multiple else []
    marks += [f"默认 {option.show_default}"] if isinstance(option.show_default, str) else []
    return (option.help or "") + (f"（{'；'.join(marks)}）" if marks else "")


def _sections(sections: Iterator[tuple[str, list[tuple[str, str]]]]) -> Iterator[str]:
    for heading, rows in sections:
        if rows:
            yield "\n".join((f"{heading}：", *listing(rows)))


def listing(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Names with their explanations beside them."""
    left = min(max(width(name) for name, _ in rows), _WIDEST_NAME)
    margin = " " * (_INDENT + left + 2)
    for name, meaning in rows:
        lines = wrapped(meaning, COLUMNS - len(margin))
        first = f"{' ' * _INDENT}{padded(name, left)}  "
        if width(name) > left:
            yield first.rstrip()
            first = margin
        yield f"{first}{lines[0]}".rstrip()
        yield from (f"{margin}{line}" for line in lines[1:])


def _paragraphs(text: str) -> str:
    indent = " " * _INDENT
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(f"{indent}{part}" for line in lines if line for part in wrapped(line, COLUMNS - _INDENT))
