"""R04: what opens no recall: input that does not say enough, and people who may not."""

from __future__ import annotations

from typing import Any

import pytest

from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.test_recalls import BODY, MUGS, owner, recalled


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"hazard": {"en": "A voluntary recall."}}, "lowers_the_risk"),
        ({"action": {"zh": "我们自愿召回。"}}, "lowers_the_risk"),
        ({"hazard": {"en": "Burns are rare."}}, "lowers_the_risk"),
        ({"hazard": {"en": "A volun\u00adtary recall."}}, "lowers_the_risk"),
        ({"hazard": {"en": "Ｎｏ  accidents are known."}}, "lowers_the_risk"),
        ({"hazard": {"en": "\u200b"}}, "value_error"),
        ({"remedies": ["refund"]}, "remedies_missing"),
        ({"remedies": ["refund", "replacement"]}, "replacement_missing"),
        ({"url": None}, "contact_missing"),
        ({"url": "javascript:x"}, "string_pattern_mismatch"),
        ({"hazard": {}}, "value_error"),
        ({"variant_ids": []}, "too_short"),
        ({"variant_ids": ["var_nothing"]}, "unknown_variant"),
        ({"sold_from": "2026-01-02", "sold_until": "2026-01-01"}, "ends_before_start"),
    ],
)
def test_bad_input_is_refused_and_nothing_stops(sold: Sold, fields: dict[str, Any], code: str) -> None:
    answer = owner().post("/v1/admin/recalls", BODY | {"variant_ids": [sold.variants[MUGS]]} | fields)
    assert (answer.status, code in answer.text) == (422, True), answer.text
    assert StockRecord.get(variant_pk(sold.variants[MUGS]), STOCK_SK).recalls is None


def test_who_may_not_write_opens_none(sold: Sold) -> None:
    for role in ("support", "warehouse", "finance", "analyst"):
        assert owner(role).post("/v1/admin/recalls", BODY | {"variant_ids": [sold.variants[MUGS]]}).status == 403
    assert recalled(sold.variants[MUGS], remedies=["refund"], only_one_because="It cannot be repaired at all.").status == 201
