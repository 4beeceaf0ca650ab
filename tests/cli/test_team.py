"""Somebody compares the whole team with what the rules want of it, part by part."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from jishi.cli.exit_codes import ExitCode
from jishi.cli.samples import running_packs
from jishi.policy.identifiers import make_id_number
from jishi.policy.pack.loader import list_packs
from jishi.roster.demo import make_demo
from jishi.roster.roster_workbook import write_roster
from tests.cli.conftest import Run, Sheets
from tests.cli.district import with_rows, write_district

ON = ("--on", "2026-11-20")
OLDER_ID = make_id_number("990101", date(1966, 8, 2), 115)
STANDALONE = [code for code in list_packs() if code != "talent-drive"]  # an overlay knows no facts of its own


def team_of(file: Path, *options: object, pack: str = "general-example") -> tuple[object, ...]:
    return ("team", "--pack", pack, "--roster", file, *ON, *options)


def part(told: str, title: str) -> list[str]:
    """The lines under one heading."""
    _, _, after = told.partition(f"【{title}】\n")
    return after.partition("\n\n")[0].splitlines()


@pytest.fixture(scope="module")
def demo_district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented district of 620 people."""
    file = tmp_path_factory.mktemp("demo") / "花名册.xlsx"
    write_roster(file, make_demo(620, 1, on=date(2026, 11, 1)))
    return file


def test_everybody_is_in_out_or_to_be_checked_with_the_reason(jishi: Run, tmp_path: Path) -> None:
    added = f"A005 程以宁 {OLDER_ID} 桂园社区 湖滨街道 专职网格员 公益岗 2020-01-01 男60 5000 8%"
    people = tuple(
        tuple(None if cell == "女55" else cell for cell in row) for row in with_rows("花名册", added)
    )
    ended = jishi(*team_of(write_district(tmp_path / "花名册.xlsx", 花名册=people)))

    assert ended.code == ExitCode.FINDINGS
    assert part(ended.out, "范围") == [
        "在职 5 人：纳入 3，不纳入 1，待核 1",
        "  待核 1 人　已到退休年龄：缺：距退休月数",
        "  不纳入 1 人　下派和公益岗：由派出单位管理，可通过公开招聘进入",
        "待核的人：",
        "  苏晚晴（A003）已到退休年龄：缺：距退休月数",
        "不纳入的人：",
        "  程以宁（A005）下派和公益岗：由派出单位管理，可通过公开招聘进入",
    ]


def test_structure_is_told_for_the_district_and_the_communities_below_the_minimum_are_listed(
    jishi: Run, district: Path
) -> None:
    told = part(jishi(*team_of(district)).out, "结构")

    assert "2026年　区县：持证占比25%（1/4），目标不低于50%，未达标，还差1人" in told
    assert told[told.index("2026年　每社区持证人数不低于2人：2 个社区，未达标 2") + 1 :][:2] == [
        "  桂园社区：每社区持证人数1人，目标不低于2人，未达标，还差1人",
        "  松涛社区：每社区持证人数0人，目标不低于2人，未达标，还差2人",
    ]


def test_training_overdue_is_counted_by_cadence_and_the_longest_overdue_comes_first(
    jishi: Run, district: Path
) -> None:
    told = part(jishi(*team_of(district)).out, "培训")

    assert told[:2] == ["书记和主任年度培训：1 人，逾期 1 人", "其他人员轮训：3 人，逾期 2 人"]
    assert [line.split("（")[0].strip() for line in told[2:]] == ["何见山", "林知远", "苏晚晴"]
    assert "下一次最迟2013-03-01完成，已逾期5012天" in told[2]


def test_at_most_ten_overdue_are_shown_and_the_file_holds_all(
    jishi: Run, demo_district: Path, tmp_path: Path, sheets: Sheets
) -> None:
    out = tmp_path / "队伍.xlsx"
    told = part(jishi(*team_of(demo_district, "--out", out)).out, "培训")

    assert sum(line.startswith("  ") for line in told) == 10
    assert any(line.endswith("全部见 --out 的结果文件") for line in told)
    assert len(sheets(out)["培训"]) > 600


def test_the_reserves_required_are_told_and_compared_with_those_there_are(jishi: Run, district: Path) -> None:
    alone = part(jishi(*team_of(district)).out, "后备")
    counted = jishi(*team_of(district, "--reserves", "书记后备=1", "--reserves", "普通岗位后备=5"))

    assert alone == [
        "书记后备：书记1，应备2人",
        "普通岗位后备：社区2，应备4–6人",
        "现有人数没有给出，写法：--reserves 书记后备=人数",
    ]
    assert part(counted.out, "后备") == [
        "书记后备：书记1，应备2人，现有1人（50%），缺1人",
        "普通岗位后备：社区2，应备4–6人，现有5人（125%），已配齐",
    ]


