"""What agents call an order: its id and a proof that we told it. Order ids follow one another; without the proof nothing is shown."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain import ids
from functions.shared.plain.errors import NotFound, Unavailable
from functions.shared.plain.settings import settings


def handle_of(order_id: str) -> str:
    """Raises Unavailable while the stage has no key."""
    keys = provider_keys(settings().secret_links, "order_links")
    if not keys:
        raise Unavailable("This stage has no key for orders of agents yet.", retry_after=60, code="misconfigured")
    return f"{order_id}.{_proof(order_id, keys[0].secret)}"


def order_of(handle: str) -> str:
    """Raises NotFound for what we did not tell."""
    order_id, _, proof = handle.partition(".")
    keys = provider_keys(settings().secret_links, "order_links")
    if not ids.is_id("ord", order_id) or not any(
        hmac.compare_digest(proof.encode(), _proof(order_id, key.secret).encode()) for key in keys
    ):
        raise NotFound("There is no such order.")
    return order_id


def _proof(order_id: str, secret: str) -> str:
    drawn = hmac.new(secret.encode(), b"agents' order\x1f" + order_id.encode(), sha256).digest()
    return base64.urlsafe_b64encode(drawn[:18]).decode()
