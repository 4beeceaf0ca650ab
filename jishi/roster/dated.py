"""Checks the dated sheets: whose each row is, and whether its days and years can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from jishi.policy import records
from jishi.roster.people import EARLIEST_WORKING_AGE, once_each
from jishi.roster.problems import Level
from jishi.roster.sheet_frame import ROW, SheetFrame

EARLIEST_ASSESSMENT = 1990


@dataclass(frozen=True, slots=True)
class Directory:
    """How the dated sheets find a person: by 工号, by ID number, by a name nobody else has."""

    by_number: Mapping[str, str]  # 工号 or ID number → worker_id
    by_name: Mapping[str, str]
    registered: pl.DataFrame  # worker_id, registered_name, birth_on, home, refused_row

    @classmethod
    def of(cls, people: SheetFrame) -> Directory:
        """The directory of everybody in 花名册, those left out included."""
        frame = people.frame.drop_nulls("worker_id").unique("worker_id", keep="first", maintain_order=True)
        single = frame.filter(~pl.col("name").is_duplicated())
        out = pl.col(ROW).is_in(sorted(people.findings.refused(people.sheet.name)))
        return cls(
            _mapping(frame, "id_number") | _mapping(frame, "worker_id"),
            _mapping(single, "name"),
            frame.select(
                "worker_id",
                "birth_on",
                pl.col("name").alias("registered_name"),
                pl.col("community").alias("home"),
                pl.when(out).then(ROW).alias("refused_row"),
            ),
        )


def _mapping(frame: pl.DataFrame, key: str) -> dict[str, str]:
    return dict(frame.drop_nulls(key).select(key, pl.col("worker_id").alias("is")).iter_rows())


def find_people(sheet: SheetFrame, directory: Directory) -> SheetFrame:
    """Says in a column `worker_id` whose each row is; rows of nobody, or of somebody left out, stay out."""
    worker = pl.coalesce(
        _looked_up(sheet.frame, "of_worker_id", directory.by_number),
        _looked_up(sheet.frame, "of_id_number", directory.by_number),
        pl.when(_ONLY_NAMED).then(_looked_up(sheet.frame, "of_name", directory.by_name)),
    )
    found = sheet.frame.with_columns(worker_id=worker)
    joined = found.join(directory.registered, on="worker_id", how="left", maintain_order="left")
    people = sheet.replaced(joined)
    _check_people(people)
    return people


def _looked_up(frame: pl.DataFrame, column: str, mapping: Mapping[str, str]) -> pl.Series:
    return pl.Series(list(map(mapping.get, frame[column].to_list())), dtype=records.TEXT)


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
