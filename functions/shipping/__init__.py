"""The face of shipping: what other domains may use. It reaches the store, the model and the adapters; the doors use the face of orders."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.shipping.couriers.carriers import (
        carrier,
        carriers,
        carriers_and_scores,
        carriers_followed_by,
        courier_of_messages,
        find_carrier,
        tracker_of,
        writer_of,
    )
    from functions.shipping.couriers.discovery import courier
    from functions.shipping.couriers.live_quotes import CourierSaid, Question, ask_prices, names_prices
    from functions.shipping.couriers.port import (
        Ability,
        Answer,
        Content,
        Courier,
        CourierMessage,
        Delivery,
        Forged,
        Label,
        Measures,
        Problem,
        Subscription,
        Trace,
        VoidAnswer,
        Waybill,
        WaybillRef,
        WaybillRequest,
        Webhook,
    )
    from functions.shipping.couriers.price_lists import quote
    from functions.shipping.model.carrier import Carrier, Service
    from functions.shipping.model.offers import Offer, Quotes, Refusal, offers_of, refusal
    from functions.shipping.model.po_box import is_po_box
    from functions.shipping.model.score import Scores
    from functions.shipping.model.tracking_link import tracking_link
    from functions.shipping.points.find_points import point_of
    from functions.shipping.points.schemas import PickupPointOut
    from functions.shipping.store.switches import switch_keys, switches_in
else:
    __getattr__ = lazily(
        __name__,
        {
            "couriers.carriers": "carrier carriers carriers_and_scores carriers_followed_by courier_of_messages "
            "find_carrier tracker_of writer_of",
            "couriers.discovery": "courier",
            "couriers.live_quotes": "CourierSaid Question ask_prices names_prices",
            "couriers.port": "Ability Answer Content Courier CourierMessage Delivery Forged Label "
            "Measures Problem Subscription Trace VoidAnswer Waybill WaybillRef WaybillRequest Webhook",
            "couriers.price_lists": "quote",
            "model.carrier": "Carrier Service",
            "model.offers": "Offer Quotes Refusal offers_of refusal",
            "points.find_points": "point_of",
            "points.schemas": "PickupPointOut",
            "model.po_box": "is_po_box",
            "model.score": "Scores",
            "model.tracking_link": "tracking_link",
            "store.switches": "switch_keys switches_in",
        },
    )

__all__ = [
    "Ability",
    "Answer",
    "Carrier",
    "Content",
    "Courier",
    "CourierMessage",
    "CourierSaid",
    "Delivery",
    "Forged",
    "Label",
    "Measures",
    "Offer",
    "PickupPointOut",
    "Problem",
    "Question",
    "Quotes",
    "Refusal",
    "Scores",
    "Service",
    "Subscription",
    "Trace",
    "VoidAnswer",
    "Waybill",
    "WaybillRef",
    "WaybillRequest",
    "Webhook",
    "ask_prices",
    "carrier",
    "carriers",
    "carriers_and_scores",
    "carriers_followed_by",
    "courier",
    "courier_of_messages",
    "find_carrier",
    "is_po_box",
    "names_prices",
    "offers_of",
    "point_of",
    "quote",
    "refusal",
    "switch_keys",
    "switches_in",
    "tracker_of",
    "tracking_link",
    "writer_of",
]
