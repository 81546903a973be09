"""Endpoints are made, changed and removed by staff. Whatever may let waiting messages through, or end them, wakes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.notifications.deliveries.hand_out import wake
from functions.notifications.model.endpoint import Endpoint, EndpointKind, EndpointState
from functions.notifications.store.endpoints import endpoint, endpoint_as_written, endpoint_put, endpoints
from functions.notifications.store.errands import wake_put
from functions.shared.outside import clock, fresh
from functions.shared.outside.observability import fact
from functions.shared.outside.public_addresses import checked_url
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.plain.settings import settings
from functions.shared.sealing.signing_secrets import new_secret
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, Write, transact
from functions.shared.store.versions import check_version, keep_answer

MOST = 50
"""Each of them is looked at with every event and every minute."""


def make_endpoint(
    url: str, events: list[str], only: dict[str, str], description: str, *, enabled: bool, remember: Remember[Endpoint, str]
) -> tuple[Endpoint, str]:
    """The endpoint and its secret, which is told this once. Raises Invalid for an address that is not called, Conflict (409
    `too_many_endpoints`), Unavailable while there is no key to seal with."""
    checked_url(url, local=settings().may_loop_back)
    if len(endpoints()) >= MOST:
        raise Conflict(f"There are {MOST} endpoints; remove one first.", code="too_many_endpoints")
    secret, kept = new_secret()
    made = Endpoint(
        id=fresh.new_id("wh"),
        url=url,
        events=sorted(events),
        made_at=times.iso(clock.now()),
        state=EndpointState.ENABLED if enabled else EndpointState.DISABLED,
        only=only,
        secrets=[kept],
        kind=EndpointKind.SUBSCRIBER,
        description=description,
    )
    after = endpoint_as_written(made)
    transact([endpoint_put(made), *remember(after, secret)])
    fact("webhook.made", endpoint_id=made.id, state=made.state.value)
    return after, secret


def edit_endpoint(id_: str, changes: Mapping[str, Any], *, if_match: int | None, remember: Remember[Endpoint]) -> Endpoint:
    """`changes`: fields of the endpoint, and `enabled`. Raises NotFound, VersionConflict, Conflict (409 `set_elsewhere`), Invalid."""
    if "url" in changes:
        checked_url(changes["url"], local=settings().may_loop_back)

    def attempt() -> Endpoint:
        found = _own(id_, if_match)
        after = replace(found, **{name: value for name, value in changes.items() if name != "enabled"})
        if "enabled" in changes:
            after = _switched(after, enabled=changes["enabled"])
        if after == found:
            keep_answer(remember(found))
            return found
        written = endpoint_as_written(after)
        transact([endpoint_put(after), *_woken(found, after), *remember(written)])
        return written

    done = again(attempt)
    wake(id_)
    fact("webhook.edited", endpoint_id=id_, state=done.state.value)
    return done


def remove_endpoint(id_: str, *, if_match: int | None, remember: Remember[[]]) -> None:
    """What waits ends as cancelled. Raises NotFound, VersionConflict, Conflict (409 `set_elsewhere`)."""

    def attempt() -> None:
        found = _own(id_, if_match)
        removed = replace(found, state=EndpointState.REMOVED, secrets=[])
        transact([endpoint_put(removed), wake_put(id_, clock.now()), *remember()])

    again(attempt)
    wake(id_)
    fact("webhook.removed", endpoint_id=id_)


def _own(id_: str, if_match: int | None) -> Endpoint:
    found = endpoint(id_)
    if found.kind is not EndpointKind.SUBSCRIBER:
        raise Conflict("This is a warehouse's outside system; it is set there.", code="set_elsewhere")
    check_version(found.version, if_match)
    return found


def _switched(one: Endpoint, *, enabled: bool) -> Endpoint:
    if enabled:
        return replace(one, state=EndpointState.ENABLED, disabled_reason="", disabled_at="")
    if one.state is EndpointState.DISABLED:
        return one
    return replace(one, state=EndpointState.DISABLED, disabled_reason="by_staff", disabled_at=times.iso(clock.now()))


def _woken(before: Endpoint, after: Endpoint) -> list[Write]:
    matters = (before.url, before.events, before.only) != (after.url, after.events, after.only)
    opens = before.state is not EndpointState.ENABLED and after.state is EndpointState.ENABLED
    return [wake_put(after.id, clock.now())] if matters or opens else []
