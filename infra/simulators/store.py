"""What the simulated world remembers, in one SQLite file: documents by kind and key, and the messages still to be delivered."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS outgoing (id INTEGER PRIMARY KEY, sender TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Outgoing:
    id: int
    sender: str
    url: str
    body: str


class Store:
    """Used from one event loop only; every call commits before it returns."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self._db = sqlite3.connect(str(path), isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        self._db.close()

    def get(self, kind: str, key: str) -> dict[str, Any] | None:
        row = self._db.execute("SELECT body FROM documents WHERE kind=? AND key=?", (kind, key)).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def put(self, kind: str, key: str, body: dict[str, Any]) -> None:
        text = json.dumps(body, ensure_ascii=False)
        self._db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", (kind, key, text))

    def add(self, kind: str, key: str, body: dict[str, Any]) -> bool:
        """False, and nothing changed, when the key exists."""
        text = json.dumps(body, ensure_ascii=False)
        return self._db.execute("INSERT OR IGNORE INTO documents VALUES (?, ?, ?)", (kind, key, text)).rowcount == 1

    def all(self, kind: str) -> list[dict[str, Any]]:
        rows = self._db.execute("SELECT body FROM documents WHERE kind=? ORDER BY rowid", (kind,)).fetchall()
        return [json.loads(row[0]) for row in rows]

    def queue(self, sender: str, url: str, body: str) -> int:
        cursor = self._db.execute("INSERT INTO outgoing (sender, url, body) VALUES (?, ?, ?)", (sender, url, body))
        return int(cursor.lastrowid or 0)

    def done(self, message: int) -> None:
        self._db.execute("DELETE FROM outgoing WHERE id=?", (message,))

    def waiting(self) -> list[Outgoing]:
        rows = self._db.execute("SELECT id, sender, url, body FROM outgoing ORDER BY id").fetchall()
        return [Outgoing(*row) for row in rows]
