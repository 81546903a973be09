"""P06: a setting that was changed by another process is live in less than a minute, with whatever is kept on its way."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from functions.catalog.store import markets, tax_classes
from functions.notifications.model.rules import Rules
from functions.notifications.store import rules, templates
from functions.orders.carts import tax_classes as of_carts
from functions.orders.store import rules_store
from functions.platform.app import app as platform
from functions.platform.settings import site
from functions.promotions.store import live_rules
from functions.shared.outside import provider_keys
from functions.shared.store import kept
from functions.shared.store.kept import Kept
from tests.support.http import Client
from tests.support.identity import bearer

OWNER = bearer("owner")


def _site() -> tuple[Callable[[], Any], Callable[[], Any]]:
    def change() -> None:
        assert Client(platform, OWNER).patch("/v1/admin/site_settings", {"name": {"en": "New"}}).status == 200

    return change, lambda: Client(platform).get("/v1/site").json["name"] == {"en": "New"}


def _messages() -> tuple[Callable[[], Any], Callable[[], Any]]:
    def change() -> None:
        rules.change_rules(lambda _: Rules(cap_day=3), if_match=None, remember=lambda *_: [])

    return change, lambda: rules.known_rules().cap_day == 3


@pytest.mark.parametrize("of", [_site, _messages])
def test_measured_from_the_change_to_the_first_who_sees_it(of: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that is turned on second by second; what browsers and the distribution keep of the answer is added."""
    change, is_seen = of()
    now = [1_000.0]
    monkeypatch.setattr(kept, "time", SimpleNamespace(monotonic=lambda: now[0]))
    site.forget()
    rules.forget()
    assert not is_seen()
    known = [(one, one._known) for one in (site._known, rules._known)]
    change()
    for one, before in known:
        # The process that changed it knows at once; this is another one, which has just read it.
        one._known = before
    while not is_seen():
        now[0] += 1
    outside = Client(platform).get("/v1/site").headers if of is _site else {}
    held = re.search(r"max-age=(\d+)", {name.lower(): value for name, value in outside.items()}.get("cache-control", ""))
    assert 0 < now[0] - 1_000 + (int(held[1]) if held else 0) < 60


def test_nothing_of_the_shops_settings_is_kept_for_a_minute() -> None:
    """What reads it anew takes a moment, too."""
    modules = (markets, tax_classes, of_carts, rules_store, site, rules)
    seconds = [one._seconds for module in modules for one in vars(module).values() if isinstance(one, Kept)]
    seconds += [templates.KEEP_SECONDS, live_rules.KEEP_SECONDS, provider_keys.KEEP_SECONDS]
    assert len(seconds) >= 10
    assert max(seconds) <= 50
