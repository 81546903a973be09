"""Entry points of the platform."""

from __future__ import annotations

from typing import Any

from functions.platform.events import publish_events as publisher
from functions.platform.fields.admin_api import fields_api
from functions.platform.jobs.admin_api import jobs_api
from functions.platform.service.api import api
from functions.shared.http.app import make_app

app = make_app("platform", api, jobs_api, fields_api)


def publish_events(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Table streams: put new event items on the bus."""
    return publisher.publish_events(event)
