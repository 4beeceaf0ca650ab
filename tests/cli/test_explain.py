"""A worker asks why the grade is what it is and when it will rise; an officer asks about an exit."""

from __future__ import annotations

from pathlib import Path

import pytest

from jishi.cli.exit_codes import ExitCode
from tests.cli.conftest import Ended, Run
from tests.cli.district import DEPUTY_ID, NEWCOMER_ID, with_rows, write_district


def asked(
    jishi: Run, district: Path, *more: object, pack: str = "general-example", month: str = "2026-11"
) -> Ended:
    return jishi("explain", "--pack", pack, "--roster", district, "--month", month, *more)


@pytest.fixture(scope="module")
def deputy(jishi: Run, district: Path) -> Ended:
    return asked(jishi, district, "--worker", "林知远")


def test_the_grade_is_told_in_a_sentence_with_its_arithmetic(deputy: Ended) -> None:
    assert deputy.code == ExitCode.DONE
    assert "7级（社区副职 4—15级），下一级预计 2028-05-01" in deputy.out
    assert "有效月数 = 90个月" in deputy.out
    assert "表 起点等级[社区副职] = 4" in deputy.out


def test_what_would_bring_the_next_grade_sooner_is_told_with_its_date(deputy: Ended) -> None:
    assert "本年度考核优秀：下一级提前到 2028-01-01" in deputy.out
    assert "任社区正职：" in deputy.out


def test_the_slip_and_the_derivation_of_net_pay_are_told(deputy: Ended) -> None:
    slip = {line.split()[0]: line.split()[-1] for line in deputy.out.splitlines() if line.endswith("元")}
    assert slip["应发基本工资"] == "4,554.80元"
    assert "  实发工资 = " in deputy.out
    assert deputy.out.count("参数 最低工资标准 = 1,930.00元") >= 1
    assert "（2023-03-01 起）" in deputy.out


def test_every_clause_is_told_with_its_summary(deputy: Ended) -> None:
    clauses = deputy.out.partition("【所依条款】")[2]
    assert "办法/第十四条：每个优秀年度缩短四个月" in clauses


def test_preconditions_and_entry_conditions_are_judged_in_words(deputy: Ended) -> None:
    assert "晋级前提：" in deputy.out
    assert "符合 " in deputy.out
    assert "范围：纳入" in deputy.out
    assert "待核 品行：" in deputy.out


def test_a_part_can_be_asked_for_alone(jishi: Run, district: Path) -> None:
    ended = asked(jishi, district, "--worker", DEPUTY_ID, "--what", "等级")
    assert "【等级】" in ended.out
    assert "【工资】" not in ended.out


@pytest.mark.parametrize(("pack", "verdict"), [("chuzhou-demo", "成立"), ("income-base-demo", "不成立")])
def test_two_failed_years_in_one_term_meet_one_locality_rule_and_not_the_other(
    jishi: Run, district: Path, pack: str, verdict: str
) -> None:
    ended = asked(jishi, district, "--worker", "苏晚晴", "--what", "退出", pack=pack, month="2027-01")
    assert ended.code == ExitCode.DONE
    assert f"\n  {verdict} " in ended.out
    assert "2024、2026年度考核不合格" in ended.out


def test_who_is_not_there_is_told(jishi: Run, district: Path) -> None:
    nobody = asked(jishi, district, "--worker", "不存在")
    assert nobody.code == ExitCode.USAGE
    assert "花名册里没有「不存在」" in nobody.aside
    early = asked(jishi, district, "--worker", "顾新禾", month="2026-10")
    assert early.code == ExitCode.USAGE
    assert "不在职" in early.aside


def test_people_of_one_name_are_told_apart_without_showing_id_numbers(jishi: Run, tmp_path: Path) -> None:
    people = tuple(
        tuple("林知远" if cell == "顾新禾" else cell for cell in row if cell != "工号" or row[0] != "工号")
        for row in with_rows("花名册", "")
    )
    people = (with_rows("花名册", "")[0], *(row for row in people[1:]))
    ended = asked(jishi, write_district(tmp_path / "同名.xlsx", 花名册=people), "--worker", "林知远")
    assert ended.code == ExitCode.USAGE
    assert "有 2 人叫「林知远」" in ended.aside
    assert "A001" in ended.aside
    assert NEWCOMER_ID not in ended.aside


def test_who_lacks_facts_is_told_which(jishi: Run, tmp_path: Path) -> None:
    file = write_district(tmp_path / "缺学历.xlsx", 学历=with_rows("学历", "")[:-1])
    ended = asked(jishi, file, "--worker", "A004")
    assert ended.code == ExitCode.FINDINGS
    assert "暂不能定级，缺：" in ended.out


def test_a_pack_without_grade_and_pay_says_so(jishi: Run, district: Path) -> None:
    ended = asked(jishi, district, "--worker", "A001", pack="talent-drive")
    assert "本政策包没有工资规则" in ended.out
