"""The to-do centre and the page of a case, as the people in the offices see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from jishi.access.enums import Role
from jishi.access.models import Account
from jishi.audit.enums import Actor, Subject
from jishi.ledger.models import FOREVER
from jishi.process.actions import cases
from jishi.process.actions.cases import Proposal
from jishi.process.enums import CaseState, SeatState
from jishi.process.models import Case, Course, Opinion, Question, Seat, SeatPlan, StepPlan
from jishi.process.selectors import last_phrases, todo_counts
from tests.process import world  # noqa: F401 # registers the kind of case used here
from tests.registry_people.cast import Cast, build_cast

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.REQUIRE_TOTP = False
    return build_cast()


def course(cast: Cast, *, days: int | None = 3, steps: int = 1) -> Course:
    street = cast.streets[0]
    seat = SeatPlan(street.name, (Role.STREET_LEADER.value,), street.pk)
    district = SeatPlan("区委社会工作部", (Role.SOCIAL_WORK.value,), cast.district.pk)
    both = (StepPlan("街道审批", (seat,), 1, days), StepPlan("区级审批", (district,), 1, 5))
    return Course(both[:steps])


def send(
    cast: Cast, title: str = "调动某人", *, by: Actor | None = None, days_ago: int = 0, **more: object
) -> Case:
    """A case about nothing much, sent some days ago."""
    by = by or Actor("somebody", "经办甲", "街道经办")
    at = cast.moment + timedelta(days=30 - days_ago)
    content = {"shown": [["工作社区", "桂园社区", "松湾社区"]], "reason": "缺人", **more}
    about = Subject("thing", "x", "某事")
    case = cases.draft(proposal=Proposal("test-count", about, cast.streets[0], title, content), by=by, at=at)
    laid = course(cast, steps=2)
    return cases.submit(case=case, course=laid, effects=(), version=case.version, by=by, at=at)


def words(page: object) -> str:
    return str(page.content.decode())  # type: ignore[attr-defined] # an answer of the test client


def actor_of(client: Client) -> Actor:
    account = Account.objects.get(pk=client.session["_auth_user_id"])
    return Actor(account.username, account.name, "街道经办")


def speak(client: Client, case: Case, verdict: str, text: str = "", **more: object) -> object:
    seat = client.get(f"/cases/{case.pk}/").context["seat"]
    values = {"seat": seat.pk, "digest": case.content_digest, "verdict": verdict, "text": text, **more}
    return client.post(f"/cases/{case.pk}/opinion/", values)


def test_what_presses_comes_first_and_what_is_overdue_says_so(cast: Cast) -> None:
    for title, days_ago in (("刚到的", 0), ("拖了的", 20), ("昨天的", 1)):
        send(cast, title, days_ago=days_ago)

    page = words(cast.client(Role.STREET_LEADER).get("/todo/"))

    assert page.index("拖了的") < page.index("昨天的") < page.index("刚到的")
    assert "已逾期" in page
    assert "1/2 街道审批" in page
    assert "经办甲" in page


def test_the_top_bar_counts_what_waits_and_what_came_back(cast: Cast) -> None:
    leader, clerk = cast.client(Role.STREET_LEADER), cast.client(Role.STREET_CLERK)
    case = send(cast, by=actor_of(clerk))
    send(cast, days_ago=20)

    assert leader.get("/todo/").context["frame"].todo_count == 2
    assert leader.get("/todo/").context["frame"].todo_overdue == 1
    assert clerk.get("/todo/").context["frame"].todo_count == 0
    speak(leader, case, "return", "缺材料")
    assert clerk.get("/todo/").context["frame"].todo_count == 1


def test_filters_narrow_by_words_kind_and_what_is_overdue(cast: Cast) -> None:
    send(cast, "调动甲")
    send(cast, "调动乙", days_ago=20)
    client = cast.client(Role.STREET_LEADER)

    assert "调动乙" not in words(client.get("/todo/?q=调动甲"))
    assert "调动甲" not in words(client.get("/todo/?overdue=1"))
    assert "调动甲" not in words(client.get("/todo/?kind=transfer"))


def test_what_was_said_stays_under_done_with_its_words(cast: Cast) -> None:
    case = send(cast)
    client = cast.client(Role.STREET_LEADER)
    speak(client, case, "agree", "情况属实")

    assert client.get("/todo/").context["list"].window.total == 0
    assert "情况属实" in words(client.get("/todo/done/"))


def test_the_last_five_different_phrases_are_at_hand(cast: Cast) -> None:
    client = cast.client(Role.STREET_LEADER)
    for text in ("一", "二", "三", "三", "四", "五", "六"):
        speak(client, send(cast), "agree", text)
    page = client.get(f"/cases/{send(cast).pk}/")

    assert page.context["phrases"] == ("六", "五", "四", "三", "二")


def test_returning_asks_where_to_and_needs_words(cast: Cast) -> None:
    case, leader, social = send(cast), cast.client(Role.STREET_LEADER), cast.client(Role.SOCIAL_WORK)
    speak(leader, case, "agree")

    silent = speak(social, case, "return", return_to=0)
    assert "请写明意见" in words(silent)
    speak(social, case, "return", "请再核", return_to=0)

    case.refresh_from_db()
    assert (case.state, case.step, case.round) == (CaseState.OPEN, 0, 2)


def test_a_question_stops_the_clock_until_the_preparer_answers_on_the_page(cast: Cast) -> None:
    clerk, leader = cast.client(Role.STREET_CLERK), cast.client(Role.STREET_LEADER)
    case = send(cast, by=actor_of(clerk))
    seat = leader.get(f"/cases/{case.pk}/").context["seat"].pk

    leader.post(f"/cases/{case.pk}/ask/", {"seat": seat, "text": "何时到岗？"})
    assert Seat.objects.get(pk=seat).state == SeatState.ASKING
    assert "何时到岗？" in words(clerk.get(f"/cases/{case.pk}/"))
    assert clerk.get("/todo/").context["frame"].todo_count == 1
    question = Question.objects.get()
    empty = clerk.post(f"/cases/{case.pk}/answer/", {"question": question.pk})
    assert empty.status_code == 422
    clerk.post(f"/cases/{case.pk}/answer/", {"question": question.pk, "text": "下月一日"})

    assert "下月一日" in words(leader.get(f"/cases/{case.pk}/"))
    assert Seat.objects.get(pk=seat).state == SeatState.WAITING


def test_reminding_works_once_a_day_and_taking_back_asks_why(cast: Cast) -> None:
    clerk = cast.client(Role.STREET_CLERK)
    case = send(cast, by=actor_of(clerk))

    assert clerk.post(f"/cases/{case.pk}/remind/").status_code == 302
    assert "今天已经催办过" in words(clerk.post(f"/cases/{case.pk}/remind/"))
    assert "请填写撤回理由" in words(clerk.post(f"/cases/{case.pk}/withdraw/"))
    clerk.post(f"/cases/{case.pk}/withdraw/", {"reason": "不调了"})

    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert "已撤回" in words(clerk.get("/todo/started/"))


def test_the_page_names_who_has_to_act_and_the_sheet_keeps_what_was_said(cast: Cast) -> None:
    case, leader = send(cast), cast.client(Role.STREET_LEADER)
    assert "待 街道领导某 办理" in words(leader.get(f"/cases/{case.pk}/"))
    speak(leader, case, "agree", "同意")

    sheet = words(leader.get(f"/cases/{case.pk}/sheet/"))
    assert "社区工作者事项审批表" in sheet
    assert "同意。同意" in sheet
    assert "区委社会工作部意见" in sheet
    assert case.number in sheet


def test_a_drawer_gets_the_part_alone(cast: Cast) -> None:
    case = send(cast)
    page = words(cast.client(Role.STREET_LEADER).get(f"/cases/{case.pk}/", headers={"HX-Request": "true"}))
    assert page.lstrip().startswith("<div")
    assert "data-agree" in page


def test_a_batch_agrees_to_what_it_may_and_lists_the_rest_with_the_reason(cast: Cast) -> None:
    leader = cast.client(Role.STREET_LEADER)
    mine = send(cast, "我自己写的", by=actor_of(leader))
    good, changed = send(cast, "可办的"), send(cast, "改过的")

    page = leader.post("/todo/agree/", {"key": [mine.pk, good.pk, changed.pk]})
    assert "不能由您本人" in words(page)
    assert "同意 2 件" in words(page)
    Case.objects.filter(pk=changed.pk).update(content_digest="1" * 64)
    seen = [f"{case.pk}:{case.content_digest}" for case in (good, changed, mine)]
    done = words(leader.post("/todo/agree/", {"seen": seen, "text": "同意", "confirm": "1"}))

    assert "已同意 <b>1</b> 件" in done
    assert "被改过" in done
    assert "不能由您本人" in done
    assert [opinion.case_id for opinion in Opinion.objects.all()] == [good.pk]


def test_the_whole_result_can_be_agreed_to(cast: Cast) -> None:
    for n in range(3):
        send(cast, f"批量{n}")
    send(cast, "别的")
    leader = cast.client(Role.STREET_LEADER)

    page = words(leader.post("/todo/agree/", {"whole": "1", "query": "q=批量"}))

    assert "同意 3 件" in page
    assert "别的" not in page
    assert leader.post("/todo/agree/").status_code == 302


def test_the_list_takes_few_queries_however_many_cases(cast: Cast) -> None:
    client = cast.client(Role.STREET_LEADER)
    first = send(cast)
    many(cast, first, 400)
    client.get("/todo/")

    for url in ("/todo/", "/todo/done/", "/todo/started/", "/todo/drafts/", f"/cases/{first.pk}/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        limit = MOST_QUERIES if url.startswith("/todo") else 16
        assert len(queries) <= limit, (url, [each["sql"][:90] for each in queries])


def many(cast: Cast, like: Case, count: int) -> None:
    """Copies of a case that wait for the same office."""
    fields = {each.attname: getattr(like, each.attname) for each in Case._meta.concrete_fields}
    fields.pop("id")
    made = Case.objects.bulk_create(Case(**fields) for _ in range(count))
    street = cast.streets[0]
    Seat.objects.bulk_create(
        Seat(
            case=case, step=0, round=1, place=0, label=street.name, roles=["street_leader"],
            role_key=",street_leader,", unit=street, opened_at=like.opened_at,
            due_on=FOREVER if n % 7 == 0 else cast.today + timedelta(days=n % 20 - 3),
        )
        for n, case in enumerate(made)
    )  # fmt: skip


def test_counting_stops_at_a_hundred(cast: Cast) -> None:
    many(cast, send(cast), 150)
    assert todo_counts(cast.sight(Role.STREET_LEADER, cast.streets[0]))[0] == 100


def test_phrases_are_those_of_the_account(cast: Cast) -> None:
    assert last_phrases(cast.sight(Role.STREET_LEADER, cast.streets[0])) == ()


def test_flows_are_read_and_simulated(cast: Cast) -> None:
    client = cast.client(Role.STREET_CLERK)
    cast.client(Role.STREET_LEADER)
    here, there = cast.communities[0], cast.communities[1]

    page = words(client.get("/flows/"))
    assert "跨街道调动" in page
    assert "办法/第三十九条" in page
    simulated = words(client.get(f"/flows/?flow=街道内调动&from={here.pk}&to={there.pk}"))
    assert "街道领导某" in simulated
    across = words(
        cast.client(Role.SOCIAL_WORK).get(
            f"/flows/?flow=跨街道调动&from={here.pk}&to={cast.communities[2].pk}"
        )
    )
    assert "东苑街道" in across
    assert "还没有人任这个岗位" in across
