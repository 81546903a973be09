"""Repairs over HTTP: what staff do to a piece that is here, and its warranty for its buyer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.aftersales.model.case import Case
from functions.aftersales.returns.repair_steps import decline_quote, diagnose, fix, give_up, send_back, take_in
from functions.aftersales.returns.schemas import ReturnOut
from functions.aftersales.returns.warranty import LineWarranty, warranty_of
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.records import AftersalesTable
from functions.aftersales.store.whose import DECIDED, OF_CASE
from functions.shared.http.input_types import Code, PlainText
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Price, Schema

repairs_admin_api = Api("returns")
warranty_api = Api("returns")
_STEP = [(404, "not_found"), (409, "illegal_transition"), (409, "version_conflict")]
_HEADERS = ("If-Match",)
_Note = Annotated[PlainText, StringConstraints(max_length=500)]


class DiagnoseIn(Schema):
    finding: _Note = Field(description="The buyer reads it.", examples=["The hinge is worn out."])
    price: Price | None = Field(None, description="Outside of the warranty; 0 where the shop gives the repair.")


class FixedIn(Schema):
    note: _Note | None = None


class SentBackIn(Schema):
    carrier: Code = Field(examples=["sf"])
    waybill: Code = Field(examples=["SF1234567890"])


class LineWarrantyOut(Schema):
    line_id: str
    sku: str
    months: int
    ends: list[str] = Field(description="Of each piece, the first moment after its warranty; the latest first.")


class WarrantyOut(Schema):
    data: list[LineWarrantyOut]
    next_cursor: str | None = None

    @classmethod
    def of(cls, found: Sequence[LineWarranty]) -> WarrantyOut:
        return cls(data=[LineWarrantyOut(**vars(one)) for one in found])


def _reply(case: Case) -> Reply:
    return Reply(ReturnOut.of(case), etag=str(case.version))


@repairs_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/take_in", summary="A piece to be repaired is here", permission="shipments.write", response=ReturnOut,
    scope=OF_CASE, idempotent=AftersalesTable, headers=_HEADERS, errors=[*_STEP],
)  # fmt: skip
def post_take_in(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(take_in(req.path["id"], req.caller, if_match=req.if_match(), remember=req.remembering(_reply)))


@repairs_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/diagnose", summary="Say what is wrong with it, and what its repair costs", permission="orders.write",
    scope=DECIDED,
    body=DiagnoseIn, response=ReturnOut, idempotent=AftersalesTable, headers=_HEADERS,
    errors=[*_STEP, (409, "in_warranty"), (422, "price_missing"), (422, "currency_mismatch")],
)  # fmt: skip
def post_diagnose(req: Request[DiagnoseIn, NoQuery]) -> Reply:
    """Within the warranty of all its pieces without a price. A price is paid at the order `replacement` within `pay_hours`; after that it
    goes back unrepaired."""
    price, keep = req.body.price.money() if req.body.price else None, req.remembering(_reply)
    return _reply(diagnose(req.path["id"], req.caller, req.body.finding, price, if_match=req.if_match(), remember=keep))


@repairs_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/repaired", summary="It is repaired", permission="orders.write", body=FixedIn, response=ReturnOut,
    scope=DECIDED,
    idempotent=AftersalesTable, headers=_HEADERS, errors=[*_STEP],
)  # fmt: skip
def post_repaired(req: Request[FixedIn, NoQuery]) -> Reply:
    return _reply(fix(req.path["id"], req.caller, req.body.note or "", if_match=req.if_match(), remember=req.remembering(_reply)))


@repairs_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/give_up", summary="It cannot be repaired", permission="orders.write", scope=DECIDED, body=FixedIn,
    response=ReturnOut, idempotent=AftersalesTable, headers=_HEADERS, errors=[*_STEP],
)  # fmt: skip
def post_give_up(req: Request[FixedIn, NoQuery]) -> Reply:
    """What was paid for it goes back."""
    return _reply(give_up(req.path["id"], req.caller, req.body.note or "", if_match=req.if_match(), remember=req.remembering(_reply)))


@repairs_admin_api.operation(
    "POST", "/v1/admin/returns/{id}/send_back", summary="It is on its way to its buyer", permission="shipments.write", body=SentBackIn,
    scope=OF_CASE, response=ReturnOut, idempotent=AftersalesTable, headers=_HEADERS, errors=[*_STEP],
)  # fmt: skip
def post_send_back(req: Request[SentBackIn, NoQuery]) -> Reply:
    carrier, waybill, keep = req.body.carrier, req.body.waybill, req.remembering(_reply)
    return _reply(send_back(req.path["id"], req.caller, carrier, waybill, if_match=req.if_match(), remember=keep))


@warranty_api.operation(
    "POST", "/v1/returns/{id}/decline_quote", summary="Have it back unrepaired", response=ReturnOut, idempotent=AftersalesTable,
    headers=("X-Order-Token",), errors=[(404, "not_found"), (403, "forbidden"), (409, "illegal_transition"), (409, "nothing_offered")],
)  # fmt: skip
def post_decline_quote(req: Request[NoBody, NoQuery]) -> Reply:
    asking = Asking(req.caller, req.headers.get("x-order-token"))
    return _reply(decline_quote(req.path["id"], asking, remember=req.remembering(_reply)))


@warranty_api.operation(
    "GET", "/v1/orders/{id}/warranty", summary="Until when its pieces are repaired for nothing", response=WarrantyOut,
    headers=("X-Order-Token",), errors=[(404, "not_found")],
)  # fmt: skip
def get_warranty(req: Request[Any, NoQuery]) -> WarrantyOut:
    """Of each piece that has arrived. Days are the store's."""
    return WarrantyOut.of(warranty_of(req.path["id"], Asking(req.caller, req.headers.get("x-order-token"))))
