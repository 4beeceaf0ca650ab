"""What people read when something is wrong."""

from __future__ import annotations

from jishi.policy.errors import Blank, BlankError, PackError, PackErrors, Place, PolicyError, did_you_mean


def test_an_error_says_where_what_and_what_to_do() -> None:
    error = PackError("金额没有舍入。", "请写明「舍入」", Place("one/公式.yaml", 7))

    assert str(error) == "one/公式.yaml 第7行：金额没有舍入。请写明「舍入」"
    assert (error.file, error.line) == ("one/公式.yaml", 7)
    assert str(PolicyError("没有这个人")) == "没有这个人"
    assert str(PackError("文件不存在", "请检查", Place("one/表.csv"))) == "one/表.csv：文件不存在。请检查"


def test_several_errors_are_shown_one_a_line() -> None:
    several = PackErrors([PackError("甲", "一", Place("a", 1)), PackError("乙", "二", Place("b", 2))])

    assert str(several) == "a 第1行：甲。一\nb 第2行：乙。二"
    assert several.place == Place("a", 1)


def test_blanks_that_stop_a_computation_are_listed_with_their_questions() -> None:
    error = BlankError(
        [
            Blank("最低工资标准", "是多少？", ("办法/第二条",), "参数"),
            Blank("起点等级[社区正职]", "是几级？", (), "表"),
        ]
    )

    assert "2 项待填" in str(error)
    assert "参数「最低工资标准」（办法/第二条）：是多少？；表「起点等级[社区正职]」：是几级？" in str(error)
    assert "--set 名称=值" in error.remedy
    assert [blank.name for blank in error.blanks] == ["最低工资标准", "起点等级[社区正职]"]


def test_the_nearest_name_is_suggested_only_when_it_is_near() -> None:
    assert did_you_mean("最低工资", ["最低工资标准", "晋级月数"]) == "是否「最低工资标准」？"
    assert did_you_mean("户数", ["最低工资标准"]) == ""
