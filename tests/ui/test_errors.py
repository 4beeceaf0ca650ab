"""Pages for what went wrong say how to go on and give nothing away."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from jishi.ui.components import Difference
from jishi.ui.views import (
    conflict_response,
    csrf_failure,
    expired_response,
    handler403,
    handler404,
    handler500,
)

HOSTILE = "<script>alert(1)</script>"


def without_token(page: bytes) -> bytes:
    return re.sub(rb'value="\w{64}"', b"", page)


class Refusal(Exception):
    """A refusal with its sentence, as rooms above raise it."""

    sentence = "您是提交人，按规定不能审批自己提交的事项。请由另一位同志办理。"


def test_a_refusal_is_said_in_its_own_sentence(rf: RequestFactory) -> None:
    answer = handler403(rf.get("/"), Refusal("for us only"))

    assert answer.status_code == 403
    assert Refusal.sentence in answer.content.decode()
    assert "for us only" not in answer.content.decode()


def test_a_refusal_without_a_sentence_says_whom_to_ask(rf: RequestFactory) -> None:
    assert "请联系本单位的系统管理员授权" in handler403(rf.get("/"), PermissionDenied()).content.decode()


def test_a_script_gets_the_sentence_alone(rf: RequestFactory) -> None:
    answer = handler403(rf.get("/", headers={"hx-request": "true"}), Refusal())

    assert "<html" not in answer.content.decode()
    assert Refusal.sentence in answer.content.decode()


def test_what_is_not_found_and_what_may_not_be_seen_look_the_same(rf: RequestFactory) -> None:
    nothing = handler404(rf.get("/"), Http404())
    hidden = handler404(rf.get("/"), Http404("person 17 of 东苑街道"))

    assert without_token(nothing.content) == without_token(hidden.content)


def test_the_page_for_our_own_faults_needs_no_database(rf: RequestFactory) -> None:
    answer = handler500(rf.get("/"))

    assert answer.status_code == 500
    assert "是系统的原因" in answer.content.decode()


def test_hostile_words_stay_words(rf: RequestFactory) -> None:
    changes = [Difference(HOSTILE, HOSTILE, "乙")]
    pages = [
        handler403(rf.get("/"), PermissionDenied(HOSTILE)),
        conflict_response(rf.get(f"/{HOSTILE}"), HOSTILE, changes=changes),
        expired_response(rf.get("/"), sign_in_url=HOSTILE),
    ]

    assert not [page for page in pages if "<script>alert" in page.content.decode()]


def test_a_conflict_shows_what_changed_and_says_that_nothing_was_written(rf: RequestFactory) -> None:
    changes = [Difference("岗位", "工作人员", "社区副职")]
    answer = conflict_response(rf.get("/people/17/"), "陈志强在 09:41 改过这份任职。", changes=changes)
    text = answer.content.decode()

    assert answer.status_code == 409
    assert "陈志强在 09:41 改过这份任职。" in text
    assert "社区副职" in text
    assert "没有写入" in text
    assert 'href="/people/17/"' in text


@pytest.mark.parametrize(
    "render", [csrf_failure, lambda request: expired_response(request, sign_in_url="/login/")]
)
def test_a_form_or_session_out_of_date_says_that_the_work_is_kept(rf: RequestFactory, render: object) -> None:
    assert callable(render)
    assert "已保存" in (text := render(rf.get("/")).content.decode()) or "保存在草稿中" in text
