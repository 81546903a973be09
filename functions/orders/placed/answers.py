"""An order as the answer of a call: in the reader's language, with its ETag and when asking again is worth it."""

from __future__ import annotations

from typing import Any

from functions.orders.placed.views import order_view, retry_after
from functions.orders.store.order_page import OrderPage
from functions.shared.http.operation import Reply, Request
from functions.shared.plain.i18n import fingerprint
from functions.shared.store.transactions import Remember


def order_token(req: Request[Any, Any]) -> str | None:
    """What a guest shows."""
    return req.headers.get("x-order-token")


def order_reply(req: Request[Any, Any], page: OrderPage, status: int = 200) -> Reply:
    headers = {"Vary": "Accept-Language", "Retry-After": str(retry_after(page))}
    return Reply(order_view(page, req.languages), status, headers=headers, etag=f"{int(page.record.version)}-{fingerprint(req.languages)}")


def remembering(req: Request[Any, Any], status: int = 200) -> Remember[OrderPage]:
    """What keeps the answer under the call's Idempotency-Key, for the transaction that makes the page so."""
    return req.remembering(lambda page: order_reply(req, page, status))
