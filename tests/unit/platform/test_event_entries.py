"""Cutting events into requests the bus takes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.platform.events.event_entries import MAX_BYTES, MAX_ENTRIES, Entry, Poison, entry_of, is_event, requests_of
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.plain.bodies import dump


def record(body: str | None, *, kind: str = "event", name: str = "INSERT") -> dict[str, Any]:
    image: dict[str, Any] = {"kind": {"S": kind}} | ({} if body is None else {"body": {"S": body}})
    return {"eventName": name, "dynamodb": {"SequenceNumber": "7", "NewImage": image}}


def envelope(**changes: Any) -> str:
    fields = {"id": "evt_1", "type": "order.paid", "version": 1, "occurred_at": "2026-01-01T00:00:00.000Z", "subject": "ord_1"}
    return dump(Envelope(**{**fields, "actor": SYSTEM, "data": {"名": "值"}, **changes}))


def test_an_event_is_told_as_it_was_written() -> None:
    """P05"""
    body = envelope()
    entry = entry_of(record(body))
    assert entry == Entry("7", "order.paid", body)
    assert entry.request("shop") == {"EventBusName": "shop", "Source": "shop", "DetailType": "order.paid", "Detail": body}
    assert entry.size == len("shop") + len("order.paid") + len(body.encode())


@pytest.mark.parametrize(
    ("given_record", "expected"),
    [
        (record("x"), True),
        (record("x", kind="order"), False),
        (record("x", name="MODIFY"), False),
        ({"eventName": "REMOVE", "dynamodb": {"SequenceNumber": "7"}}, False),
    ],
)
def test_only_new_event_items_are_events(given_record: dict[str, Any], expected: bool) -> None:
    assert is_event(given_record) is expected


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (None, "no body"),
        ("{", "the body is not an event envelope"),
        ("[]", "the body is not an event envelope"),
        ('{"id": "evt_1"}', "the body is not an event envelope"),
        (envelope(type=""), "no type"),
        (envelope(data={"text": "x" * MAX_BYTES}), "bytes are more than the bus takes"),
    ],
)
def test_what_can_never_be_published_is_poison(body: str | None, why: str) -> None:
    with pytest.raises(Poison, match=why):
        entry_of(record(body))


@given(st.lists(st.integers(1, MAX_BYTES - 14), max_size=60))
def test_requests_keep_the_order_and_the_limits(sizes: list[int]) -> None:
    entries = [Entry(str(number), "order.paid", "x" * size) for number, size in enumerate(sizes)]
    chunks = list(requests_of(entries))
    assert [entry for chunk in chunks for entry in chunk] == entries
    assert all(0 < len(chunk) <= MAX_ENTRIES and sum(e.size for e in chunk) <= MAX_BYTES for chunk in chunks)
    for chunk, following in pairwise(chunks):
        assert len(chunk) == MAX_ENTRIES or sum(e.size for e in chunk) + following[0].size > MAX_BYTES, "no request more than needed"
