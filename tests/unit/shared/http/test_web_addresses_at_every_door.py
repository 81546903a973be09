"""R04 and its kind: an address that cannot be opened is refused wherever people send one, by one code."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from functions.aftersales.recalls.schemas import RecallIn
from functions.catalog.groups.schemas import BrandIn, CategoryIn
from functions.catalog.products.media_inputs import ImageIn
from functions.catalog.safety.inputs import ContactIn
from functions.orders.checkout.express_api import ExpressOrder
from functions.payments.attempts.schemas import StartPayment
from functions.promotions.campaigns.schemas import SlotModel
from functions.promotions.model.campaign import Slot
from functions.shared.http.validation import parse
from functions.shared.plain.errors import Invalid

DOORS: list[tuple[type[BaseModel], str, dict[str, Any]]] = [
    (RecallIn, "url", {}),
    (ContactIn, "url", {}),
    (BrandIn, "logo", {"name": {"en": "B"}}),
    (CategoryIn, "image", {"name": {"en": "C"}}),
    (ImageIn, "url", {}),
    (ExpressOrder, "return_url", {}),
    (StartPayment, "return_url", {"provider": "sandbox"}),
    (SlotModel, "image", {"place": "top"}),
    (SlotModel, "link", {"place": "top"}),
]


@pytest.mark.parametrize("wrong", ["https://[x", "https://a..b/", "https://bank.example\\@other.example", "https://a:99999/"])
@pytest.mark.parametrize(("model", "name", "more"), DOORS)
def test_it_is_refused(model: type[BaseModel], name: str, more: dict[str, Any], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(more | {name: wrong}, model)
    assert [fault.code for fault in refused.value.faults if fault.pointer == f"/{name}"] == ["invalid_url"]


def test_a_slot_that_was_stored_before_is_still_shown() -> None:
    assert SlotModel.of(Slot("top", "https://[x", {}, "javascript:x", 0)).link == "javascript:x"
