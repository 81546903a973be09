"""The item with the lines that end the sessions of many at once."""

from __future__ import annotations

from functions.access.store.records import AccessTable
from functions.shared.auth.lines import LINES_KEY, lines_in
from functions.shared.auth.standing import forget
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_put


def draw_line(kind: str, name: str, line: int) -> None:
    """Of two at once both count: each is drawn under the version that was read."""

    def once() -> None:
        record = find(AccessTable, LINES_KEY, LINES_KEY)
        before, version = (lines_in(record.body or ""), int(record.version)) if record else (lines_in(""), 0)
        after = before.drawn(kind, name, line)
        if after != before:
            item = AccessTable(pk=LINES_KEY, sk=LINES_KEY, kind="lines", body=after.text(), version=version + 1)
            transact([locked_put(item, version)])

    again(once)
    forget()
