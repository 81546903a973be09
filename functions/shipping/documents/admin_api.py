"""Papers over HTTP, for who packs."""

from __future__ import annotations

from typing import Any

from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.settings import settings
from functions.shipping.documents.drawing import drawn_delivery_notes, drawn_pick_lists
from functions.shipping.documents.handed_out import PDF, handed_out
from functions.shipping.documents.labels import many_labels, one_label
from functions.shipping.documents.order_papers import delivery_note, many_delivery_notes, many_pick_lists, pick_list
from functions.shipping.documents.schemas import LabelsIn, OneParcelQuery, PapersIn
from functions.shipping.documents.touched import OF_LABEL, OF_LABELS, OF_PAPER, OF_PAPERS

paper_api = Api("shipping")
_READ = "orders.read"
_MISSING = (404, "not_found")
_NOTHING = (409, "nothing_to_send")
_ROWS = (422, "not_printable")
_LENT: dict[int, list[str]] = {302: []}


@paper_api.operation(
    "GET", "/v1/admin/orders/{id}/shipments/{shipment_id}/label.pdf", summary="The label of a parcel", permission=_READ,
    scope=OF_LABEL, response_type=PDF,
    errors=[_MISSING, (409, "parcel_cancelled"), (409, "parcel_cancelling"), (409, "waybill_missing"), (422, "address_too_long"),
            (503, "courier_unavailable"), (503, "label_unreadable")],
    own_answers=_LENT,
)  # fmt: skip
def print_label(req: Request[Any, NoQuery]) -> Reply:
    """100 × 150 mm: the courier's own where it draws one, else ours, with the waybill as Code128 and QR. It is the answer if Accept begins
    with `application/pdf`; else 302 to a signed address."""
    return handed_out(one_label(req.path["id"], req.path["shipment_id"]), "label.pdf", req.headers)


@paper_api.operation(
    "POST", "/v1/admin/shipments/labels", summary="Labels of many parcels in one file", permission=_READ,
    scope=OF_LABELS, body=LabelsIn, response_type=PDF,
    errors=[_ROWS], own_answers=_LENT,
)  # fmt: skip
def print_labels(req: Request[LabelsIn, NoQuery]) -> Reply:
    """In the order of the ids. If one has none, nothing is made, and each such parcel is named with the code that it would get alone.
    Answered as a single label is."""
    return handed_out(many_labels(req.body.shipment_ids), "labels.pdf", req.headers)


@paper_api.operation(
    "GET", "/v1/admin/orders/{id}/pick_list.pdf", summary="The pick list of an order", permission=_READ,
    scope=OF_PAPER, query=OneParcelQuery,
    response_type=PDF, errors=[_MISSING, _NOTHING], own_answers=_LENT, headers=("Accept-Language",),
)  # fmt: skip
def print_pick_list(req: Request[Any, OneParcelQuery]) -> Reply:
    """By warehouse and bin, each parcel with its id as Code128 and QR; in the reader's language, Chinese or English. Answered as a
    label is."""
    return handed_out(drawn_pick_lists([pick_list(req.path["id"], _language(req), req.query.shipment_id)]), "pick_list.pdf", req.headers)


@paper_api.operation(
    "GET", "/v1/admin/orders/{id}/delivery_note.pdf", summary="The delivery note of an order", permission=_READ,
    scope=OF_PAPER, query=OneParcelQuery,
    response_type=PDF, errors=[_MISSING, _NOTHING], own_answers=_LENT,
)  # fmt: skip
def print_delivery_note(req: Request[Any, OneParcelQuery]) -> Reply:
    """In the order's language, without prices: what is in which parcel, and what is still to come. Answered as a label is."""
    return handed_out(drawn_delivery_notes([delivery_note(req.path["id"], req.query.shipment_id)]), "delivery_note.pdf", req.headers)


@paper_api.operation(
    "POST", "/v1/admin/orders/pick_lists", summary="Pick lists of many orders in one file", permission=_READ,
    scope=OF_PAPERS, body=PapersIn,
    response_type=PDF, errors=[_ROWS], own_answers=_LENT, headers=("Accept-Language",),
)  # fmt: skip
def print_pick_lists(req: Request[PapersIn, NoQuery]) -> Reply:
    """In the order of the ids, each from a page of its own on. If one cannot be printed, nothing is, and each such order is named."""
    return handed_out(drawn_pick_lists(many_pick_lists(req.body.order_ids, _language(req))), "pick_lists.pdf", req.headers)


@paper_api.operation(
    "POST", "/v1/admin/orders/delivery_notes", summary="Delivery notes of many orders in one file", permission=_READ,
    scope=OF_PAPERS, body=PapersIn,
    response_type=PDF, errors=[_ROWS], own_answers=_LENT,
)  # fmt: skip
def print_delivery_notes(req: Request[PapersIn, NoQuery]) -> Reply:
    """In the order of the ids, each from a page of its own on. If one cannot be printed, nothing is, and each such order is named."""
    return handed_out(drawn_delivery_notes(many_delivery_notes(req.body.order_ids)), "delivery_notes.pdf", req.headers)


def _language(req: Request[Any, Any]) -> str:
    return next(iter(req.languages), settings().default_language)
