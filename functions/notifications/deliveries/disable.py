"""An endpoint that takes nothing any more is disabled by itself, and staff is told (event and mail). What waits for it waits on."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from functions.notifications.model.endpoint import Endpoint, EndpointState
from functions.notifications.store.endpoints import endpoint_put, find_endpoint
from functions.notifications.store.records import NotificationsTable, endpoint_pk
from functions.shared.events.contracts.staff import WebhookEndpointDisabled
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def disable(failing: Endpoint, reason: str) -> None:
    """Nothing, if somebody changed or removed it, or it is disabled already."""
    again(lambda: _disable(failing, reason))


def _disable(failing: Endpoint, reason: str) -> None:
    found = find_endpoint(failing.id)
    if found is None or found.state is not EndpointState.ENABLED or found.url != failing.url:
        return
    now = times.iso(clock.now())
    after = replace(found, state=EndpointState.DISABLED, disabled_reason=reason, disabled_at=now)
    told = WebhookEndpointDisabled(found.id, found.description, urlsplit(found.url).hostname or "", reason, now)
    cause = f"version {found.version}"
    event = event_put(NotificationsTable, endpoint_pk(found.id), told, subject=found.id, actor=SYSTEM, cause=cause)
    transact([endpoint_put(after), event])
    fact("webhook.disabled", endpoint_id=found.id, reason=reason)
