"""X46: queues and schedules stand in the console by names that people understand, in both languages (web/console/src/i18n/machines.ts)."""

from __future__ import annotations

import re

from infra.compose import ROOT
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Schedule

_NAMED = re.compile(r'^  "([a-z-]+)": \["([^"]+)", "([^"]+)"\],$', re.MULTILINE)


def test_each_queue_and_schedule_has_a_name_and_no_name_is_of_none() -> None:
    named = _NAMED.findall((ROOT / "web/console/src/i18n/machines.ts").read_text(encoding="utf-8"))
    told = load("queues")
    clocked = {one.name for one in FUNCTIONS if isinstance(one.trigger, Schedule)}
    assert {name for name, _en, _zh in named} == {*told["queues"], *told["undelivered"], *clocked}
    for texts in ([en for _, en, _zh in named], [zh for _, _en, zh in named]):
        assert len(set(texts)) == len(texts)
    assert all(re.search(r"[\u4e00-\u9fff]", zh) for _, _en, zh in named)
