"""The face of shipping: what other domains may use. It reaches the store, the model and the adapters; the doors use the face of orders."""

from functions.shipping.couriers.carriers import carrier, carriers, courier_of_messages, find_carrier, tracker_of, writer_of
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
    "Problem",
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
    "tracker_of",
    "writer_of",
]