def test_a_number_without_a_name_stands_for_every_pool_not_named(jishi: Run, district: Path) -> None:
    ended = jishi(*team_of(district, "--reserves", "3", "--reserves", "书记后备=1"))

    assert ["现有1人" in line for line in part(ended.out, "后备")] == [True, False]
    assert "现有3人（75%），缺1人" in part(ended.out, "后备")[1]


@pytest.mark.parametrize(
    ("given", "pack", "told"),
    [
        (
            "书计后备=3",
            "general-example",
            "没有叫「书计后备」的后备库。是否「书记后备」？可用：书记后备、普通岗位后备",
        ),
        ("书记后备=3", "huainan-demo", "没有叫「书记后备」的后备库。政策包没有写后备比例"),
        ("书记后备=三", "general-example", "「三」不行，请写 0 到"),
    ],
)
def test_an_unknown_pool_or_number_is_a_mistake_in_the_command(
    jishi: Run, district: Path, given: str, pack: str, told: str
) -> None:
    ended = jishi(*team_of(district, "--reserves", given, pack=pack))

    assert ended.code == ExitCode.USAGE
    assert told in ended.aside


def test_the_places_of_a_selection_are_told_with_their_arithmetic(jishi: Run, district: Path) -> None:
    told = part(jishi(*team_of(district, "--set", "直管书记取整=向上")).out, "遴选")

    assert told == ["直管书记：1人 × 10% = 0.1，向上取整，名额1人"]


def test_who_retires_within_the_months_asked_is_listed(jishi: Run, tmp_path: Path) -> None:
    people = with_rows(
        "花名册", f"A005 程以宁 {OLDER_ID} 桂园社区 湖滨街道 专职网格员 统招专职 2020-01-01 男60 5000 8%"
    )
    file = write_district(tmp_path / "花名册.xlsx", 花名册=people)

    assert part(jishi(*team_of(file, "--months", "1")).out, "退休") == ["1 个月内到龄或已到龄 0 人"]
    told = part(jishi(*team_of(file)).out, "退休")
    assert told[0] == "12 个月内到龄或已到龄 1 人"
    assert told[1].startswith("  程以宁（A005）原男性60周岁，延迟")


def test_who_lacks_a_day_of_entry_or_a_retirement_category_is_counted_not_guessed(
    jishi: Run, tmp_path: Path
) -> None:
    people = tuple(
        tuple(None if row[0] == "A003" and cell in {"2021-07-01", "女55"} else cell for cell in row)
        for row in with_rows("花名册", "")
    )
    ended = jishi(*team_of(write_district(tmp_path / "花名册.xlsx", 花名册=people)))

    assert ended.code == ExitCode.FINDINGS
    assert part(ended.out, "培训")[-1] == "另有 1 人没有登记进入日期，未计"
    assert part(ended.out, "退休")[-1] == "另有 1 人没有登记出生日期或退休类别，未计"


def test_exit_rules_met_are_only_pointed_out(
    jishi: Run, district: Path, tmp_path: Path, sheets: Sheets
) -> None:
    out = tmp_path / "队伍.xlsx"
    ended = jishi("team", *("--pack", "chuzhou", "--roster", district, "--on", "2027-01-01", "--out", out))

    told = part(ended.out, "退出提示")
    assert told[0] == "一届任期内两个年度考评不合格：1 人"
    assert "2024、2026年度考核不合格，共2个年度，达到「一届任期内2个年度考核不合格」，情形成立" in told[1]
    assert told[-1] == "只提示，不自动处理：退出须由人审核决定"
    header, row = sheets(out)["退出提示"][2:]
    assert dict(zip(header, row, strict=True))["工号"] == "A003"


def test_who_has_left_is_no_longer_pointed_out(jishi: Run, tmp_path: Path) -> None:
    people = tuple(
        (*row, "离开日期" if place == 0 else "2026-12-01" if row[0] == "A003" else None)
        for place, row in enumerate(with_rows("花名册", ""))
    )
    file = write_district(tmp_path / "花名册.xlsx", 花名册=people)
    ended = jishi("team", "--pack", "chuzhou", "--roster", file, "--on", "2027-01-01")

    assert part(ended.out, "退出提示")[0] == "一届任期内两个年度考评不合格：0 人"


def test_what_the_pack_does_not_speak_of_takes_one_line(jishi: Run, district: Path) -> None:
    ended = jishi(*team_of(district, pack="national"))

    assert ended.code == ExitCode.DONE
    assert part(ended.out, "范围") == ["政策包没有写范围规则"]
    assert part(ended.out, "后备") == ["政策包没有写后备比例"]
    assert part(ended.out, "退休") == ["12 个月内到龄或已到龄 0 人"]


