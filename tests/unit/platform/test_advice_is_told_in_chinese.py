"""X46: what staff are advised to do about an exception stands in Chinese, too (web/console/src/i18n/adviceZh.ts)."""

from __future__ import annotations

import re

from functions.orders.model.cases.case import ADVICE, OF_RETURNS
from infra.compose import ROOT

_TOLD = re.compile(r'^  "([^"]+)": "([^"]+)",$', re.MULTILINE)


def test_each_advice_has_its_chinese_and_no_chinese_is_of_none() -> None:
    told = dict(_TOLD.findall((ROOT / "web/console/src/i18n/adviceZh.ts").read_text(encoding="utf-8")))
    assert set(told) == {one.action for advised in (ADVICE, OF_RETURNS) for one in advised.values()}
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in told.values())
