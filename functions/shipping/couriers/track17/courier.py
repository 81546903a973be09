"""17TRACK: it is told of each waybill with our parcel's id as the tag, and sends all it knows whenever that changes.

The account's entry: `{"secret": <its security key>}` (`keys` and `current` while it is changed). Where its messages go
is set in its console.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from functions.shared.plain.errors import Unavailable
from functions.shipping.couriers.asking import JSON, ask, document, refused, silent
from functions.shipping.couriers.guard import address_of, entry_of, proofs, proven
from functions.shipping.couriers.port import Ability, Courier, CourierMessage, Delivery, Subscription, Trace, WaybillRef, Webhook
from functions.shipping.couriers.reading import read_message
from functions.shipping.couriers.track17.messages import Parcel, Push

TRACK17 = "17track"
USUAL = "https://api.17track.net"
_VERSION = "/track/v2.2/"
_KNOWN_ALREADY, _UNKNOWN = -18019901, -18019902
_BUSY, _KEYS_WRONG = frozenset({-18010003}), frozenset({-18010001, -18010002, -18010004, -18010005})
_OURS = "shp_"


class Track17Courier(Courier):
    code = TRACK17
    abilities = frozenset({Ability.QUERY, Ability.SUBSCRIBE, Ability.WEBHOOK})

    def subscribe(self, subscription: Subscription) -> None:
        """A number that it knows already gets the tag of this parcel: its messages are about whoever has the number now."""
        waybill = subscription.waybill
        number = _number(waybill)
        wanted = number | {"tag": waybill.shipment_id} | ({} if "carrier" in number else {"auto_detection": True})
        code, said, _ = self._call("register", wanted)
        if code == _KNOWN_ALREADY:
            code, said, _ = self._call("changeinfo", number | {"items": {"tag": waybill.shipment_id}})
        if code:
            raise refused(f"{said} ({code})")

    def query(self, waybill: WaybillRef) -> Trace:
        code, said, data = self._call("gettrackinfo", _number(waybill))
        if code == _UNKNOWN:
            return Trace([])
        if code:
            raise refused(f"{said} ({code})")
        try:
            info = Parcel.model_validate(data).track_info
        except ValidationError as error:
            raise silent() from error
        return Trace(info.events(""), eta=info.eta) if info else Trace([])

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:  # noqa: ARG002 — it signs no time
        keys = proofs(self._account)
        proven(webhook.headers.get("sign", ""), [hashlib.sha256(webhook.raw + f"/{key}".encode()).hexdigest() for key in keys])

    def read_webhook(self, webhook: Webhook) -> Delivery:
        parcel = read_message(webhook.raw, Push).data
        ours = parcel.tag if parcel.tag and parcel.tag.startswith(_OURS) else ""
        events, eta = (parcel.track_info.events(webhook.received_at), parcel.track_info.eta) if parcel.track_info else ([], "")
        message = CourierMessage(parcel.number, events, "" if ours else parcel.carrier, ours, eta)
        return Delivery(hashlib.sha256(webhook.raw).hexdigest(), [message])

    def _call(self, what: str, one: dict[str, Any]) -> tuple[int, str, dict[str, Any]]:
        """(0 or its code, its sentence, what it says of the number). Raises Unavailable."""
        entry = entry_of(self._account)
        headers = JSON | {"17token": self._account.secrets()[0]}
        answer = document(ask("POST", address_of(entry, USUAL) + _VERSION + what, body=json.dumps([one]).encode(), headers=headers))
        data = answer.get("data")
        if not isinstance(data, dict):
            raise silent()
        if errors := (data.get("errors") or data.get("rejected")):
            error = errors[0].get("error", errors[0]) if isinstance(errors[0], dict) else {}
            code = int(error.get("code") or -1)
            if code in _KEYS_WRONG:
                raise Unavailable("17TRACK does not accept the shop's key.", code="courier_not_configured")
            if code in _BUSY:
                raise silent()
            return code, str(error.get("message", "")), {}
        accepted = data.get("accepted") or []
        if answer.get("code") != 0 or not accepted:
            raise silent()
        return 0, "", accepted[0]


def _number(waybill: WaybillRef) -> dict[str, Any]:
    """Its carriers are numbers; where the shop knows none, it finds out by itself."""
    known = waybill.company.isascii() and waybill.company.isdigit()
    return {"number": waybill.number} | ({"carrier": int(waybill.company)} if known else {})
