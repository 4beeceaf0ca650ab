"""The diagram of the states in the documents is that of the table."""

from __future__ import annotations

from pathlib import Path

from jishi.process.presenters.flows import mermaid

DIAGRAM = Path(__file__).resolve().parents[2] / "docs" / "states" / "case.md"


def test_the_diagram_in_the_documents_is_made_from_the_table_of_moves() -> None:
    assert DIAGRAM.read_text(encoding="utf-8") == mermaid()
