"""Entry points of the platform."""

from __future__ import annotations

from typing import Any

from functions.platform import publish_events as publisher
from functions.platform.api import api
from functions.platform.fields_api import fields_api
from functions.platform.jobs_api import jobs_api
from functions.shared.api import make_app

app = make_app("platform", api, jobs_api, fields_api)


def publish_events(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Table streams: put new event items on the bus."""
    return publisher.publish_events(event)
