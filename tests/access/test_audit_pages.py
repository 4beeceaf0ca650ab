"""The audit in pages: each auditor reads the own chains, asks the usual questions, and verifies."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction
from django.test import Client

from jishi.access.enums import Role
from jishi.audit.actions import Export, record_export, record_view
from jishi.audit.enums import Actor, Subject
from jishi.audit.models import Event
from jishi.places.models import Unit
from tests.access import world as w
from tests.access.world import World

CLERK = Actor(account="clerk", name="王芳", role="街道经办", address="10.0.0.7")
SOMEBODY = Subject("person", "p-1", "李明")


def seen(district: Unit, subject: Subject = SOMEBODY) -> None:
    with transaction.atomic():
        record_view(
            subject=subject,
            fields=["证件号码"],
            by=CLERK,
            at=w.now(),
            chain=f"district-{district.pk}",
            reason="核对",
        )


@pytest.fixture
def auditor(world: World) -> Client:
    seen(world.district)
    seen(world.other_district, Subject("person", "p-far", "远方人"))
    return w.signed_in(w.holder("auditor", Role.AUDITOR, world.district))


@pytest.fixture
def admin(world: World) -> Client:
    seen(world.district)
    return w.signed_in(w.holder("adm", Role.AUDIT_ADMIN, world.city))


def test_an_auditor_reads_the_business_of_the_own_district_alone(auditor: Client) -> None:
    page = auditor.get("/audit/").content.decode()
    assert "查看李明的证件号码" in page
    assert "远方人" not in page
    assert "登录平台" not in page, "administration is not theirs"


def test_an_audit_administrator_reads_administration_and_no_business(admin: Client) -> None:
    page = admin.get("/audit/").content.decode()
    assert "登录平台" in page
    assert "李明" not in page


def test_who_saw_this_person(auditor: Client, world: World) -> None:
    seen(world.district, Subject("person", "p-2", "赵强"))
    page = auditor.get("/audit/?kind=person&key=p-2").content.decode()
    assert "谁看过、办过这个人的资料" in page
    assert "赵强" in page
    assert "李明" not in page


def test_a_person_of_another_district_has_no_events_here(auditor: Client) -> None:
    assert "没有符合条件的记录" in auditor.get("/audit/?kind=person&key=p-far").content.decode()


def test_what_this_account_saw(auditor: Client) -> None:
    page = auditor.get("/audit/?account=clerk&verb=views").content.decode()
    assert "这个账号看过什么" in page
    assert "查看李明" in page
    assert "没有符合条件的记录" in auditor.get("/audit/?account=nobody").content.decode()


def test_a_period_counts_both_its_days(auditor: Client) -> None:
    today = w.now().astimezone().date().isoformat()
    assert "查看李明" in auditor.get(f"/audit/?at_from={today}&at_to={today}").content.decode()
    assert "没有符合条件" in auditor.get("/audit/?at_to=2020-01-01").content.decode()
    assert "没有生效" in auditor.get("/audit/?at_from=32.13.2026").content.decode()


def test_exports_are_listed(auditor: Client, world: World) -> None:
    told = Export(page="花名册", filters={"街道": "城北"}, columns=["姓名"], row_count=620)
    with transaction.atomic():
        record_export(export=told, by=CLERK, at=w.now(), chain=f"district-{world.district.pk}")
    page = auditor.get("/audit/?verb=export").content.decode()
    assert "从“花名册”导出620行" in page
    assert "李明" not in page


def test_older_events_are_a_page_away(auditor: Client, world: World) -> None:
    for number in range(60):
        seen(world.district, Subject("person", f"n-{number}", f"第{number}人"))
    first = auditor.get("/audit/")
    assert "更早的记录" in first.content.decode()
    following = first.context["following"]
    second = auditor.get("/audit/", {"after": str(following)}).content.decode()
    assert "查看李明" in second
    assert "第59人" not in second


@pytest.mark.parametrize("after", ["x", "_", "2026-01-01_1", "' or 1=1", "9" * 400])
def test_a_place_that_is_none_is_the_beginning(auditor: Client, after: str) -> None:
    assert "查看李明" in auditor.get("/audit/", {"after": after}).content.decode()


def test_a_sound_chain_verifies_and_the_verifying_is_told(auditor: Client) -> None:
    assert auditor.get("/audit/verify/").status_code == 200
    page = auditor.post("/audit/verify/").content.decode()
    assert "与登记时一致" in page
    assert Event.objects.filter(verb="audit.verify", account="auditor").count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="guards are taken off by name on SQLite")
def test_a_changed_event_is_found_on_the_page(auditor: Client, world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(
            "UPDATE audit_event SET actor_name = '张三' WHERE chain = %s", [f"district-{world.district.pk}"]
        )
    page = auditor.post("/audit/verify/").content.decode()
    assert "内容与校验码不符" in page


def test_the_audit_is_taken_out_as_lines_and_that_is_told(auditor: Client, world: World) -> None:
    answer = auditor.post("/audit/export/")
    lines = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    assert {line["chain"] for line in lines} == {f"district-{world.district.pk}"}
    assert lines[-1]["verb"] == "export"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "role", [Role.SOCIAL_WORK, Role.STREET_CLERK, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN]
)
def test_nobody_else_reads_or_verifies_the_audit(world: World, role: Role) -> None:
    client = w.signed_in(w.holder("somebody", role, world.at(role)))
    assert client.get("/audit/").status_code == 403
    assert client.get("/audit/verify/").status_code == 403
    assert client.post("/audit/export/").status_code == 403
