"""Schedule `feeds`, every five minutes: the files of all feeds follow what changed."""

from __future__ import annotations

from typing import Any

from functions.catalog.feeds.make_feeds import make_feeds as _make_feeds
from functions.shared.events.runs import by_the_clock
from functions.shared.outside.time_left import watched


@by_the_clock
def make_feeds(_event: dict[str, Any], context: Any) -> dict[str, Any]:
    with watched(context):
        return dict(_make_feeds())
