"""Anchors outside the database: written on time, in one row of numbers, and missed when they are gone."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from jishi.audit.actions import anchor
from jishi.audit.jobs import anchor_once, keep_anchoring
from jishi.audit.models import AnchorHead, Proofs
from jishi.audit.selectors import anchor_record, verify_all
from jishi.vault.file_keys import FileKeys
from jishi.vault.keys import Purpose
from tests.audit.conftest import CHAIN, MORNING, recorded

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def files(apart: Path) -> list[Path]:
    return sorted((apart / "anchors").iterdir())


def faults() -> str:
    return "\n".join(anchor_record().faults)


def three_days() -> None:
    """Three days of work, each anchored twice."""
    for day in range(3):
        for hour in range(2):
            at = MORNING + day * DAY + timedelta(hours=hour)
            recorded(5, at=at)
            anchor(at=at + timedelta(minutes=30))


def test_an_anchor_names_chain_place_and_digest_in_a_file_of_its_day(apart: Path) -> None:
    last = recorded(3)[-1]
    recorded(2, chain="platform")
    anchor(at=MORNING + timedelta(hours=1))

    [path] = files(apart)
    lines = [json.loads(text) for text in path.read_text().splitlines()]
    assert path.name == "anchors-2026-03-02.jsonl"
    assert [(line["number"], line["chain"], line["seq"]) for line in lines] == [
        (1, CHAIN, 3),
        (2, "platform", 2),
    ]
    assert lines[0]["digest"] == last.digest
    assert lines[1]["prev"] == lines[0]["mark"]


def test_the_day_of_an_anchor_is_the_day_here_not_in_greenwich(apart: Path) -> None:
    recorded(1)
    anchor(at=MORNING.replace(hour=17))
    assert [path.name for path in files(apart)] == ["anchors-2026-03-03.jsonl"]


def test_only_chains_that_moved_are_anchored_again_and_all_of_them_on_a_new_day() -> None:
    recorded(3)
    recorded(1, chain="platform")
    hour = timedelta(hours=1)

    assert [line.chain for line in anchor(at=MORNING + hour)] == [CHAIN, "platform"]
    recorded(1, at=MORNING + hour)
    assert [line.chain for line in anchor(at=MORNING + 2 * hour)] == [CHAIN]
    assert [line.chain for line in anchor(at=MORNING + DAY)] == [CHAIN, "platform"]


def test_with_nothing_new_a_heartbeat_is_written() -> None:
    assert [(line.number, line.chain) for line in anchor(at=MORNING)] == [(1, "")]
    recorded(1)
    anchor(at=MORNING)
    assert [(line.number, line.chain) for line in anchor(at=MORNING)] == [(3, "")]
    assert anchor_record().count == 3
    assert not faults()


def test_three_days_of_anchors_hold_together() -> None:
    three_days()
    verification = verify_all()
    assert verification.is_sound
    assert (verification.event_count, verification.anchor_count) == (30, 6)


def test_a_clock_set_back_does_not_disorder_the_files(apart: Path) -> None:
    three_days()
    anchor(at=MORNING - 3 * DAY)
    assert files(apart)[0].name == "anchors-2026-03-02.jsonl"
    assert not faults()


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_missing_file_is_missed(apart: Path, which: int) -> None:
    three_days()
    files(apart)[which].unlink()
    assert "中间不连" in faults() or "末尾被剪掉" in faults()


def test_all_files_missing_is_said_so(apart: Path) -> None:
    three_days()
    for path in files(apart):
        path.unlink()
    assert "找不到任何锚定文件" in faults()


def test_a_line_cut_from_anywhere_is_missed(apart: Path) -> None:
    three_days()
    for path in files(apart):
        whole = path.read_text()
        lines = whole.splitlines(keepends=True)
        for gone in range(len(lines)):
            path.write_text("".join(lines[:gone] + lines[gone + 1 :]))
            assert faults(), f"{path.name} without line {gone + 1}"
        path.write_text(whole)
    assert not faults()


def test_a_changed_line_is_found_whatever_is_changed(apart: Path) -> None:
    three_days()
    path = files(apart)[1]
    whole = path.read_text()
    first = whole.splitlines()[0]
    changes = {"number": 9, "at": "2026-03-03T00:00:00.000000+00:00", "chain": "x", "seq": 1}
    for name, value in (changes | {"digest": "a:00", "prev": "a:00", "mark": "a:00"}).items():
        path.write_text(whole.replace(first, json.dumps({**json.loads(first), name: value})))
        assert faults(), name
    path.write_text(whole)
    assert not faults()


def test_anchors_rewritten_with_the_key_contradict_what_the_database_remembers(apart: Path) -> None:
    three_days()
    path = files(apart)[-1]
    *kept, text = path.read_text().splitlines()
    line = json.loads(text)
    proof = Proofs("anchor").under(line["mark"])
    assert proof is not None
    line["digest"] = "forged"
    line["mark"] = proof([line[name] for name in ("number", "at", "chain", "seq", "digest", "prev")])
    path.write_text("\n".join([*kept, json.dumps(line)]) + "\n")

    assert "锚定文件被重写过" in faults()


def test_after_lines_were_lost_the_numbers_go_on_and_the_loss_stays_visible(apart: Path) -> None:
    three_days()
    files(apart)[-1].unlink()
    recorded(1, at=MORNING + 4 * DAY)
    [line] = anchor(at=MORNING + 4 * DAY)

    assert line.number == 7
    assert "锚定第 5 号之后接着的是第 7 号" in faults()


def test_a_line_torn_by_a_power_cut_is_no_fault_and_the_next_goes_on_behind_it(apart: Path) -> None:
    recorded(2)
    anchor(at=MORNING)
    [path] = files(apart)
    with path.open("a") as file:
        file.write('{"number":2,"at":"2026-')
    recorded(1)
    anchor(at=MORNING)

    assert len(path.read_text().splitlines()) == 3
    assert not faults()


def test_anchors_written_before_a_commit_that_never_came_are_kept(apart: Path) -> None:
    recorded(2)
    anchor(at=MORNING)
    AnchorHead.objects.update(number=0, digest="", at=None)
    recorded(1)
    anchor(at=MORNING)
    assert not faults()
    assert verify_all().is_sound
    assert len(files(apart)) == 1


def test_anchors_and_events_of_an_older_key_are_still_proven(apart: Path, settings: Settings) -> None:
    three_days()
    FileKeys(apart / "keys.json", settings.CIPHER).rotate(Purpose.AUDIT)
    recorded(3, at=MORNING + 4 * DAY)
    anchor(at=MORNING + 4 * DAY)
    assert verify_all().is_sound


def test_a_lost_key_is_named_and_not_taken_for_tampering(apart: Path) -> None:
    three_days()
    (apart / "keys.json").unlink()
    verification = verify_all()
    assert "不在密钥文件里：请恢复密钥文件" in verification.anchor_faults[0]
    assert "不在密钥文件里：请恢复密钥文件" in verification.reports[0].faults[0].sentence


def test_anchoring_goes_on_by_itself_until_told_to_stop(settings: Settings) -> None:
    recorded(1)
    stop, beats = threading.Event(), 0

    def clock() -> datetime:
        nonlocal beats
        beats += 1
        if beats == 3:
            stop.set()
        return MORNING + timedelta(minutes=beats)

    keep_anchoring(stop, minutes=0, clock=clock)
    assert anchor_record().count == 3
    assert settings.ANCHOR_MINUTES == 10


def test_a_folder_that_cannot_be_written_is_reported_and_tried_again(
    apart: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recorded(1)
    (apart / "anchors").write_text("in the way")
    assert "请检查" in anchor_once(at=MORNING)
    assert "库外锚定没有写成" in caplog.text

    (apart / "anchors").unlink()
    assert anchor_once(at=MORNING) == "已锚定 1 条审计链。"
    assert anchor_once(at=MORNING) == "各审计链没有新记录，已写心跳。"
    assert connection.in_atomic_block
