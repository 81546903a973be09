"""Lists that are read one after the other: every row once, whatever the pages, and no page behind the last one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.store.listing import Listing, in_turn

QUERY = {"list": "some"}


def a_list(rows: Sequence[str]) -> Listing[str]:
    def page(*, limit: int, cursor: str | None) -> pages.Page[str]:
        start = pages.decode(cursor, {"rows": rows}) or 0
        end = start + limit
        return pages.Page(rows[start:end], pages.encode(end, {"rows": rows}) if end < len(rows) else None)

    return page


@pytest.mark.parametrize("lists", [[""], ["", ""], ["abc", ""], ["", "abc"], ["ab", "", "cd"], ["a", "bcd", "e"], ["abcd", "efgh", ""]])
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9])
def test_every_row_comes_once_and_in_order(lists: list[str], limit: int) -> None:
    found, cursor = list[str](), None
    while True:
        page = in_turn([a_list(one) for one in lists], query=QUERY, limit=limit, cursor=cursor)
        found += page.data
        if (cursor := page.next_cursor) is None:
            break
        assert len(page.data) == limit
    assert "".join(found) == "".join(lists)
    assert bool(page.data) == any(lists)


@pytest.mark.parametrize("position", [[2, None], [-1, None], [0, 1], ["0", None], [0], "0", {"at": 0}])
def test_a_forged_cursor_is_refused(position: object) -> None:
    with pytest.raises(Unreadable):
        in_turn([a_list("ab"), a_list("c")], query=QUERY, limit=1, cursor=pages.encode(position, QUERY))
