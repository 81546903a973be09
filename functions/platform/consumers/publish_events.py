"""Table streams: put new event items on the bus."""

from __future__ import annotations

from typing import Any

from functions.platform.events import publish_events as publisher


def publish_events(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return publisher.publish_events(event)
