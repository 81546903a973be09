"""X54: whatever a page of the console lets staff filter by, and what the contract takes besides, is measured (benchmarks/lists)."""

from __future__ import annotations

from benchmarks.lists.offered import VALUES, asked, of_contract, offered

KNOWN = {"number": "1", "order": "ord_1", "month": "2026-11"}


def test_every_filter_has_values() -> None:
    wanted = {(path, name) for path, some in offered().items() for names in some for name in names}
    wanted |= {(path, name) for path, names in of_contract().items() for name in names}
    assert {one for one in wanted if one[1] not in VALUES.get(one[0], {})} == set()
    assert {(path, name) for path, names in VALUES.items() for name in names} - wanted == set()


def test_each_two_are_asked_together_but_those_that_are_not_offered_so() -> None:
    orders, cards = offered()["/v1/admin/orders"], offered()["/v1/admin/gift_cards"]
    assert len([names for names in orders if len(names) == 2]) == 9 * 8 / 2
    assert [names for names in cards if len(names) == 2] == []
    addresses = list(asked(KNOWN))
    assert len(addresses) == len(set(addresses))
    assert "/v1/admin/orders?sku=BEST&tag=ODD" in addresses or "/v1/admin/orders?sku=SKU-7&tag=ODD" in addresses
