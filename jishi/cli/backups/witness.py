"""Hears a restored database: does its audit hold, do its seals open under the keys at hand?

Run as a program of its own, `python -m jishi.cli.backups.witness`, with the restored database and its anchors
in the environment; answers with one line of JSON. Nothing sealed is ever told.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

_SAMPLE = 200


@dataclass(slots=True)
class Testimony:
    """What was found."""

    events: int = 0
    opened: int = 0
    faults: list[str] = field(default_factory=list)


def hear(url: str, anchors: Path, *, bring_up_to_date: bool) -> Testimony:
    """Hear the database at an address with anchors from a folder."""
    from django.conf import settings

    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "JISHI_ANCHOR_DIR": str(anchors),
        "JISHI_HOME": str(settings.HOME),
        "JISHI_KEY_FILE": str(settings.KEY_FILE),
        "JISHI_CIPHER": settings.CIPHER,
    }
    command = [sys.executable, "-m", __name__, *(["--migrate"] if bring_up_to_date else [])]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        told = done.stderr.strip().splitlines() or [f"退出码 {done.returncode}"]
        last = next((line for line in reversed(told) if "Error" in line), told[-1])
        return Testimony(faults=[f"恢复出来的数据库打不开：{last}"])
    return Testimony(**json.loads(done.stdout.strip().rpartition("\n")[2]))


def _testimony() -> Testimony:
    from jishi.audit.selectors import verify_all

    told = Testimony()
    verification = verify_all(None)
    told.events = verification.event_count
    told.faults += verification.anchor_faults
    told.faults += [fault.sentence for report in verification.reports for fault in report.faults]
    _open_seals(told)
    return told


def _open_seals(told: Testimony) -> None:
    """Open a sample of each kind of sealed field, the first and the last rows."""
    from jishi.registry.models import Contact, Person
    from jishi.vault import KeysRefused, SealBroken, unseal

    rows = [
        ("person", uid, "id_number", sealed)
        for order in ("pk", "-pk")
        for uid, sealed in Person.objects.order_by(order).values_list("uid", "id_number_sealed")[:_SAMPLE]
    ]
    rows += [
        ("contact", uid, "phone", sealed)
        for uid, sealed in Contact.objects.order_by("pk").values_list("person__uid", "phone_sealed")[:_SAMPLE]
    ]
    for table, uid, name, sealed in rows:
        if not sealed:
            continue
        try:
            unseal(sealed, table=table, row=str(uid), field=name)
        except (SealBroken, KeysRefused) as refusal:
            told.faults.append(f"手上的密钥打不开加密字段：{refusal}")
            return
        told.opened += 1


if __name__ == "__main__":
    from jishi.cli.installation import bring_up_to_date, connect

    connect()
    if "--migrate" in sys.argv:
        bring_up_to_date()
    print(json.dumps(asdict(_testimony()), ensure_ascii=False))
