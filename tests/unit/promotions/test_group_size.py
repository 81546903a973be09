"""What ends with a group is told in one event: the shop takes no offer for a group of more than 50."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from functions.promotions.group_buys.schemas import GroupBuyIn

OFFER = {
    "name": {"en": "Tea for three"},
    "variant_id": "var_01JD0000000000000000000000",
    "price": {"amount": 7500, "currency": "CNY"},
    "opens_at": "2039-11-11T00:00:00",
    "closes_at": "2039-11-11T01:00:00",
}


@pytest.mark.parametrize("size", [2, 50])
def test_a_group_of_2_to_50_is_offered(size: int) -> None:
    assert GroupBuyIn.model_validate(OFFER | {"size": size}).deal().size == size


@pytest.mark.parametrize("size", [1, 51])
def test_a_smaller_or_larger_group_is_refused(size: int) -> None:
    with pytest.raises(ValidationError) as refused:
        GroupBuyIn.model_validate(OFFER | {"size": size})
    assert [error["loc"] for error in refused.value.errors()] == [("size",)]
