"""The kernel's reads: several record classes in one table, and cursors that were tampered with."""

from __future__ import annotations

import pytest

from functions.customers.store.records import AddressRecord, CustomerRecord
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.store.listing import query_page
from functions.shared.store.records import find_many
from functions.shared.store.transactions import put_new, transact


def test_each_item_comes_back_as_the_class_it_was_asked_for() -> None:
    transact([
        put_new(CustomerRecord(pk="CUS#1", sk="CUSTOMER", addresses=1)),
        put_new(AddressRecord(pk="CUS#1", sk="ADR#1", is_default=True)),
    ])  # fmt: skip
    found = find_many({CustomerRecord: [("CUS#1", "CUSTOMER")], AddressRecord: [("CUS#1", "ADR#1"), ("CUS#1", "ADR#2")]})
    assert sorted((type(record).__name__, key[2]) for key, record in found.items()) == [
        ("AddressRecord", "ADR#1"),
        ("CustomerRecord", "CUSTOMER"),
    ]


def page(cursor: str | None) -> pages.Page[AddressRecord]:
    return query_page(
        AddressRecord, "CUS#1", query={"list": "x"}, limit=2, cursor=cursor, range_condition=AddressRecord.sk.startswith("ADR#")
    )


def test_pages_follow_each_other_and_stay_stable_under_inserts() -> None:
    transact([put_new(AddressRecord(pk="CUS#1", sk=f"ADR#{n}")) for n in (1, 3, 5)])
    first = page(None)
    transact([put_new(AddressRecord(pk="CUS#1", sk=f"ADR#{n}")) for n in (2, 4)])
    second = page(first.next_cursor)
    assert [[record.sk for record in p.data] for p in (first, second)] == [["ADR#1", "ADR#3"], ["ADR#4", "ADR#5"]]


@pytest.mark.parametrize("position", [{}, [], "ADR#1", {"sk": 1}, {"sk": ""}, {"pk": "CUS#2", "sk": "ADR#1"}, {"gsi1sk": "x"}, None])
def test_a_forged_position_is_refused(position: object) -> None:
    cursor = pages.encode(position, {"list": "x"})
    if position is None:
        assert page(cursor).data == []
    else:
        with pytest.raises(Unreadable):
            page(cursor)
