"""A district's own roster, in a layout never seen, goes from the file to the roster page in a few clicks."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped] # the library ships no types

from jishi.jobs.models import Job
from jishi.places.models import Households, Unit
from jishi.registry.enums import ImportState, RowState
from jishi.registry.models import Change, ImportJob, Person, Profile, Standing
from tests.registry_imports import books
from tests.registry_imports.desk import Desk, row_of, sentences, work
from tests.registry_people.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def a_district(good: int = 30, doubtful: int = 4) -> bytes:
    """A roster with good rows, rows to look at and five that cannot go in."""
    rows = [books.person(f"好人{n}") for n in range(good)]
    rows += [books.person(f"提醒{n}", post="神秘岗位") for n in range(doubtful)]
    twice = books.number_of()
    rows += [
        books.person("校验错", id="99010119880314001X"),
        books.person("转数值", id="990101198803140000"),
        books.person("生日错", birth="1990-01"),
        books.person("社区错", community="桂圆社区"),
        books.person("重号甲", id=twice),
        books.person("重号乙", id=twice),
    ]
    return books.roster(rows)


def test_good_rows_go_in_and_the_others_stay_to_be_put_right(desk: Desk) -> None:
    of = desk.checked(a_district())

    page = desk.read(f"/imports/{of.pk}/")
    assert (of.counts[RowState.READY], of.counts[RowState.NOTICE], of.counts[RowState.FAULTY]) == (30, 4, 6)
    assert "导入 34 行" in page

    desk.do(of, "take-in")
    of = desk.now(of)
    assert of.state == ImportState.PARTIAL
    assert Person.objects.count() == 34
    assert "好人7" in desk.read("/roster/?q=好人7")
    assert set(Change.objects.values_list("recorded_by", flat=True)) == {"区委社会工作部某"}


def test_titles_merged_heads_and_other_words_are_known_and_shown_with_masked_samples(desk: Desk) -> None:
    content = a_district()
    answer = desk.send(content)
    of = ImportJob.objects.get()
    page = desk.read(answer.headers["Location"])

    assert of.mapping["花名册"]["2"] == "id_number"
    assert of.mapping["花名册"]["5"] == "community"
    assert of.mapping["花名册"]["8"] == "entered_on"
    assert "猜的，请核对" in page
    assert "998***********" in page
    assert "9980001988" not in page


def test_every_fault_is_told_at_once_in_the_cell_it_belongs_to(desk: Desk) -> None:
    of = desk.checked(a_district(good=1, doubtful=0))
    page = desk.read(f"/imports/{of.pk}/rows/")

    for words in (
        "校验位",
        "出生日期与身份证号不一致",
        "社区不存在",
        "是否为“桂园社区”",
        "出现在第10行、第11行",
    ):
        assert words in page, words
    assert page.count('aria-invalid="true"') >= 5


def test_a_row_put_right_on_screen_is_checked_again_and_goes_in(desk: Desk) -> None:
    of = desk.checked(books.roster([books.person("好人"), books.person("社区错", community="桂圆社区")]))
    desk.do(of, "take-in")
    wrong = row_of(of, 6)
    assert wrong.state == RowState.FAULTY

    desk.client.post(f"/imports/{of.pk}/rows/", {"c:花名册:6:5": "桂园社区"})
    work()
    assert row_of(of, 6).state == RowState.READY
    assert row_of(of, 5).state == RowState.DONE
    desk.do(of, "take-in")

    assert desk.now(of).state == ImportState.IMPORTED
    assert Person.objects.count() == 2


def test_only_the_failed_rows_come_back_with_their_reason_and_can_be_sent_again(desk: Desk) -> None:
    of = desk.checked(books.roster([books.person("好人"), books.person("社区错", community="桂圆社区")]))
    desk.do(of, "take-in")

    answer = desk.client.post(f"/imports/{of.pk}/failed/")
    sheet = load_workbook(io.BytesIO(answer.content))["花名册"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(cells) == 2
    assert "社区不存在" in cells[1][-1]
    cells[1][cells[0].index("社区")] = "桂园社区"

    again = desk.checked(books.book({"花名册": cells}))
    assert again.counts == {RowState.READY: 1, "other": 0}
    desk.do(again, "take-in")
    assert Person.objects.count() == 2


def test_the_columns_decided_once_are_remembered_for_the_same_titles(desk: Desk) -> None:
    first = ImportJob.objects.get(pk=desk.checked(books.roster([books.person("甲一")])).pk)
    desk.do(first, "drop")
    answer = desk.send(books.roster([books.person("乙一")]))
    of = ImportJob.objects.latest("pk")
    of.mapping["花名册"]["10"] = "="
    desk.decide(of, remember=True, 备考="=")
    desk.do(of, "drop")

    answer = desk.send(books.roster([books.person("丙一")]))
    assert "已按上次记住的对应关系" in desk.read(answer.headers["Location"])
    assert ImportJob.objects.latest("pk").mapping["花名册"]["10"] == "="


def test_schooling_certificates_and_assessments_come_along(desk: Desk) -> None:
    row = books.person("有学历")
    content = books.roster(
        [row],
        {
            "学历": [["身份证号", "学历", "学位", "毕业时间"], [row[2], "本科", "学士", "2010-07"]],
            "证书": [["身份证号", "证书名称", "取得日期"], [row[2], "助理社会工作师", "2021-06-01"]],
            "考核": [["身份证号", "年度", "考核结果"], [row[2], 2024, "优秀"], [row[2], 1900, "优秀"]],
        },
    )
    of = desk.checked(content)
    assert of.counts["other"] == 1
    assert "考核年度" in sentences(row_of(of, 3, "考核"))
    desk.do(of, "take-in")
    standing = Standing.objects.as_of(desk.cast.today).get()
    assert (standing.name, standing.education) == ("有学历", "本科")

    desk.client.post(f"/imports/{of.pk}/rows/", {"c:考核:3:1": "2023"})
    work()
    desk.do(of, "take-in")
    assert desk.now(of).state == ImportState.IMPORTED
    assert Change.objects.filter(kind="assessment", effective_on__year=2024).exists()


def test_communities_and_households_make_the_map(desk: Desk) -> None:
    rows = [["湖滨街道", f"湖滨{n}社区", 2000 + n, 6000] for n in range(4)]
    of = desk.checked(
        books.places([*rows, ["湖宾街道", "湖滨九社区", 100, 300], ["桂园街道", "桂园社区", 3100, 9000]]),
        "places",
    )
    assert (of.counts[RowState.READY], of.counts[RowState.NOTICE], of.counts[RowState.FAULTY]) == (4, 1, 1)
    assert "是否为“湖滨街道”" in sentences(row_of(of, 7, "社区"))

    desk.do(of, "take-in")
    street = Unit.objects.get(name="湖滨街道")
    assert Unit.objects.filter(parent=street).count() == 4
    assert Households.objects.known_at(None).get(unit__name="桂园社区").households == 3100

    desk.client.post(f"/imports/{of.pk}/rows/", {"accept": "湖宾街道"})
    work()
    desk.do(of, "take-in")
    assert Unit.objects.filter(name="湖宾街道").exists()


def test_two_clicks_at_once_take_everybody_in_once(desk: Desk) -> None:
    of = desk.checked(books.roster([books.person(f"甲{n}") for n in range(3)]))
    for _ in range(2):
        desk.client.post(f"/imports/{of.pk}/do/take-in/")
    assert Job.objects.filter(kind="import-take-in").count() == 1
    desk.do(of, "take-in")
    again = desk.client.post(f"/imports/{of.pk}/do/take-in/")
    assert again.status_code == 409
    assert Profile.objects.count() == 3
