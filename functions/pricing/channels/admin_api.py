"""The channels over HTTP: one document with one version."""

from __future__ import annotations

from typing import Any

from functions.pricing.channels.schemas import ChannelsModel, ChannelsView
from functions.pricing.channels.set_channels import set_channels
from functions.pricing.model.channels import Channels
from functions.pricing.store.channels import sales_channels
from functions.pricing.store.lists import price_lists
from functions.pricing.store.records import PricingTable
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoQuery, Reply, Request

channels_api = Api("prices")
_PATH = "/v1/admin/price_lists/channels"
_REFUSED = [(409, "channel_in_use"), (422, "named_twice"), (422, "unknown_warehouse")]


def _reply(found: Channels, version: int) -> Reply:
    return Reply(ChannelsView.of(found, price_lists.stored()[0], version), etag=str(version))


_document = Document("channels", _reply, lambda: _reply(*sales_channels.stored()))


@channels_api.operation("GET", _PATH, summary="The channels", permission="catalog.read", response=ChannelsView)
def get_channels(_: Request[Any, NoQuery]) -> Reply:
    return _reply(*sales_channels.stored())


@channels_api.operation(
    "PUT", _PATH, summary="Set the channels", permission="catalog.write", body=ChannelsModel, response=ChannelsView,
    idempotent=PricingTable, errors=[(409, "version_conflict"), *_REFUSED], headers=("If-Match",),
)  # fmt: skip
def put_channels(req: Request[ChannelsModel, NoQuery]) -> Reply:
    """What is for sale follows within a minute; orders are sent from where they were sold."""
    return _reply(*set_channels(req.body.wanted(), if_match=req.if_match(), remember=_document.remembering(req)))


_document.restored_by(
    channels_api, put_channels, _PATH, body=ChannelsModel, response=ChannelsView, permission="catalog.write",
    idempotent=PricingTable, errors=_REFUSED,
)  # fmt: skip
