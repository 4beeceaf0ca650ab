"""What may be read by a token: places, people, one person, and the feed of changes."""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.http import parse_etags
from ninja import NinjaAPI, Query

from jishi.access.enums import Permission
from jishi.api.actions.reading import Reading
from jishi.api.presenters import answers
from jishi.api.presenters.asking import AskingAsOf, AskingEvents, AskingPeople, cursor_after
from jishi.api.selectors import feed, people
from jishi.api.views.answering import PARAMETERS, answer_refusals, refused
from jishi.api.views.asked import TokenAuth, asked_of
from jishi.places.models import Unit
from jishi.places.selectors import tree
from jishi.registry.models import Person, Standing

PREFIX = "/api/v1/"
_REFUSALS = dict.fromkeys((401, 403, 404, 405, 422), answers.Refusal)

api = NinjaAPI(
    title="基石接口",
    version="1",
    description=(
        "以接口令牌读取，令牌所见与发放它的身份相同。请求头 Authorization: Bearer jishi_…；"
        "所有日期按 2026-11-01 的格式；出错时 sentence 说明原因和办法。"
    ),
    urls_namespace="api_v1",
    auth=TokenAuth(),
    docs_url=None,
    openapi_url=None,
)
answer_refusals(api)


@api.get("/openapi.json", include_in_schema=False, url_name="openapi")
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 # every view takes the request
    """Describe the API itself."""
    return described()


def described() -> HttpResponse:
    """The description of every address, for programs."""
    return JsonResponse(api.get_openapi_schema(path_prefix=PREFIX), json_dumps_params={"ensure_ascii": False})


@api.get(
    "/places", response={200: answers.Places, **_REFUSALS}, summary="范围内的组织机构", url_name="places"
)
def read_places(request: HttpRequest, asking: Query[AskingAsOf]) -> answers.Places:
    """The tree of places within scope as it stood on a day."""
    asked = asked_of(request, Permission.PLACE_VIEW, asking)
    day = asked.day(asking)
    found = answers.places(tree(asked.sight.path, on=day.on, known_at=day.known_at))
    asked.note(Reading("组织机构", len(found), day.on, day.known_at))
    return answers.Places(on=day.on, known=day.known_at, places=found)


@api.get("/people", response={200: answers.People, **_REFUSALS}, summary="某一天的人员", url_name="people")
def read_people(request: HttpRequest, asking: Query[AskingPeople]) -> answers.People:
    """Everybody within scope as they stood on a day, those who left and those still coming too, by pages."""
    asked = asked_of(request, Permission.ROSTER_VIEW, asking)
    day = asked.day(asking)
    rows = people.people_after(asked.sight, day, asking.cursor or 0, asking.limit + 1)
    page = rows[: asking.limit]
    told = answers.people(page, people.known_of(asked.sight, day, page))
    asked.note(Reading("人员", len(page), day.on, day.known_at, asking.cursor))
    following = cursor_after(page[-1].person_id) if len(rows) > len(page) else None
    return answers.People(on=day.on, known=day.known_at, people=told, next=following)


@api.get(
    "/people/{slug:uid}",
    response={200: answers.PersonFileAnswer, 304: None, **_REFUSALS},
    summary="某一天的一个人",
    url_name="person",
)
def read_person(request: HttpRequest, uid: str, asking: Query[AskingAsOf]) -> HttpResponse:
    """One person as they stood on a day; with If-None-Match, 304 while nothing of the answer has changed."""
    asked = asked_of(request, Permission.PERSON_VIEW, asking)
    day = asked.day(asking)
    try:
        row = people.standing_visible(asked.sight, uid, day)
    except (Person.DoesNotExist, Standing.DoesNotExist) as missing:
        raise Http404 from missing
    told = answers.person(row, people.known_of(asked.sight, day, [row]), day.known_at)
    asked.note(Reading("人员", 1, day.on, day.known_at, person=(uid, row.name)))
    return _unless_known(request, told.model_dump_json())


@api.get("/events", response={200: answers.Events, **_REFUSALS}, summary="登记的异动", url_name="events")
def read_events(request: HttpRequest, asking: Query[AskingEvents]) -> answers.Events | HttpResponse:
    """The changes of a district recorded after a place in its feed, without gaps or repeats."""
    asked = asked_of(request, Permission.PERSON_VIEW, asking)
    try:
        district = feed.district_asked(asked.sight, asking.district)
    except Unit.DoesNotExist as missing:
        raise Http404 from missing
    if district is None:
        problem = {
            "where": "district",
            "sentence": "请指明是哪个区，编号见 places。",
        }
        return refused(422, PARAMETERS, [problem])
    found = feed.changes_after(asked.sight, district, asking.after, asking.limit)
    asked.note(Reading("异动", len(found.changes), after=asking.after))
    told = answers.events(found.changes)
    return answers.Events(district=district.pk, events=told, next=found.next, has_more=found.has_more)


def _unless_known(request: HttpRequest, body: str) -> HttpResponse:
    """The answer, or 304 when the asker says it has exactly this one."""
    tag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    had = {each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))}
    response = HttpResponse(status=304) if tag in had or "*" in had else _json(body)
    response["ETag"] = tag
    return response


def _json(body: str) -> HttpResponse:
    return HttpResponse(body, content_type="application/json; charset=utf-8")
