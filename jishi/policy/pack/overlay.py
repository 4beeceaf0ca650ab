"""Puts other values into a pack for one computation: fills blanks, or asks what would be if.

A setting is written `最低工资标准=2060` (in force from the beginning, replacing all dated values),
`最低工资标准@2026-10-01=2060元` (one more dated value) or `起点等级[社区正职]=8` (one cell of a table).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from jishi.policy.errors import LiteralError, did_you_mean
from jishi.policy.pack.model import (
    BEGINNING,
    KEY_MARK,
    Cell,
    DatedValue,
    Pack,
    Parameter,
    Table,
    TableMode,
    TableVersion,
    Threshold,
)
from jishi.policy.pack.quantity import SEPARATOR, parse_literal, show_value
from jishi.policy.pack.shape import parse_day

_TARGET = re.compile(r"\s*(?P<name>[^@\[\]]+?)\s*(\[(?P<keys>[^\]]+)\])?\s*(@\s*(?P<since>\S+))?\s*")
_BRACKETS = str.maketrans("［］【】＠", "[][]@")


def parse_settings(texts: Iterable[str]) -> dict[str, str]:
    """Splits `名称=值` settings as a command line gives them."""
    settings = {}
    for text in texts:
        name, sign, literal = text.replace("＝", "=").partition("=")
        if not (name.strip() and sign and literal.strip()):
            raise LiteralError(f"「{text}」不是一项设定", "请写成 名称=值，例如 最低工资标准=2060元")
        settings[name.strip()] = literal.strip()
    return settings


def overlay(pack: Pack, settings: Mapping[str, str]) -> Pack:
    """The pack with these settings in place of its own values; raises LiteralError naming a bad one."""
    parameters, tables = dict(pack.parameters), dict(pack.tables)
    for target, literal in settings.items():
        match = _TARGET.fullmatch(target.translate(_BRACKETS))
        if match is None:
            raise LiteralError(f"「{target}」不是一项设定的名称", "请写参数名、参数名@日期，或 表名[键]")
        name, keys, since = match["name"], match["keys"], match["since"]
        known = tables if keys else parameters
        if name not in known:
            remedy = did_you_mean(name, known) or f"可以设定的有：{'、'.join(list(known)[:8])}"
            raise LiteralError(f"没有叫「{name}」的{'表' if keys else '参数'}", remedy)
        try:
            if keys:
                tables[name] = _with_cell(tables[name], keys, since, literal)
            else:
                parameters[name] = _with_value(parameters[name], since, literal)
        except LiteralError as error:
            raise LiteralError(f"设定「{target}」：{error.what}", error.remedy) from None
    return replace(pack, parameters=parameters, tables=tables)


def _with_value(parameter: Parameter, since: str | None, literal: str) -> Parameter:
    valid_from: date = parse_day(since) if since else BEGINNING
    raw = parse_literal(literal, parameter.type)
    value = DatedValue(valid_from, raw, parameter.citation, place=parameter.place)
    kept = [each for each in parameter.values if since and each.valid_from != valid_from]
    values = sorted([*kept, value], key=lambda each: (each.valid_from, each.announced or BEGINNING))
    return replace(parameter, values=tuple(values))


def _with_cell(table: Table, keys: str, since: str | None, literal: str) -> Table:
    if since:
        raise LiteralError("表格不能按日期设定", "请去掉 @ 和日期，或在政策包的表中加「自」列")
    if table.mode is TableMode.PROGRESSIVE:
        raise LiteralError("累进表的级距、税率和速算扣除数要一起改", "请在政策包中另写一张表")
    wanted = _label(table, keys)
    labels = {label for version in table.versions for label, _ in table.labelled_cells(version)}
    if wanted not in labels:
        remedy = did_you_mean(wanted, labels) or f"可用：{'、'.join(sorted(labels)[:8])}"
        raise LiteralError(f"表里没有「{wanted}」一格", remedy)
    raw = parse_literal(literal, table.type)
    return replace(table, versions=tuple(_version_with(table, each, wanted, raw) for each in table.versions))


def _label(table: Table, keys: str) -> str:
    """The written keys in the form the table labels its cells with."""
    if table.argument:
        return show_value(table.argument, parse_literal(keys, table.argument))
    return KEY_MARK.join(part.strip() for part in SEPARATOR.split(keys))


def _version_with(table: Table, version: TableVersion, wanted: str, raw: int) -> TableVersion:
    def changed(cell: Cell) -> Cell:
        return replace(cell, raw=raw, sample=None)

    def bound(row: Threshold) -> str:
        return show_value(table.argument or table.type, row.at_least)

    return replace(
        version,
        cells={
            key: changed(cell) if KEY_MARK.join(key) == wanted else cell
            for key, cell in version.cells.items()
        },
        thresholds=tuple(
            replace(row, cell=changed(row.cell)) if bound(row) == wanted else row
            for row in version.thresholds
        ),
    )