def test_a_part_that_rests_on_blanks_names_them_and_the_others_go_on(jishi: Run, district: Path) -> None:
    ended = jishi(*team_of(district, pack="chuzhou"))

    assert ended.code == ExitCode.FINDINGS
    (told,) = part(ended.out, "培训")
    assert told == (
        "没有算，还有待填：市级书记示范班·间隔月数、全覆盖轮训·间隔月数；"
        "问题和依据见 jishi pack check chuzhou"
    )
    assert part(ended.out, "范围")[0].startswith("在职 4 人")


def test_a_setting_fills_a_blank_of_a_part(jishi: Run, district: Path) -> None:
    ended = jishi(*team_of(district, "--set", "直管书记取整=向下", pack="huainan"))

    assert part(ended.out, "遴选") == ["县区直管书记：1人 × 10% = 0.1，向下取整，名额0人"]


def test_a_district_figure_that_lacks_a_fact_is_told_not_guessed(jishi: Run, tmp_path: Path) -> None:
    pack = tmp_path / "by-households"
    pack.mkdir()
    head = "格式: 1\n名称: 按户数\n代码: by-households\n类别: 地方\n地区: 某区\n说明: 试验\n"
    (pack / "包.yaml").write_text(f"{head}继承: [general-example]\n", encoding="utf-8")
    (pack / "清单.yaml").write_text("遴选:\n  - {名称: 直管书记, 基数: 户数}\n", encoding="utf-8")
    file = write_district(tmp_path / "花名册.xlsx", 社区=with_rows("社区", "莲池社区 湖滨街道 - - - -"))
    ended = jishi(*team_of(file, pack=str(pack)))

    assert ended.code == ExitCode.FINDINGS
    assert part(ended.out, "遴选") == ["没有算：算不出「直管书记·基数」，有社区缺：户数。请补齐「社区」表"]


def test_the_file_holds_a_sheet_a_part_and_all_that_was_said(
    jishi: Run, district: Path, tmp_path: Path, sheets: Sheets
) -> None:
    out = tmp_path / "队伍.xlsx"
    ended = jishi(*team_of(district, "--out", out))
    book = sheets(out)

    assert ended.code == ExitCode.DONE
    assert list(book) == ["概要", "范围", "结构", "培训", "后备", "遴选", "退出提示"]
    assert book["概要"][0][0].startswith("口径：通用示例（三岗十八级）（general-example")
    assert book["概要"][1][0] == "截至：2026-11-20"
    assert ("后备", "书记后备：书记1，应备2人") in book["概要"]
    header, *rows = book["范围"][2:]
    assert dict(zip(header, rows[0], strict=True)) == {
        "工号": "A001",
        "姓名": "林知远",
        "街道": "湖滨街道",
        "社区": "桂园社区",
        "结论": "纳入",
        "规则": "全日制专职",
        "理由": "全日制两委专职成员或统一招录的专职人员",
        "依据": "办法/第一条",
    }


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_other_kinds_of_file_hold_a_table_a_part(
    jishi: Run, district: Path, tmp_path: Path, suffix: str
) -> None:
    jishi(*team_of(district, "--out", tmp_path / f"队伍{suffix}"))

    assert (tmp_path / f"队伍-范围{suffix}").exists()
    if suffix == ".parquet":
        needed = pl.read_parquet(tmp_path / "队伍-后备.parquet")
        assert needed["应备"].to_list() == [2, 4]


@pytest.mark.parametrize("pack", STANDALONE)
def test_every_pack_is_compared_with_a_whole_district(jishi: Run, demo_district: Path, pack: str) -> None:
    ended = jishi(*team_of(demo_district, pack=pack))

    assert ended.code in {ExitCode.DONE, ExitCode.FINDINGS}
    assert "【退出提示】" in ended.out
    assert ("待填" in ended.out) <= (pack not in running_packs())


@pytest.mark.parametrize("pack", running_packs())
def test_every_running_pack_explains_somebody_of_a_whole_district(
    jishi: Run, demo_district: Path, pack: str
) -> None:
    options = ("--pack", pack, "--roster", demo_district, "--month", "2026-11", "--worker", "QH000028")
    ended = jishi("explain", *options)

    assert ended.code == ExitCode.DONE
    assert "【所依条款】" in ended.out


def test_two_runs_tell_the_same(jishi: Run, demo_district: Path) -> None:
    assert jishi(*team_of(demo_district)).out == jishi(*team_of(demo_district)).out
