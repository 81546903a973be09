"""Another secret for an endpoint: messages are signed with both for a while, so that nothing is refused while it changes over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.notifications.model.endpoint import Endpoint
from functions.notifications.store.endpoints import endpoint_as_written, endpoint_put, on_endpoint
from functions.shared.outside.observability import fact
from functions.shared.sealing.signing_secrets import rotated_secret
from functions.shared.store.transactions import Remember, transact


def rotate(id_: str, overlap: timedelta, *, remember: Remember[Endpoint, str]) -> tuple[Endpoint, str]:
    """The endpoint and its new secret, which is told this once. Raises NotFound."""
    told: list[str] = []

    def decide(one: Endpoint) -> Endpoint:
        text, kept = rotated_secret(one.secrets, overlap)
        after = replace(one, secrets=kept)
        transact([endpoint_put(after), *remember(endpoint_as_written(after), text)])
        told[:] = [text]
        return endpoint_as_written(after)

    done = on_endpoint(id_, decide)
    fact("webhook.secret_rotated", endpoint_id=id_)
    return done, told[0]
