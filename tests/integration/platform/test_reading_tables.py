"""The kernel's reads: several record classes in one table, and cursors that were tampered with."""

from __future__ import annotations

from typing import Any

import pytest

from functions.customers.store.records import AddressRecord, CustomerRecord
from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.store.listing import in_partition, query_page
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


def _lie_in_one_partition() -> None:
    notes = ("ADR#1", "ADR#2", "ADR#3", "CUSTOMER", "DUE#1")
    transact([put_new(AddressRecord(pk="CUS#1", sk=sk, gsi1pk="SHELF#1", gsi1sk=f"{9 - n}")) for n, sk in enumerate(notes)])
    transact([put_new(AddressRecord(pk="CUS#2", sk="ADR#9"))])


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ({}, None),
        ({"first": "ADR#3"}, AddressRecord.sk >= "ADR#3"),
        ({"first": "ADR#2", "last": "CUSTOMER"}, AddressRecord.sk.between("ADR#2", "CUSTOMER")),
        ({"beginning": "ADR#"}, AddressRecord.sk.startswith("ADR#")),
        ({"beginning": "ADR#", "consistent": False}, AddressRecord.sk.startswith("ADR#")),
        ({"first": "E"}, AddressRecord.sk >= "E"),
    ],
)
def test_a_partition_is_what_pynamodb_reads_of_it_however_many_pages_there_are(asked: dict[str, Any], condition: Any) -> None:
    _lie_in_one_partition()
    wanted = list(AddressRecord.query("CUS#1", condition, consistent_read=True))
    for size in (None, 1, 2):
        found = list(in_partition(AddressRecord, "CUS#1", page_size=size, **asked))
        assert [one.attribute_values for one in found] == [one.attribute_values for one in wanted]
        assert {type(one) for one in found} <= {AddressRecord}


def test_of_an_index_too() -> None:
    _lie_in_one_partition()
    found = [(one.sk, one.gsi1sk) for one in in_partition(AddressRecord, "SHELF#1", first="6", index="gsi1", page_size=2)]
    assert found == [("CUSTOMER", "6"), ("ADR#3", "7"), ("ADR#2", "8"), ("ADR#1", "9")]
