"""Checks the people and the communities of a roster against themselves and each other."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import polars as pl

from jishi.policy import records
from jishi.roster.problems import Level
from jishi.roster.sheet_frame import ROW, SheetFrame

EARLIEST_WORKING_AGE = "14y"
_MOST_SUGGESTIONS = 50


def check_communities(communities: SheetFrame) -> SheetFrame:
    """Lets each community stand once; the same row twice is only noticed."""
    return once_each(communities, ["community"], "社区“{community}”")


def derive_communities(people: pl.DataFrame) -> pl.DataFrame:
    """The communities a roster without a 社区 sheet names, their households unknown."""
    none = pl.DataFrame(schema=records.COMMUNITIES)
    return pl.concat([none, named_communities(people.select("community", "street"))], how="diagonal")


def named_communities(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each community some rows name, the first of each."""
    return rows.drop_nulls("community").unique("community", keep="first", maintain_order=True)


def check_people(people: SheetFrame) -> SheetFrame:
    """Completes what an ID number says and holds each person's row against itself and the other rows."""
    stated = people.replaced(people.frame.with_columns(_said_by_id_number()))
    _check_statements(stated)
    completed = stated.replaced(
        stated.frame.with_columns(
            worker_id=pl.coalesce("worker_id", "id_number"), birth_on=pl.coalesce("birth_on", "id_birth")
        )
    )
    _check_days(completed)
    return _one_worker_id_each(once_each(completed, ["id_number"], "这个人"))


def _said_by_id_number() -> tuple[pl.Expr, ...]:
    number = pl.col("id_number")
    odd = number.str.slice(16, 1).str.to_integer(strict=False) % 2 == 1
    return (
        number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).alias("id_birth"),
        pl.when(odd).then(pl.lit("男")).when(~odd).then(pl.lit("女")).alias("sex"),
    )


def _check_statements(people: SheetFrame) -> None:
    people.flag(
        pl.col("sex_stated") != pl.col("sex"),
        "sex_stated",
        "性别与身份证号不一致（身份证号为{sex}）",
        "请核对身份证号和性别",
    )
    birth = pl.col("id_birth").dt.strftime("%Y-%m-%d")
    people.flag(
        pl.col("birth_on").is_null() & ~birth.str.starts_with(pl.col("birth_stated")),
        "birth_stated",
        "出生日期与身份证号不一致（身份证号为{id_birth}）",
        "请核对；组织认定的出生日期确与身份证不同的，填入“档案认定出生日期”列",
    )
    people.flag(
        ~pl.col("retirement_category").str.starts_with(pl.col("sex")),
        "retirement_category",
        "退休类别与性别不符",
        "男填 男60，女填 女55 或 女50",
    )


def _check_days(people: SheetFrame) -> None:
    people.flag(
        pl.col("entered_on") < pl.col("birth_on").dt.offset_by(EARLIEST_WORKING_AGE),
        "entered_on",
        "进入日期 {entered_on} 早于14周岁（{birth_on} 出生）",
        "请核对进入日期",
    )
    people.flag(
        pl.col("left_before") <= pl.col("entered_on"),
        "left_before",
        "离开日期 {left_before} 不晚于进入日期 {entered_on}",
        "请核对两个日期；离开日期是不再在岗的第一天",
    )


def once_each(sheet: SheetFrame, key: list[str], what: str) -> SheetFrame:
    """Drops rows that repeat another word for word with a notice; refuses rows that only share its key."""
    keyed = pl.all_horizontal(pl.col(key).is_not_null())
    repeated = sheet.frame.filter(keyed & pl.struct(key).is_duplicated())
    dropped: list[int] = []
    for _, group in repeated.group_by(key, maintain_order=True):
        rows = group[ROW].to_list()
        same = group.drop(ROW).unique().height == 1
        if same:
            dropped += rows[1:]
        _report_repetition(sheet, group.row(0, named=True), rows, key[-1], what, same)
    return sheet.replaced(sheet.frame.filter(~pl.col(ROW).is_in(dropped))) if dropped else sheet


def _report_repetition(
    sheet: SheetFrame, first: dict[str, object], rows: list[int], field: str, what: str, same: bool
) -> None:
    thing, value = what.format_map(first), str(first[field])
    if same:
        for row in rows[1:]:
            text = f"{thing}与第{rows[0]}行完全相同，已略去"
            sheet.report(row, field, value, text, "请删去重复的行", Level.NOTICE)
        return
    listed = "、".join(f"第{row}行" for row in rows)
    for row in rows:
        sheet.report(row, field, value, f"{thing}出现在{listed}，内容不同", "请核对后只保留一行")


def _one_worker_id_each(people: SheetFrame) -> SheetFrame:
    """Refuses rows of different people under one 工号."""
    shared = people.frame.filter(pl.struct("worker_id").is_duplicated() & pl.col("worker_id").is_not_null())
    for _, group in shared.group_by("worker_id", maintain_order=True):
        if group["id_number"].n_unique() > 1:
            listed = "、".join(f"第{row}行" for row in group[ROW])
            for row in group.iter_rows(named=True):
                what = f"{listed}是不同的人，工号相同"
                people.report(row[ROW], "worker_id", row["worker_id"], what, "请改正其中的工号")
    return people


def check_places(sheet: SheetFrame, known: pl.DataFrame) -> SheetFrame:
    """Refuses rows in an unknown community, naming the nearest known one."""
    names = known["community"].to_list()
    unknown = pl.col("community").is_not_null() & ~pl.col("community").is_in(names)
    suggested = suggestions(sheet.frame.filter(unknown)["community"].unique(maintain_order=True), names)
    for row in sheet.frame.filter(unknown).iter_rows(named=True):
        near = suggested.get(row["community"])
        remedy = f"是否为“{near}”？请改正" if near else "请改正名称，或先在社区表中增加这个社区"
        sheet.report(row[ROW], "community", row["community"], "社区不存在", remedy)
    return sheet


def suggestions(unknown: Iterable[str], known: list[str]) -> dict[str, str]:
    """The nearest known name of each unknown one, as far as there is one; only the first few are tried."""
    tried = [name for name, _ in zip(unknown, range(_MOST_SUGGESTIONS), strict=False)]
    near = {name: get_close_matches(name, known, n=1, cutoff=0.5) for name in tried}
    return {name: found[0] for name, found in near.items() if found}


def settle_streets(people: SheetFrame, known: pl.DataFrame) -> SheetFrame:
    """Gives every person the street of the community; another one stated is noticed."""
    street_of = known.select("community", known_street="street")
    joined = people.replaced(people.frame.join(street_of, on="community", how="left", maintain_order="left"))
    joined.flag(
        pl.col("street") != pl.col("known_street"),
        "street",
        "街道与社区表不一致，已按社区表改为“{known_street}”",
        "请核对花名册或社区表的街道",
        Level.NOTICE,
    )
    settled = joined.frame.with_columns(street=pl.coalesce("known_street", "street")).drop("known_street")
    return people.replaced(settled)
