"""X48: ids are rewritten, and what is compared does not depend on how the new ones sort."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb

from infra.transfer.accounts import renamed
from infra.transfer.lake import renamed_object
from infra.transfer.lines import ordered, text_of

A, B, C = (f"cus_{letter * 26}" for letter in "123")


def test_sets_and_names_of_people_come_to_the_same_whatever_their_ids_are() -> None:
    line = {"pk": A, "sk": "X", "attributes": {"who": {"SS": [A, B]}, "raw": {"B": "AP8="}}, "body": {A: 1, B: [B, A]}}
    text = text_of(line)
    there = {A: C, B: A}
    back = ordered(renamed(renamed(text, there), {new: old for old, new in there.items()}))
    assert back == text
    assert ordered(renamed(text, there)) != text


def test_files_of_the_lake_say_who_it_was_by_the_ids_of_there(tmp_path: Path) -> None:
    """Erased there, nobody would be found in them by an id that nobody has any more."""
    file = tmp_path / "events.parquet"
    rows = f"SELECT * FROM (VALUES ('1', '{A}', 7), ('2', '', 8), ('3', '{B}', 9)) AS events(id, subject, number)"
    duckdb.execute(f"COPY ({rows}) TO '{file}' (FORMAT parquet)")
    there = tmp_path / "there.parquet"
    there.write_bytes(renamed_object("lake/dt=2026-01-31/hr=23/events.parquet", file.read_bytes(), {A: C, B: A}))
    assert duckdb.execute(f"SELECT * FROM read_parquet('{there}')").fetchall() == [("1", C, 7), ("2", "", 8), ("3", A, 9)]
    kept = renamed_object("lake-quarantine/bat_1.jsonl.gz", gzip.compress(A.encode()), {A: C})
    assert gzip.decompress(kept).decode() == C
    assert renamed_object("media/1.webp", A.encode(), {A: C}) == A.encode()
