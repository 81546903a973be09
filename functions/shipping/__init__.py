"""The face of shipping: what other domains may use. It reaches the store, the model and the adapters; the doors use the face of orders."""

from functions.shipping.couriers.carriers import carrier, carriers, courier_of_messages, find_carrier, quote, tracker_of, writer_of
from functions.shipping.couriers.discovery import courier
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
from functions.shipping.model.carrier import Carrier, Service
from functions.shipping.model.offers import Offer, Quotes, Refusal, refusal
from functions.shipping.store.switches import switch_keys, switches_in

__all__ = [
    "Ability",
    "Answer",
    "Carrier",
    "Content",
    "Courier",
    "CourierMessage",
    "Delivery",
    "Forged",
    "Label",
    "Measures",
    "Offer",
    "Problem",
    "Quotes",
    "Refusal",
    "Service",
    "Subscription",
    "Trace",
    "VoidAnswer",
    "Waybill",
    "WaybillRef",
    "WaybillRequest",
    "Webhook",
    "carrier",
    "carriers",
    "courier",
    "courier_of_messages",
    "find_carrier",
    "quote",
    "refusal",
    "switch_keys",
    "switches_in",
    "tracker_of",
    "writer_of",
]
