"""EasyPost: a label is bought for the shipment that has the parcel's key as its reference, so it is bought once.

The account's entry: `{"api_key", "secret", "sender"?: {"name", "street1", "city", "state", "zip", "country", "phone"}}`; `secret` is the
webhook's (`keys` and `current` while it is changed).
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import ValidationError

from functions.shared.http.validation import parse
from functions.shared.plain.errors import Unavailable
from functions.shipping.couriers.asking import refused, silent
from functions.shipping.couriers.easypost.client import NOT_FOUND, account_entry, amount_of, call, error_of, file_at
from functions.shipping.couriers.easypost.messages import Event, Tracker
from functions.shipping.couriers.easypost.parcel import address_of, parcel_of, sender_of, shipment_of
from functions.shipping.couriers.guard import proofs, proven
from functions.shipping.couriers.port import (
    Ability,
    Courier,
    CourierMessage,
    Delivery,
    Label,
    Quote,
    QuoteRequest,
    Subscription,
    Trace,
    VoidAnswer,
    Waybill,
    WaybillRef,
    WaybillRequest,
    Webhook,
)
from functions.shipping.couriers.reading import read_message
from functions.shipping.model.carrier import Carrier

EASYPOST = "easypost"
_HEADER, _FORM = "x-hmac-signature", "hmac-sha256-hex="
_BOUGHT_ALREADY = "SHIPMENT.POSTAGE.EXISTS"
_VOID = frozenset({"submitted", "refunded"})
Shipment = dict[str, Any]


class EasyPostCourier(Courier):
    code = EASYPOST
    abilities = frozenset(Ability) - {Ability.PICKUP}
    # Of a label that is bought here it tells by itself.
    carriers = (Carrier(EASYPOST, {"zh": "EasyPost", "en": "EasyPost"}, EASYPOST, enabled=False, subscribes=False),)

    def quote(self, request: QuoteRequest) -> Sequence[Quote]:
        content = {
            "to_address": address_of(request.receiver),
            "from_address": sender_of(request.sender, account_entry(self._account)),
            "parcel": parcel_of(request.measures),
        }
        shipment = self._ask("POST", "/shipments", {"shipment": content})
        rates = _priced(_rates(shipment, request.company, ""))
        return [Quote(str(rate.get("service")), amount, currency, rate.get("delivery_days")) for rate, amount, currency in rates]

    def create_waybill(self, request: WaybillRequest) -> Waybill:
        shipment = self._find(request.key) or self._open(request)
        if not shipment.get("tracking_code"):
            shipment = self._buy(shipment, request)
        label = shipment.get("postage_label") or {}
        amount, currency = amount_of(shipment.get("selected_rate") or {})
        return Waybill(str(shipment["tracking_code"]), str(label.get("label_url") or ""), None, amount, currency)

    def cancel(self, waybill: WaybillRef) -> VoidAnswer:
        """A label that was never bought needs no refund."""
        status, answer = call(self._account, "POST", f"/shipments/{quote(waybill.key, safe='')}/refund")
        if status == NOT_FOUND:
            return VoidAnswer(done=True)
        if status < 300:
            state = str(answer.get("refund_status"))
            return VoidAnswer(done=state in _VOID, reason=state)
        shipment = self._find(waybill.key) or {}
        void = not shipment.get("tracking_code") or shipment.get("refund_status") in _VOID
        return VoidAnswer(done=void, reason=error_of(answer)[1])

    def label(self, waybill: WaybillRef) -> Label:
        shipment = self._ask("GET", f"/shipments/{quote(waybill.key, safe='')}/label?file_format=PDF")
        url = (shipment.get("postage_label") or {}).get("label_pdf_url")
        if not url:
            raise silent()
        return Label(file_at(str(url)))

    def query(self, waybill: WaybillRef) -> Trace:
        answer = self._ask("GET", "/trackers?" + urlencode({"tracking_code": waybill.number, "page_size": 5}))
        try:
            trackers = [Tracker.model_validate(one) for one in answer.get("trackers", [])]
        except ValidationError as error:
            raise silent() from error
        for tracker in trackers:
            if tracker.tracking_code == waybill.number and waybill.company in ("", tracker.carrier):
                return Trace(tracker.events(), tracker.eta, tracker.weighed_g)
        return Trace([])

    def subscribe(self, subscription: Subscription) -> None:
        waybill = subscription.waybill
        tracker = {"tracking_code": waybill.number} | ({"carrier": waybill.company} if waybill.company else {})
        self._ask("POST", "/trackers", {"tracker": tracker})

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:  # noqa: ARG002 — it signs no time
        proven(webhook.headers.get(_HEADER, ""), [_FORM + _hmac(key, webhook.raw) for key in proofs(self._account)])

    def read_webhook(self, webhook: Webhook) -> Delivery:
        event = read_message(webhook.raw, Event)
        if not event.description.startswith("tracker."):
            return Delivery(event.id, [])
        tracker = parse(event.result, Tracker, root="/result")
        news = CourierMessage(tracker.tracking_code, tracker.events(), tracker.carrier or "", "", tracker.eta, tracker.weighed_g)
        return Delivery(event.id, [news])

    def _open(self, request: WaybillRequest) -> Shipment:
        """Asked for again by its reference: of two that were made at the same moment, both callers buy the same one."""
        made = self._ask("POST", "/shipments", {"shipment": shipment_of(request, account_entry(self._account))})
        return self._find(request.key) or made

    def _buy(self, shipment: Shipment, request: WaybillRequest) -> Shipment:
        rates = _priced(_rates(shipment, request.company, request.service))
        if not rates:
            raise refused("no carrier takes the parcel at this service")
        cheapest, _, _ = min(rates, key=lambda one: (one[1], str(one[0]["id"])))
        status, answer = call(self._account, "POST", f"/shipments/{shipment['id']}/buy", {"rate": {"id": cheapest["id"]}})
        code, said = error_of(answer)
        if code == _BOUGHT_ALREADY:
            status, answer = call(self._account, "GET", f"/shipments/{shipment['id']}")
        if status >= 300:
            raise refused(f"{said} ({code})")
        if not answer.get("tracking_code"):
            raise silent()
        return answer

    def _find(self, key: str) -> Shipment | None:
        status, answer = call(self._account, "GET", f"/shipments/{quote(key, safe='')}")
        if status == NOT_FOUND:
            return None
        if status >= 300:
            raise refused(error_of(answer)[1])
        return answer

    def _ask(self, method: str, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        status, answer = call(self._account, method, path, content)
        if status >= 300:
            code, said = error_of(answer)
            raise refused(f"{said} ({code})")
        return answer


def _rates(shipment: Shipment, company: str, service: str) -> list[dict[str, Any]]:
    given: Iterable[Any] = shipment.get("rates") or ()
    return [one for one in given if isinstance(one, dict) and company in ("", one.get("carrier")) and service in ("", one.get("service"))]


def _priced(rates: Iterable[dict[str, Any]]) -> list[tuple[dict[str, Any], int, str]]:
    """Each with its price; one that names none that can be read is no rate."""
    found = []
    for rate in rates:
        with suppress(Unavailable):
            found.append((rate, *amount_of(rate)))
    return found


def _hmac(secret: str, raw: bytes) -> str:
    """Of the key in its compatibility form, as EasyPost's own libraries take it."""
    return hmac.new(unicodedata.normalize("NFKD", secret).encode(), raw, hashlib.sha256).hexdigest()
