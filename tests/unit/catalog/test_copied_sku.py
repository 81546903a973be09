"""SKUs of copies stay within what a SKU may hold, and apart."""

from __future__ import annotations

from functions.catalog.model.derived_sku import copied_skus


def test_the_first_copy_and_a_further_one() -> None:
    assert copied_skus(["A", "茶🍵"], 1) == ["A-COPY", "茶🍵-COPY"]
    assert copied_skus(["A"], 12) == ["A-COPY-12"]


def test_long_ones_that_differ_at_their_end_only_do_not_become_one() -> None:
    found = copied_skus(["x" * 99 + "1", "x" * 99 + "2"], 1)
    assert len(set(found)) == 2
    assert [len(one) for one in found] == [100, 100]
