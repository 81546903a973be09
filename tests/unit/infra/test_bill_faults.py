"""A fault planted in a simulated bill is in that line only, the same whenever the bill is asked for. E18"""

from __future__ import annotations

import pytest

from infra.simulators.bill_faults import as_billed, fee_of

TRADE = {"id": "str_1", "reference": "abc", "amount": 5900}
PART = TRADE | {"captured": 1000}


@pytest.mark.parametrize(
    ("trade", "fault", "billed"),
    [
        (TRADE, "none", [("str_1", "abc", 5900, 35)]),
        (TRADE, "missing", []),
        (TRADE, "extra", [("str_1", "abc", 5900, 35), ("1_rts", "cba", 5900, 35)]),
        (TRADE, "wrong_amount", [("str_1", "abc", 5901, 35)]),
        (TRADE, "wrong_fee", [("str_1", "abc", 5900, 42)]),
        (PART, "wrong_amount", [("str_1", "abc", 1001, 6)]),
        (PART, "wrong_fee", [("str_1", "abc", 1000, 13)]),
    ],
)
def test_what_the_bill_says(trade: dict[str, object], fault: str, billed: list[tuple[str, str, int, int]]) -> None:
    lines = list(as_billed(trade | {"bill": fault}))
    assert [(one["id"], one["reference"], one.get("captured", one["amount"]), fee_of(one)) for one in lines] == billed
