"""Single values of a pack: a number, the name of a parameter, or 待填."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jishi.policy.errors import BlankError, PackError
from jishi.policy.uses.values import value_in_force, whole
from tests.policy.uses.build import ON, loaded, pack


def test_a_number_stands_for_itself_and_a_name_for_its_parameter() -> None:
    assert whole(loaded("general-example"), 2, ON, "次数") == 2
    assert whole(loaded("general-example"), "届内不合格次数", ON, "次数") == 2


@pytest.mark.parametrize("written", [None, "待填"])
def test_what_is_left_open_is_asked_for(written: str | None) -> None:
    with pytest.raises(BlankError, match="清单「次数」：「次数」是多少"):
        whole(loaded("general-example"), written, ON, "次数")


def test_a_parameter_left_open_is_asked_for_in_its_own_words() -> None:
    with pytest.raises(BlankError) as caught:
        value_in_force(loaded("chuzhou"), "户数容差", ON)

    (blank,) = caught.value.blanks
    assert blank.question == "“三百五十户左右”可以上下浮动百分之几？不浮动填0%。"
    assert blank.clauses == ("做法/员额",)


def test_a_parameter_without_a_question_is_asked_for_by_its_name() -> None:
    of = loaded("chuzhou")
    silent = replace(of.parameters["户数容差"], question="")

    with pytest.raises(BlankError, match="「户数容差」是多少"):
        value_in_force(replace(of, parameters={"户数容差": silent}), "户数容差", ON)


def test_an_unknown_parameter_is_named_with_the_nearest() -> None:
    with pytest.raises(PackError, match="没有叫「最低工资」的参数。是否「最低工资标准」"):
        value_in_force(loaded("general-example"), "最低工资", ON)
    with pytest.raises(PackError, match="没有叫「qqqq」的参数。请先在"):
        value_in_force(loaded("general-example"), "qqqq", ON)


def test_a_day_before_the_first_value_has_none() -> None:
    with pytest.raises(PackError, match="参数「最低工资标准」在 2020-01-01 还没有规定"):
        value_in_force(pack("general-example"), "最低工资标准", date(2020, 1, 1))
