"""F-C8, P11: translations of options in files."""

from __future__ import annotations

import json

from tests.integration.catalog.support import sized
from tests.integration.catalog.test_option_languages import LABELS, NAMES, translated
from tests.support.catalogue import Merchant


def test_a_file_brings_translations_and_a_file_without_them_leaves_them(merchant: Merchant) -> None:
    """P11 in imports: NDJSON carries them; a table that knows one language keeps what is there."""
    line = sized("大", "小", slug="shirt") | {"options": translated()}
    told = merchant.imported(json.dumps(line, ensure_ascii=False), media="application/x-ndjson")
    product = merchant.product("shirt")
    assert product["options"] == translated(), told
    rows = "Handle,Title,Option1 Name,Option1 Value,Variant Price\nshirt,衬衫,尺码,大,91.00\nshirt,,尺码,中,91.00\n"
    merchant.imported(rows)
    assert merchant.product("shirt")["options"] == [{"name": "尺码", "values": ["大", "小", "中"], "names": NAMES, "labels": LABELS}]
