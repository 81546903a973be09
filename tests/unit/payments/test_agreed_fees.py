"""What the contract with a provider says of its fee. E18"""

from __future__ import annotations

from typing import Any

import pytest

from functions.payments.reconciling.agreed_fees import AgreedFee, agreed_fee
from infra.simulators.keys import AGREED_FEE


@pytest.mark.parametrize(("amount", "fee"), [(5900, 35), (5917, 36), (8, 0), (84, 1), (10_000, 60)])
def test_basis_points_are_rounded_half_up(amount: int, fee: int) -> None:
    assert AgreedFee(60).of(amount) == fee


def test_a_fixed_part_comes_on_top() -> None:
    assert AgreedFee(290, 30).of(10_000) == 320


def test_it_stands_in_the_providers_secret(secret: dict[str, Any]) -> None:
    assert AGREED_FEE == {"basis_points": 60}
    secret["stripe"]["fee"] = {"basis_points": 290, "fixed": 30}
    assert agreed_fee("stripe") == AgreedFee(290, 30)


@pytest.mark.parametrize(
    "said", [None, 60, {}, {"basis_points": "60"}, {"basis_points": -1}, {"basis_points": 60, "fixed": 0.5}, {"fixed": 1}]
)
def test_what_cannot_be_read_is_not_guessed(secret: dict[str, Any], said: Any) -> None:
    secret["stripe"]["fee"] = said
    assert agreed_fee("stripe") is None
