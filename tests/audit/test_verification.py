"""What a verification says, in words that lead to the place; the commands; the verifier that is not ours."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from jishi.audit.actions import anchor, record_many
from jishi.audit.enums import SYSTEM
from jishi.audit.models import ChainHead, Event
from jishi.audit.presenters import report_rows, verdict
from jishi.audit.selectors import Report, verify, verify_all
from tests.audit import second_verifier
from tests.audit.conftest import CHAIN, MORNING, entry, recorded
from tests.audit.test_tampering import copied, delete_from, move, rebuild, rewrite, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def twelve() -> None:
    """Twelve events, of which the first ten are anchored."""
    recorded(10)
    anchor(at=MORNING + timedelta(hours=1))
    recorded(2, at=MORNING + timedelta(hours=2))


def sentences(report: Report | None = None) -> str:
    return "\n".join(fault.sentence for fault in (report or verify(CHAIN)).faults)


@pytest.mark.usefixtures("twelve")
class TestSentences:
    def test_a_changed_event_is_named(self) -> None:
        rewrite(5, reason="改")
        assert sentences() == "第 5 条的内容与校验码不符：内容被改动或调换过。"

    def test_a_missing_event_is_named(self) -> None:
        delete_from(4, 5)
        assert "第 4 条缺失：被删除，或序号被改。" in sentences()

    def test_missing_events_are_named_from_first_to_last(self) -> None:
        delete_from(3, 7)
        assert "第 3 条到第 6 条缺失" in sentences()

    def test_an_event_moved_out_of_its_place_is_found(self) -> None:
        move(4, 40)
        assert "第 4 条缺失" in sentences()

    def test_an_inserted_event_with_a_place_taken_twice_is_named(self) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("SQLite holds the constraint in the table itself")
        sql("ALTER TABLE audit_event DROP CONSTRAINT audit_event_one_per_place")
        copied(Event.objects.get(chain=CHAIN, seq=4), reason="多出来的")
        assert "第 4 条出现了两次：有记录被插入。" in sentences()

    def test_a_link_that_does_not_fit_is_named(self) -> None:
        rewrite(6, prev="a0:00")
        assert "第 6 条接不上前一条" in sentences()

    def test_a_time_before_the_last_is_named(self) -> None:
        sql("UPDATE audit_event SET at = %s WHERE seq = 7", MORNING - timedelta(days=9))
        assert "第 7 条的时间早于前一条" in sentences()

    def test_a_cut_tail_is_missed_by_the_head(self) -> None:
        delete_from(12)
        assert "链头记的第 12 条不在链上" in sentences()

    def test_a_cut_tail_with_the_head_adjusted_is_missed_by_the_anchor(self) -> None:
        delete_from(9)
        rebuild(8)
        assert "的库外锚定（第 1 号）证明至少有 10 条，现在只到第 8 条：末尾被截断。" in sentences()

    def test_a_chain_rebuilt_with_the_key_contradicts_the_anchor(self) -> None:
        rewrite(2, reason="改")
        rebuild(1)
        assert sentences() == (
            "第 10 条与 2026-03-02 10:00 的库外锚定（第 1 号）不符：这一条或它以前的记录被改写过。"
        )

    def test_a_head_set_back_or_taken_away_is_named(self) -> None:
        ChainHead.objects.update(seq=11, digest=Event.objects.get(seq=11).digest)
        assert "链头只到第 11 条，链上却有第 12 条" in sentences()
        ChainHead.objects.all().delete()
        assert "链头只到第 0 条" in sentences()

    def test_a_chain_that_is_gone_altogether_is_missed(self) -> None:
        delete_from(1)
        ChainHead.objects.all().delete()
        [report] = verify_all().reports
        assert "证明至少有 10 条，现在只到第 0 条" in sentences(report)

    def test_an_older_copy_of_the_database_contradicts_the_anchors(self) -> None:
        with transaction.atomic():
            delete_from(6)
            rebuild(6)
            recorded(7, at=MORNING + timedelta(hours=3))
            assert "第 10 条与 2026-03-02 10:00 的库外锚定" in sentences()

    def test_many_faults_stop_the_walk(self) -> None:
        for part in range(1, 4):
            recorded(10, at=MORNING + timedelta(hours=2 + part))
        sql("UPDATE audit_event SET reason = 'x'")
        faults = verify(CHAIN).faults
        assert len(faults) == 21
        assert faults[-1].sentence == "问题已有 20 处，第 20 条以后没有再查。"

    def test_what_is_not_anchored_yet_is_told(self) -> None:
        assert verify(CHAIN).unanchored_count == 2
        assert report_rows(verify_all())[0].summary == (
            "审计链“district-1”共 12 条，逐条核对无误。其中最近 2 条还没有库外锚定。"
        )

    def test_the_tail_behind_the_last_anchor_can_be_forged_by_whoever_holds_key_and_database(self) -> None:
        """The limit that is stated: at most one interval of anchoring."""
        delete_from(12)
        rebuild(12)
        assert verify(CHAIN).is_sound


def test_the_command_says_that_all_is_well() -> None:
    recorded(3)
    call_command("anchor", stdout=StringIO())
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "审计链“district-1”共 3 条，逐条核对无误。" in out.getvalue()
    assert "1 条审计链共 3 条记录，与登记时一致。最近一次库外锚定在" in out.getvalue()


def test_the_command_ends_with_an_error_and_says_what_to_do() -> None:
    recorded(3)
    call_command("anchor", stdout=StringIO())
    rewrite(2, reason="改")
    out = StringIO()
    with pytest.raises(CommandError, match="保护现场") as ended:
        call_command("verify_audit", stdout=out)
    assert ended.value.returncode == 1
    assert "第 2 条的内容与校验码不符" in out.getvalue()


def test_without_any_anchor_the_verdict_asks_for_them() -> None:
    recorded(3)
    assert verdict(verify_all()).endswith("还没有库外锚定：请确认锚定任务在运行。")


def test_the_second_verifier_reads_export_anchors_and_key_and_agrees(apart: Path) -> None:
    recorded(20)
    recorded(5, chain="platform")
    anchor(at=MORNING + timedelta(hours=1))
    call_command("export_audit", str(apart / "events.jsonl"), stdout=StringIO())
    script = Path(second_verifier.__file__)

    def verdict_outside() -> subprocess.CompletedProcess[str]:
        paths = [str(apart / name) for name in ("events.jsonl", "anchors", "keys.json")]
        return subprocess.run(
            [sys.executable, str(script), *paths], capture_output=True, text=True, check=False
        )

    assert verdict_outside().returncode == 0
    assert verdict_outside().stdout == "25 events, 2 anchors, 0 faults\n"

    rewrite(7, reason="改")
    call_command("export_audit", str(apart / "events.jsonl"), stdout=StringIO())
    assert verdict_outside().returncode == 1
    assert "district-1 7: altered" in verdict_outside().stdout


def test_the_format_described_is_the_format_written(apart: Path) -> None:
    """The worked example of docs/audit-format.md, checked by the verifier written from it."""
    text = (Path(__file__).parents[2] / "docs" / "audit-format.md").read_text(encoding="utf-8")
    blocks = [part.split("```")[0] for part in text.split("```json\n")[1:]]
    (apart / "example.json").write_text(blocks[0])
    keys = second_verifier.load_keys(apart / "example.json")
    events = [json.loads(line) for line in blocks[1].splitlines()]
    anchors = [json.loads(line) for line in blocks[2].splitlines()]

    assert not second_verifier.check_events(events, anchors, keys)
    assert not second_verifier.check_anchors(anchors, keys)
    assert set(events[0]) == {*second_verifier.ORDER, "digest"}


def test_verifying_is_quick_enough_for_a_million_events() -> None:
    with transaction.atomic():
        record_many([entry(n) for n in range(10_000)], by=SYSTEM, at=MORNING, chain=CHAIN)
    began = time.process_time()
    report = verify(CHAIN)
    rate = 10_000 / (time.process_time() - began)

    print(f"{rate:,.0f} events a second verified on {connection.vendor}")  # noqa: T201 # a figure to read
    assert report.is_sound
    assert rate > 5_000  # 80,000 and more on a quiet machine: a million in 12 s
