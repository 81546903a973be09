"""Cursors are opaque and belong to one list."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable

POSITIONS = st.dictionaries(st.text(max_size=10), st.text(max_size=30), max_size=4) | st.lists(st.integers() | st.text()) | st.integers()
QUERIES = st.dictionaries(st.text(max_size=10), st.text(max_size=10) | st.integers() | st.none(), max_size=4)


@given(POSITIONS, QUERIES)
def test_a_cursor_reads_back_in_its_own_list(position: Any, query: dict[str, Any]) -> None:
    cursor = pages.encode(position, query)
    assert pages.decode(cursor, query) == position
    assert cursor.isascii()
    assert not set(cursor) & set("+/=&?# ")


@given(POSITIONS, QUERIES, QUERIES)
def test_it_is_refused_in_another_list(position: Any, query: dict[str, Any], other: dict[str, Any]) -> None:
    asked, others = ({name: value for name, value in one.items() if value not in (None, "")} for one in (query, other))
    if asked != others:
        with pytest.raises(Unreadable):
            pages.decode(pages.encode(position, query), other)


def test_a_filter_that_a_later_release_adds_ends_no_list() -> None:
    """Who had a page from the release before goes on where they were; whoever uses the filter has another list."""
    cursor = pages.encode("here", {"list": "orders", "status": "paid"})
    later: dict[str, Any] = {"list": "orders", "status": "paid", "group": None, "q": "", "tags": [], "kinds": ()}
    assert pages.decode(cursor, later) == "here"
    assert pages.encode("here", later) == cursor
    for used in ({"group": "a"}, {"group": False}, {"group": 0}):
        with pytest.raises(Unreadable):
            pages.decode(cursor, later | used)


def test_a_cursor_of_0_2_0_is_taken_in_a_list_that_has_no_more_filters() -> None:
    """It counted what nobody had asked for."""
    query = {"list": "orders", "status": None}
    digest = hashlib.sha256(json.dumps([query, '"here"'], sort_keys=True).encode()).hexdigest()[:16]
    cursor = base64.urlsafe_b64encode(f'{digest}"here"'.encode()).decode().rstrip("=")
    assert cursor != pages.encode("here", query)
    assert pages.decode(cursor, query) == "here"


@given(st.integers(0, 200), st.sampled_from("Ab0-_"))
def test_a_changed_cursor_is_refused(place: int, letter: str) -> None:
    position, query = {"sk": "ADR#01JD5Z6N7W8X9Y0Z1A2B3C4D5E"}, {"list": "x"}
    cursor = pages.encode(position, query)
    place %= len(cursor)
    changed = cursor[:place] + letter + cursor[place + 1 :]
    # The last letter has bits that mean nothing; everything else counts.
    if base64.urlsafe_b64decode(changed + "==") == base64.urlsafe_b64decode(cursor + "=="):
        assert pages.decode(changed, query) == position
    else:
        with pytest.raises(Unreadable):
            pages.decode(changed, query)


@pytest.mark.parametrize("cursor", ["", "a", "é", "====", "YWJj\n", "x" * 5000, "bm90IGpzb24"])
def test_broken_cursors_are_refused(cursor: str) -> None:
    with pytest.raises(Unreadable) as caught:
        pages.decode(cursor, {})
    assert (caught.value.status, caught.value.code) == (400, "invalid_cursor")


def test_a_forged_cursor_of_great_depth_is_refused() -> None:
    payload = "[" * 5000
    forged = base64.urlsafe_b64encode((pages._digest({}, payload) + payload).encode()).decode().rstrip("=")
    with pytest.raises(Unreadable):
        pages.decode(forged, {})


def test_no_cursor_is_the_beginning() -> None:
    assert pages.decode(None, {"list": "x"}) is None
