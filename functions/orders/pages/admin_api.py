"""Links to orders, for staff."""

from __future__ import annotations

from typing import Any

from functions.orders.pages.revoke_links import Revoked, revoke_links
from functions.orders.pages.schemas import LinksRevokedOut
from functions.orders.store.records import OrdersTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request

links_api = Api("orders")


@links_api.operation(
    "POST", "/v1/admin/orders/{id}/links/revoke", summary="End the links to an order's page", permission="orders.write",
    response=LinksRevokedOut, idempotent=OrdersTable, headers=("If-Match",), errors=[(404, "not_found"), (409, "version_conflict")],
)  # fmt: skip
def revoke(req: Request[Any, NoQuery]) -> Reply:
    """Those sent until now open nothing any more; mails sent from now on, and a look-up, carry new ones."""

    def reply(revoked: Revoked) -> Reply:
        return Reply(LinksRevokedOut(**vars(revoked)), etag=str(revoked.version))

    return reply(revoke_links(req.path["id"], caller=req.caller, if_match=req.if_match(), remember=req.remembering(reply)))
