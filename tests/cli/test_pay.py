"""The main job: a district's roster in, everyone's pay out, each figure exact."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from jishi.cli.exit_codes import ExitCode
from jishi.cli.samples import running_packs
from jishi.policy.identifiers import make_id_number
from tests.cli.conftest import Run, Sheets
from tests.cli.district import DEPUTY, DEPUTY_ID, WORKER_ID, with_rows, write_district

ANOTHER_ID = make_id_number("990101", date(1991, 4, 8), 120)
SUMS = ["gross", "net", "deductions", "employer_cost"]
KEYS = ["worker_id", "name", "post_class", "grade", "coefficient", "items", *SUMS]


def pay_of(district: Path, *more: object, pack: str = "general-example") -> list[object]:
    return ["pay", "--pack", pack, "--roster", district, "--month", "2026-11", *more]


def people_in(file: Path) -> dict[str, dict[str, Any]]:
    """Worker → object, numbers with a point as their exact digits."""
    lines = file.read_text("utf-8").splitlines()
    return {row["worker_id"]: row for row in (json.loads(line, parse_float=Decimal) for line in lines)}


def column(rows: list[tuple[Any, ...]], header: str) -> dict[Any, Any]:
    """工号 → the value of a column, of a sheet with head lines above its header."""
    at = next(number for number, row in enumerate(rows) if "工号" in row)
    who, what = rows[at].index("工号"), rows[at].index(header)
    return {row[who]: row[what] for row in rows[at + 1 :]}


def test_each_person_is_one_object_with_exact_amounts_in_fen(
    jishi: Run, district: Path, tmp_path: Path
) -> None:
    out = tmp_path / "十一月.jsonl"
    assert jishi(*pay_of(district, "--out", out)).code == ExitCode.DONE
    people = people_in(out)
    assert all(list(row)[: len(KEYS)] == KEYS for row in people.values())
    deputy = people[DEPUTY]
    assert deputy["items"]["应发基本工资"] == 455480
    assert (deputy["grade"], deputy["coefficient"]) == (7, Decimal("1.180"))
    assert deputy["gross"] - deputy["deductions"] == deputy["net"]
    amounts = [*deputy["items"].values(), *(deputy[key] for key in SUMS)]
    assert all(type(amount) is int for amount in amounts)


def test_the_workbook_has_a_column_an_item_the_sums_and_what_they_rest_on(
    jishi: Run, district: Path, tmp_path: Path, sheets: Sheets
) -> None:
    out = tmp_path / "十一月.xlsx"
    ended = jishi(*pay_of(district, "--out", out))
    assert f"结果写在 {out}" in ended.aside
    book = sheets(out)
    slips = book["工资表"]
    assert slips[0][0].startswith("口径：通用示例（三岗十八级）（general-example")
    assert slips[1][0] == "月份：2026-11"
    assert column(slips, "应发基本工资")[DEPUTY] == 4554.8
    assert set(column(slips, "结果").values()) == {"正常"}
    assert "合计" in [row[1] for row in book["汇总"]]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_other_kinds_of_file_hold_the_same_figure(
    jishi: Run, district: Path, tmp_path: Path, suffix: str
) -> None:
    assert jishi(*pay_of(district, "--out", tmp_path / f"十一月{suffix}")).code == ExitCode.DONE
    file = tmp_path / f"十一月-工资表{suffix}"
    if suffix == ".csv":
        rows = [tuple(row) for row in csv.reader(file.read_text("utf-8-sig").splitlines())]
        assert column(rows, "应发基本工资")[DEPUTY] == "4554.80"
    else:
        frame = pl.read_parquet(file)
        assert frame.filter(pl.col("工号") == DEPUTY)["应发基本工资（分）"].to_list() == [455480]


def test_several_months_go_into_one_file(jishi: Run, district: Path, tmp_path: Path) -> None:
    out = tmp_path / "两个月.jsonl"
    options = ("--roster", district, "--month", "2026-10..2026-11", "--out", out)
    assert jishi("pay", "--pack", "general-example", *options).code == ExitCode.DONE
    months = [json.loads(line)["month"] for line in out.read_text("utf-8").splitlines()]
    assert sorted(set(months)) == ["2026-10", "2026-11"]
    assert months.count("2026-10") == 3  # the newcomer begins in November


def test_without_a_file_only_the_sums_are_told(jishi: Run, district: Path) -> None:
    ended = jishi(*pay_of(district))
    assert "湖滨街道" in ended.out
    assert "合计" in ended.out
    assert "平均为" in ended.out


def test_a_setting_holds_for_this_run(jishi: Run, district: Path, tmp_path: Path) -> None:
    out = tmp_path / "新标准.jsonl"
    jishi(*pay_of(district, "--set", "最低工资标准=2060元", "--out", out))
    assert people_in(out)[DEPUTY]["items"]["应发基本工资"] == 486160


def test_good_rows_go_on_and_bad_ones_come_back_beside_the_result(
    jishi: Run, tmp_path: Path, sheets: Sheets
) -> None:
    wrong = DEPUTY_ID[:17] + ("0" if DEPUTY_ID[17] != "0" else "1")
    people = with_rows(
        "花名册", f"A009 方一舟 {wrong} 桂园社区 湖滨街道 专职网格员 统招专职 2020-01-01 男60 5000 8%"
    )
    out = tmp_path / "十一月.xlsx"
    ended = jishi(*pay_of(write_district(tmp_path / "有错.xlsx", 花名册=people), "--out", out))
    assert ended.code == ExitCode.FINDINGS
    assert "退回 1 行" in ended.aside
    assert len(column(sheets(out)["工资表"], "应发")) == 4
    assert "方一舟" in str(sheets(tmp_path / "十一月-退回.xlsx")["花名册"])
    assert wrong not in ended.aside


def test_who_lacks_a_fact_is_named_with_it_and_gets_no_figure(
    jishi: Run, tmp_path: Path, sheets: Sheets
) -> None:
    people = with_rows(
        "花名册", f"A005 程以宁 {ANOTHER_ID} 桂园社区 湖滨街道 专职网格员 统招专职 2020-01-01 女55 - 8%"
    )
    out = tmp_path / "十一月.xlsx"
    ended = jishi(*pay_of(write_district(tmp_path / "缺.xlsx", 花名册=people), "--out", out))
    assert ended.code == ExitCode.FINDINGS
    assert "程以宁（A005）缺：" in ended.aside
    assert "上年月均工资" in ended.aside
    assert "上年月均工资" in column(sheets(out)["无结果"], "缺少的登记")["A005"]
    assert column(sheets(out)["工资表"], "实发")["A005"] is None


def test_a_fact_outside_what_the_pack_allows_is_told(jishi: Run, tmp_path: Path) -> None:
    people = tuple(
        tuple("15%" if (row[0], cell) == (DEPUTY, "8%") else cell for cell in row)
        for row in with_rows("花名册", "")
    )
    ended = jishi(*pay_of(write_district(tmp_path / "超范围.xlsx", 花名册=people)))
    assert ended.code == ExitCode.FINDINGS
    assert "林知远 公积金比例「15%」" in ended.aside


def test_a_blank_stops_the_run_with_its_question_its_clause_and_how_to_fill_it(
    jishi: Run, district: Path, tmp_path: Path
) -> None:
    out = tmp_path / "没有.xlsx"
    ended = jishi(*pay_of(district, "--out", out, pack="huainan"))
    assert ended.code == ExitCode.BLANKS
    assert "参数「级差方式」：" in ended.aside
    assert "依据 做法/对标待遇：" in ended.aside
    assert "填法 --set 级差方式=值" in ended.aside
    assert "--pack huainan-demo" in ended.aside
    assert not out.exists()


def test_settings_fill_blanks_one_by_one(jishi: Run, district: Path) -> None:
    before = jishi(*pay_of(district, pack="huainan")).aside
    after = jishi(*pay_of(district, "--set", "每档级差额=120元", pack="huainan")).aside
    assert "「每档级差额」" in before
    assert "「每档级差额」" not in after


@pytest.mark.parametrize("pack", running_packs())
def test_every_pack_that_claims_to_run_runs(jishi: Run, district: Path, pack: str) -> None:
    ended = jishi(*pay_of(district, pack=pack))
    assert ended.code in {ExitCode.DONE, ExitCode.FINDINGS}
    assert "合计" in ended.out


def test_an_unknown_setting_is_a_mistake_in_the_command(jishi: Run, district: Path) -> None:
    ended = jishi(*pay_of(district, "--set", "最低工资标谁=2060"))
    assert ended.code == ExitCode.USAGE
    assert "是否「最低工资标准」？" in ended.aside


def test_an_unknown_pack_is_told(jishi: Run, district: Path) -> None:
    ended = jishi(*pay_of(district, pack="general-exampel"))
    assert ended.code == ExitCode.PACK
    assert "是否「general-example」？" in ended.aside


def test_the_roster_is_never_overwritten(jishi: Run, tmp_path: Path) -> None:
    file = write_district(tmp_path / "花名册.xlsx")
    before = file.read_bytes()
    ended = jishi(*pay_of(file, "--out", file))
    assert ended.code == ExitCode.FILE
    assert "不能覆盖" in ended.aside
    assert file.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told(jishi: Run, district: Path, tmp_path: Path) -> None:
    ended = jishi(*pay_of(district, "--out", tmp_path / "没有的文件夹" / "十一月.xlsx"))
    assert ended.code == ExitCode.FILE
    assert "不能写入" in ended.aside


def test_no_id_number_is_printed_where_it_serves_as_the_number(jishi: Run, tmp_path: Path) -> None:
    people = tuple((None, *row[1:]) if row[0] != "工号" else row for row in with_rows("花名册", ""))
    people = tuple(tuple(None if cell == "5200" else cell for cell in row) for row in people)
    others = {name: with_rows(name, "")[:1] for name in ("任职", "学历", "证书", "考核")}
    file = write_district(tmp_path / "没有工号.xlsx", 花名册=people, **others)
    out = tmp_path / "十一月.jsonl"
    ended = jishi(*pay_of(file, "--out", out))
    assert WORKER_ID in people_in(out)
    assert f"苏晚晴（{WORKER_ID[:3]}***********{WORKER_ID[-4:]}）" in ended.aside
    assert WORKER_ID not in ended.out + ended.aside


def test_an_interrupted_run_says_so_and_leaves_nothing(district: Path, tmp_path: Path) -> None:
    waiting, out = tmp_path / "锁定.jsonl", tmp_path / "补差.xlsx"
    os.mkfifo(waiting)
    program = Path(sys.executable).with_name("jishi")
    options = f"--locked {waiting} --from 2026-11 --to 2026-11 --out {out}".split()
    command = [str(program), "retro", "--pack", "general-example", "--roster", str(district), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        with waiting.open("w"):  # opens once the program has begun to read, and ends what it reads
            process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "已中断" in told
    assert "Traceback" not in told
    assert not out.exists()


def test_a_day_stands_for_its_month(jishi: Run, district: Path, tmp_path: Path) -> None:
    by_day, by_month = tmp_path / "日.jsonl", tmp_path / "月.jsonl"
    jishi("pay", "--pack", "general-example", "--roster", district, "--on", "2026-11-15", "--out", by_day)
    jishi("pay", "--pack", "general-example", "--roster", district, "--month", "2026-11", "--out", by_month)
    assert by_day.read_bytes() == by_month.read_bytes()
