"""Checks the dated sheets: whose each row is, and whether its days and years can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from jishi.roster.people import EARLIEST_WORKING_AGE, once_each
from jishi.roster.problems import Level
from jishi.roster.sheet_frame import ROW, SheetFrame

EARLIEST_ASSESSMENT = 1990


@dataclass(frozen=True, slots=True)
class Directory:
    """How the dated sheets find a person: by 工号, by ID number, by a name nobody else has."""

    by_number: pl.DataFrame  # key (工号 or ID number), place in `registered`
    by_name: pl.DataFrame  # key, place
    registered: pl.DataFrame  # worker_id, registered_name, birth_on, home, refused_row

    @classmethod
    def of(cls, people: SheetFrame) -> Directory:
        """The directory of everybody in 花名册, those left out included."""
        frame = people.frame.drop_nulls("worker_id").unique("worker_id", keep="first", maintain_order=True)
        out = pl.col(ROW).is_in(sorted(people.findings.refused(people.sheet.name)))
        registered = frame.select(
            "worker_id",
            "birth_on",
            pl.col("name").alias("registered_name"),
            pl.col("community").alias("home"),
            pl.when(out).then(ROW).alias("refused_row"),
        )
        numbers = pl.concat([_places(frame, pl.col(column)) for column in ("worker_id", "id_number")])
        single = pl.when(~pl.col("name").is_duplicated()).then("name")
        return cls(
            numbers.unique("key", keep="first", maintain_order=True), _places(frame, single), registered
        )


def _places(frame: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    return frame.select(key=key, place=pl.int_range(pl.len(), dtype=pl.UInt32)).drop_nulls("key")


def find_people(sheet: SheetFrame, directory: Directory) -> SheetFrame:
    """Says in a column `worker_id` whose each row is; rows of nobody, or of somebody left out, stay out."""
    place = pl.coalesce(
        _looked_up(sheet.frame["of_worker_id"], directory.by_number),
        _looked_up(sheet.frame["of_id_number"], directory.by_number),
        pl.when(_ONLY_NAMED).then(_looked_up(sheet.frame["of_name"], directory.by_name)),
    )
    places = sheet.frame.select(place).to_series()
    people = sheet.replaced(
        sheet.frame.with_columns(
            directory.registered[column].gather(places) for column in directory.registered.columns
        )
    )
    _check_people(people)
    return people


def _looked_up(keys: pl.Series, places: pl.DataFrame) -> pl.Series:
    return keys.alias("key").to_frame().join(places, on="key", how="left", maintain_order="left")["place"]


_REFERENCES = ("of_worker_id", "of_id_number", "of_name")
_ONLY_NAMED = pl.all_horizontal(pl.col("of_worker_id", "of_id_number").is_null())


def _check_people(sheet: SheetFrame) -> None:
    reference = next((name for name in _REFERENCES if sheet.header.column(name)), _REFERENCES[0])
    nobody = pl.all_horizontal(pl.col(*_REFERENCES).is_null())
    unknown = pl.col("worker_id").is_null()
    sheet.flag(nobody, reference, "没有写明是谁的", "请填写工号或身份证号")
    sheet.flag(unknown & ~nobody, reference, "花名册中没有这个人，或有同名的人", "请核对工号或身份证号")
    sheet.flag(
        pl.col("refused_row").is_not_null(),
        reference,
        "此人在花名册第{refused_row}行有错误，本行随之未读入",
        "请先改正花名册该行",
    )
    sheet.flag(
        pl.col("of_name") != pl.col("registered_name"),
        "of_name",
        "姓名与花名册不一致（花名册为{registered_name}）",
        "请核对工号、身份证号和姓名",
    )
    _notice_names_alone(sheet)


def _notice_names_alone(sheet: SheetFrame) -> None:
    """One notice a sheet, not one a row: thousands of the same sentence would hide the others."""
    alone = sheet.frame.filter(
        pl.col("worker_id").is_not_null()
        & pl.all_horizontal(pl.col("of_worker_id", "of_id_number").is_null())
    )
    if not alone.is_empty():
        what = f"从本行起有 {alone.height} 行只写了姓名，已按姓名找到人"
        row = alone.row(0, named=True)
        sheet.report(
            row[ROW], "of_name", row["of_name"], what, "请改填工号或身份证号，以免同名", Level.NOTICE
        )


def check_spans(sheet: SheetFrame) -> None:
    """Refuses spans that end before they begin, and service in childhood."""
    sheet.flag(
        pl.col("valid_before") <= pl.col("valid_from"),
        "valid_before",
        "结束 {valid_before} 不晚于开始 {valid_from}",
        "请核对起止日期；结束日期是不再任职的第一天，当月起止的请写到日",
    )
    sheet.flag(
        pl.col("valid_from") < pl.col("birth_on").dt.offset_by(EARLIEST_WORKING_AGE),
        "valid_from",
        "开始日期 {valid_from} 早于14周岁（{birth_on} 出生）",
        "请核对开始日期",
    )


def check_assessments(sheet: SheetFrame, on: date) -> SheetFrame:
    """Refuses years that cannot have been assessed by the day, and two results of one year."""
    years = f"{EARLIEST_ASSESSMENT}至{on.year}"
    sheet.flag(
        ~pl.col("year").is_between(EARLIEST_ASSESSMENT, on.year),
        "year",
        f"考核年度不在{years}之间",
        "请填写四位年份",
    )
    return once_each(sheet, ["worker_id", "year"], "{registered_name}的{year}年考核")
