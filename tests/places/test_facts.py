"""Counts, tags, stars, bodies and figures of units, with their days and their corrections."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.ledger import Refused, Stale
from jishi.places.actions import bodies, facts, figures, households, stars, tags, units
from jishi.places.actions.blueprints import BodyGiven, Count, FigureGiven, TagGiven
from jishi.places.enums import BodyKind
from jishi.places.models import Households, Tag
from jishi.places.selectors import bodies_on, figures_on, households_on, stars_on, tags_on
from jishi.policy.period import Span
from tests.places.conftest import CLERK, TODAY, City, moment


def counted(city: City, on: date, name: str = "桂园社区") -> int | None:
    unit = city[name]
    found = households_on([unit.pk], on=on).get(unit.pk)
    return found.households if found else None


def test_a_count_holds_from_its_day_until_the_next_one(city: City) -> None:
    households.record(
        unit=city["桂园社区"], count=Count(1100), on=date(2025, 1, 1), reason="", by=CLERK, at=moment()
    )

    assert counted(city, date(2024, 12, 31)) == 1000
    assert counted(city, date(2025, 1, 1)) == 1100


def test_a_count_recorded_late_holds_until_the_one_already_known(city: City) -> None:
    households.record(
        unit=city["桂园社区"], count=Count(1100), on=date(2025, 1, 1), reason="", by=CLERK, at=moment()
    )

    households.record(
        unit=city["桂园社区"], count=Count(1050), on=date(2024, 1, 1), reason="", by=CLERK, at=moment(1)
    )

    days = [date(2023, 6, 1), date(2024, 6, 1), date(2025, 6, 1)]
    assert [counted(city, day) for day in days] == [1000, 1050, 1100]


@pytest.mark.parametrize(
    ("count", "on", "sentence"),
    [
        (Count(), TODAY, "请至少填写户数或常住人口"),
        (Count(-1), TODAY, "不能是负数"),
        (Count(1000, 3000, "年度核定"), TODAY, "与 2020-01-01 起登记的相同，不必重复登记"),
        (Count(900), date(2020, 1, 1), "2020-01-01 已登记过户数人口。如登记有误，请用“更正”"),
        (Count(900), date(2019, 1, 1), "“桂园社区”自 2020-01-01 设立，不能登记 2019-01-01 的资料"),
    ],
)
def test_a_count_that_cannot_be_is_refused_in_words(
    city: City, count: Count, on: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        households.record(unit=city["桂园社区"], count=count, on=on, reason="", by=CLERK, at=moment())


def test_a_street_has_no_count_of_its_own(city: City) -> None:
    with pytest.raises(Refused, match="街道和区的合计由系统汇总"):
        households.record(unit=city["城北街道"], count=Count(9), on=TODAY, reason="", by=CLERK, at=moment())


def test_a_community_carries_several_tags_each_with_evidence_and_an_end(city: City) -> None:
    unit = city["桂园社区"]
    tags.add(
        unit=unit,
        tag=TagGiven("新就业群体聚集", "2026 年 3 月走访 412 人"),
        on=date(2026, 4, 1),
        reason="",
        by=CLERK,
        at=moment(),
    )
    old = Tag.objects.known_at(None).get(unit=unit, name="老旧小区")
    tags.end(tag=old, on=date(2026, 9, 1), reason="改造完成", by=CLERK, at=moment(1))

    def carried(on: date) -> list[str]:
        return [tag.name for tag in tags_on([unit.pk], on=on)[unit.pk]]

    assert carried(date(2026, 5, 1)) == ["老旧小区", "新就业群体聚集"]
    assert carried(TODAY) == ["新就业群体聚集"]


def test_a_tag_needs_evidence_and_is_not_given_twice(city: City) -> None:
    unit = city["桂园社区"]

    with pytest.raises(Refused, match="请写明贴“村改居”标签的依据"):
        tags.add(unit=unit, tag=TagGiven("村改居", " "), on=TODAY, reason="", by=CLERK, at=moment())
    with pytest.raises(Refused, match="在 2026-11-01 已有“老旧小区”标签"):
        tags.add(unit=unit, tag=TagGiven("老旧小区", "新普查"), on=TODAY, reason="", by=CLERK, at=moment())


def test_a_star_a_body_and_a_figure_replace_the_ones_before(city: City) -> None:
    unit = city["桂园社区"]
    common = {"on": date(2026, 2, 1), "reason": "", "by": CLERK}

    stars.record(unit=unit, star="四星", document="清社〔2026〕2 号", at=moment(), **common)  # type: ignore[arg-type] # what all share
    bodies.record(
        unit=city["桂园社区"],
        body=BodyGiven(BodyKind.COMMITTEE, "桂园居委会"),
        at=moment(1),
        **common,  # type: ignore[arg-type] # what all share
    )
    figures.record(
        unit=city["桂园社区"],
        figure=FigureGiven("员额调整", "2", "新建安置小区"),
        at=moment(2),
        **common,  # type: ignore[arg-type] # what all share
    )

    assert stars_on([unit.pk], on=TODAY)[unit.pk].star == "四星"
    assert [body.name for body in bodies_on([unit.pk], on=TODAY)[unit.pk]] == ["桂园居委会"]
    assert [body.name for body in bodies_on([unit.pk], on=date(2026, 1, 1))[unit.pk]] == [
        "桂园社区居民委员会"
    ]
    assert figures_on([unit.pk], on=TODAY)[unit.pk]["员额调整"].value == "2"


def test_a_correction_is_seen_only_from_the_instant_it_became_known(city: City) -> None:
    unit = city["桂园社区"]
    wrong = Households.objects.known_at(None).get(unit=unit)

    facts.correct(
        fact=wrong, values={"households": 1010}, span=None, reason="漏统一栋", by=CLERK, at=moment()
    )

    seen = {
        minutes: households_on([unit.pk], on=TODAY, known_at=moment(minutes))[unit.pk].households
        for minutes in (-1, 0, 1)
    }
    assert seen == {-1: 1000, 0: 1010, 1: 1010}


def test_a_corrected_day_moves_the_end_of_the_fact_before(city: City) -> None:
    unit = city["桂园社区"]
    households.record(unit=unit, count=Count(1100), on=date(2025, 1, 1), reason="", by=CLERK, at=moment())
    wrong = Households.objects.known_at(None).get(unit=unit, valid_from=date(2025, 1, 1))

    facts.correct(
        fact=wrong, values={}, span=Span(date(2025, 3, 1)), reason="文件日期看错", by=CLERK, at=moment(1)
    )

    assert counted(city, date(2025, 2, 1)) == 1000
    assert counted(city, date(2025, 3, 1)) == 1100


@pytest.mark.parametrize(
    ("span", "reason", "sentence"),
    [
        (Span(date(2019, 1, 1)), "看错", "起始日期早于“桂园社区”设立的日期"),
        (Span(date(2025, 6, 1), date(2025, 6, 1)), "看错", "截止日期须晚于起始日期"),
        (None, "看错", "更正后的内容与原来相同"),
        (Span(date(2025, 6, 1)), " ", "更正须写明理由"),
        (Span(date(2020, 1, 1)), "看错", "更正后从 2020-01-01 起与另一条登记重叠"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_in_words(
    city: City, span: Span | None, reason: str, sentence: str
) -> None:
    unit = city["桂园社区"]
    households.record(unit=unit, count=Count(1100), on=date(2025, 1, 1), reason="", by=CLERK, at=moment())
    fact = Households.objects.known_at(None).get(unit=unit, valid_from=date(2025, 1, 1))

    with pytest.raises(Refused, match=sentence):
        facts.correct(fact=fact, values={}, span=span, reason=reason, by=CLERK, at=moment(1))


def test_two_corrections_of_the_same_fact_do_not_both_win(city: City) -> None:
    fact = Households.objects.known_at(None).select_related("unit").get(unit=city["桂园社区"])
    facts.correct(fact=fact, values={"households": 1010}, span=None, reason="漏统", by=CLERK, at=moment())

    with pytest.raises(Stale, match="您的改动没有保存。请刷新"):
        facts.correct(fact=fact, values={"households": 990}, span=None, reason="多统", by=CLERK, at=moment(1))


def test_what_is_said_of_a_unit_ends_with_it(city: City) -> None:
    unit = city["柳岸社区"]

    units.dissolve(unit=unit, on=date(2026, 5, 1), reason="", by=CLERK, at=moment())

    assert households_on([unit.pk], on=TODAY) == {}
    assert tags_on([unit.pk], on=TODAY) == {}
    assert bodies_on([unit.pk], on=date(2026, 4, 30))[unit.pk]
