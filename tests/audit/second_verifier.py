"""A second verifier of the audit, written from docs/audit-format.md alone; it shares no code with it.

    python tests/audit/second_verifier.py EVENTS.jsonl ANCHOR_FOLDER KEYS.json

It prints what it finds and ends with 1 when something is wrong. Standard library only; for keys of the
algorithm HMAC-SM3 Python's hashlib must know `sm3`, as it does with OpenSSL 1.1.1 and later.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from functools import cache
from pathlib import Path

BLOCK = 64  # both hashes work in blocks of 64 bytes
ORDER = [
    "chain", "seq", "at", "account", "actor_name", "role", "actor_person", "on_behalf_of", "principal",
    "address", "verb", "subject_kind", "subject_key", "subject_label", "particulars", "reason", "prev",
]  # fmt: skip
ESCAPES = {code: f"\\u{code:04x}" for code in range(32)} | {
    ord(sign): "\\" + letter for sign, letter in zip('"\\\n\r\t\b\f', '"\\nrtbf', strict=True)
}
Row = dict[str, str | int]


def load_keys(path: Path) -> dict[str, tuple[str, bytes]]:
    """Audit keys by id: the name of the hash, the secret."""
    entries = json.loads(path.read_text(encoding="utf-8"))["keys"]
    return {
        key_id: (entry["algorithm"].removeprefix("HMAC-").lower(), base64.b64decode(entry["key"]))
        for key_id, entry in entries.items()
        if entry["purpose"] == "audit"
    }


def written(value: str | int) -> str:
    """A text in quotes with its escapes, a number in digits."""
    if isinstance(value, int):
        return str(value)
    return f'"{value.translate(ESCAPES)}"'


def keyed_hash(name: str, secret: bytes, payload: bytes) -> str:
    """HMAC by its definition (RFC 2104)."""
    inside, outside = padded(name, secret, 0x36).copy(), padded(name, secret, 0x5C).copy()
    inside.update(payload)
    outside.update(inside.digest())
    return outside.hexdigest()


@cache
def padded(name: str, secret: bytes, pad: int) -> hashlib._Hash:
    """A hash begun with the secret filled up to one block and mixed with a pad."""
    return hashlib.new(name, bytes(b ^ pad for b in secret.ljust(BLOCK, b"\0")))


def expected(kind: str, digest: str, values: list[str | int], keys: dict[str, tuple[str, bytes]]) -> str:
    """The digest these values must have under the key the given one names; empty for an unknown key."""
    key_id = digest.split(":", maxsplit=1)[0]
    if key_id not in keys:
        return ""
    text = "[" + ",".join(written(value) for value in [kind, key_id, *values]) + "]"
    return f"{key_id}:{keyed_hash(*keys[key_id], text.encode())}"


def check_anchors(lines: list[Row], keys: dict[str, tuple[str, bytes]]) -> list[str]:
    """What is wrong with the anchors by themselves."""
    faults = []
    previous: Row = {"number": 0, "mark": ""}
    for line in lines:
        values = [line[name] for name in ("number", "at", "chain", "seq", "digest", "prev")]
        if expected("anchor", str(line["mark"]), values, keys) != line["mark"]:
            faults.append(f"anchor {line['number']}: altered")
        if line["number"] != int(previous["number"]) + 1 or line["prev"] != previous["mark"]:
            faults.append(f"anchor {line['number']}: does not follow anchor {previous['number']}")
        previous = line
    return faults


def check_events(rows: list[Row], anchors: list[Row], keys: dict[str, tuple[str, bytes]]) -> list[str]:
    """What is wrong with the events of all chains, held against the anchors."""
    faults: list[str] = []
    last: dict[str, Row] = {}
    seen: dict[tuple[str, int], str] = {}
    for row in rows:
        chain, seq = str(row["chain"]), int(row["seq"])
        before = last.get(chain, {"seq": 0, "digest": "", "at": ""})
        if seq != int(before["seq"]) + 1 or row["prev"] != before["digest"]:
            faults.append(f"{chain} {seq}: does not follow {before['seq']}")
        if str(row["at"]) < str(before["at"]):
            faults.append(f"{chain} {seq}: earlier than the one before")
        digest = str(row["digest"])
        if expected("event", digest, [row[name] for name in ORDER], keys) != digest:
            faults.append(f"{chain} {seq}: altered")
        last[chain], seen[chain, seq] = row, digest
    for line in anchors:
        place = (str(line["chain"]), int(line["seq"]))
        if line["chain"] and seen.get(place) != line["digest"]:
            state = "missing" if place not in seen else "not what was anchored"
            faults.append(f"{place[0]} {place[1]}: {state} (anchor {line['number']})")
    return faults


def read_anchors(folder: Path) -> list[Row]:
    """The anchors of all files in order; torn lines show as gaps in the numbers."""
    lines: list[Row] = []
    for path in sorted(folder.glob("anchors-*.jsonl")):
        for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                lines.append(dict(json.loads(text)))
            except ValueError:
                continue
    return lines


def main(events: Path, folder: Path, key_file: Path) -> int:
    keys, anchors = load_keys(key_file), read_anchors(folder)
    with events.open(encoding="utf-8") as file:
        rows: list[Row] = [json.loads(text) for text in file]
    faults = check_anchors(anchors, keys) + check_events(rows, anchors, keys)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"{len(rows)} events, {len(anchors)} anchors, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*(Path(word) for word in sys.argv[1:4])))
