"""A worker says on the phone what is wrong in their own file; the street decides; it is recorded once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jishi.access.enums import Role
from jishi.process.actions.evidence import folder
from jishi.process.enums import CaseState
from jishi.process.models import Case, Opinion
from jishi.registry.actions.particulars import Described
from jishi.registry.models import Change, Education, Person, Profile
from tests.registry_cases.offices import Offices, last_case, words
from tests.registry_people.filling import open_sheet

PHOTO = b"\x89PNG\r\n\x1a\n" + b"0" * 64 + b"IEND\xaeB`\x82"


def ask(client: Client, item: str, value: str, **typed: Any) -> Any:
    return open_sheet(client, f"/me/correct/{item}/").send(value=value, reason="证上写的不一样", **typed)


def of_worker(offices: Offices, person: Person) -> Client:
    return offices.cast.client(Role.WORKER, person=person)


def degree_of(person: Person) -> str:
    return Education.objects.known_at(None).get(person=person).degree


def test_a_degree_is_corrected_after_the_clerk_checked_and_the_leader_decided(offices: Offices) -> None:
    person = offices.cast.worker()
    worker = of_worker(offices, person)
    assert "在线申请更正" in words(worker.get("/me/"))

    ask(worker, "degree", "无", evidence=SimpleUploadedFile("毕业证.png", PHOTO))
    case = last_case()
    assert offices.speak(offices.clerk, case, text="已核对原件").status_code == 302
    assert degree_of(person) == "学士"
    assert "办理中" in words(worker.get("/todo/started/"))
    offices.speak(offices.leader, case, text="同意更正")

    assert degree_of(person) == "无"
    change = Change.objects.get(token=f"case-{case.pk}")
    assert change.corrects is not None
    assert case.number in change.reason
    assert "已通过" in words(worker.get("/todo/started/"))


def test_a_name_that_came_with_the_entry_is_recorded_from_the_day_of_the_decision(offices: Offices) -> None:
    person = offices.cast.worker("王小明")
    ask(of_worker(offices, person), "name", "王晓铭")
    for client in (offices.clerk, offices.leader):
        offices.speak(client, last_case())

    assert Profile.objects.known_at(None).true_on(offices.cast.today).get(person=person).name == "王晓铭"


def test_a_file_the_district_keeps_goes_to_the_organisation_department_alone(offices: Offices) -> None:
    person = offices.cast.head()
    secretary = offices.cast.client(Role.SECRETARY, person=person)
    ask(secretary, "political", "中共党员")
    case = last_case()

    assert offices.clerk.get(f"/cases/{case.pk}/").status_code == 404
    assert offices.leader.get(f"/cases/{case.pk}/").status_code == 404
    offices.speak(offices.organisation, case)

    assert Case.objects.get(pk=case.pk).state == CaseState.APPROVED


def test_the_same_thing_is_refused_and_so_is_a_second_request_meanwhile(offices: Offices) -> None:
    worker = of_worker(offices, offices.cast.worker())

    assert "不必更正" in words(ask(worker, "degree", "学士"))
    ask(worker, "degree", "无")
    assert "正在办理" in words(ask(worker, "degree", "硕士"))
    assert Case.objects.count() == 1


def test_what_was_changed_meanwhile_is_not_overwritten(offices: Offices) -> None:
    person = offices.cast.worker()
    ask(of_worker(offices, person), "ethnicity", "回族")
    case = last_case()
    offices.speak(offices.clerk, case)
    offices.cast.record(person, Described(ethnicity="满族"), offices.cast.days_ago(1))

    answer = offices.speak(offices.leader, case)

    assert answer.status_code == 422
    assert "已经改过" in words(answer)
    assert Opinion.objects.count() == 1


def test_sent_back_the_worker_changes_it_and_keeps_the_photo(offices: Offices) -> None:
    person = offices.cast.worker()
    worker = of_worker(offices, person)
    ask(worker, "degree", "硕士", evidence=SimpleUploadedFile("证.png", PHOTO))
    case = last_case()
    offices.speak(offices.clerk, case, "return", "请核对后再填")

    assert f"/cases/{case.pk}/correct/" in words(worker.get(f"/cases/{case.pk}/"))
    open_sheet(worker, f"/cases/{case.pk}/correct/").send(value="无", reason="看错了")
    case.refresh_from_db()

    assert (case.state, case.content["value"]) == (CaseState.OPEN, "无")
    assert case.content["evidence"]["size"] == len(PHOTO)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("照片.png", b"MZ\x90\x00 not a picture", "只能上传照片"),
        ("照片.jpg", b"\xff\xd8\xff cut off", "只能上传照片"),
        ("空.pdf", b"", "文件是空的"),
        ("大.png", PHOTO[:8] + b"0" * (5 * 1024 * 1024 + 1), "超过 5 MB"),
        ("../../../etc/passwd", b"root:x:0:0", "只能上传照片"),
        ("页.html", b"<script>alert(1)</script>", "只能上传照片"),
    ],
)
def test_a_file_is_known_by_what_it_holds(offices: Offices, name: str, content: bytes, sentence: str) -> None:
    worker = of_worker(offices, offices.cast.worker())
    before = set(folder().iterdir())

    answer = ask(worker, "degree", "无", evidence=SimpleUploadedFile(name, content))

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Case.objects.exists()
    assert set(folder().iterdir()) == before


def test_a_refused_request_leaves_no_file_behind(offices: Offices) -> None:
    worker = of_worker(offices, offices.cast.worker())
    before = set(folder().iterdir())

    ask(worker, "degree", "学士", evidence=SimpleUploadedFile("证.png", PHOTO))

    assert set(folder().iterdir()) == before


def test_the_photo_is_served_as_a_download_to_whoever_sees_the_case_alone(offices: Offices) -> None:
    worker = of_worker(offices, offices.cast.worker())
    ask(worker, "degree", "无", evidence=SimpleUploadedFile("证.png", PHOTO))
    case = last_case()

    served = offices.clerk.get(f"/cases/{case.pk}/evidence/")

    assert b"".join(served.streaming_content) == PHOTO  # type: ignore[attr-defined] # a file is streamed
    assert served["Cache-Control"] == "no-store"
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert offices.other_leader.get(f"/cases/{case.pk}/evidence/").status_code == 404
    assert Client().get(f"/cases/{case.pk}/evidence/").status_code == 302


def test_a_file_exchanged_on_disk_is_not_opened(offices: Offices) -> None:
    worker = of_worker(offices, offices.cast.worker())
    ask(worker, "degree", "无", evidence=SimpleUploadedFile("证.png", PHOTO))
    case = last_case()
    (folder() / case.content["evidence"]["file"]).write_bytes(b"something else")

    answer = offices.clerk.get(f"/cases/{case.pk}/evidence/")

    assert answer.status_code == 400
    assert "不一致" in words(answer)


def test_an_account_without_a_file_and_other_peoples_cases_are_not_there(offices: Offices) -> None:
    worker = of_worker(offices, offices.cast.worker())
    ask(worker, "degree", "无")
    case = last_case()
    nobody = offices.cast.client(Role.WORKER)
    another = of_worker(offices, offices.cast.worker("别人"))

    assert nobody.get("/me/correct/").status_code == 404
    assert another.get(f"/cases/{case.pk}/").status_code == 404
    assert another.get(f"/cases/{case.pk}/correct/").status_code == 404
