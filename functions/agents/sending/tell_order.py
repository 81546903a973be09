"""An agent is told of an order as it is at this moment, whole: a repetition, or a late one, tells what is true then.

It is signed when it is sent, so what waits for another try is signed by a key that is in our profile at that moment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from functions.agents.acp.order_view import order_document as in_acp
from functions.agents.model.profile import ORDER
from functions.agents.model.rules import HookSecrets
from functions.agents.store.rules import rules, stored
from functions.agents.store.told_orders import Told, find_told, note_told
from functions.agents.trust.own_keys import own_keys
from functions.agents.trust.profiles import profiles
from functions.agents.trust.refused import Refused
from functions.agents.trust.signatures import Signed, sign_call
from functions.agents.ucp.order_view import order_document as in_ucp
from functions.orders import PlacedOrder, placed_order
from functions.shared.outside import clock, guarded
from functions.shared.outside.observability import fact
from functions.shared.plain import signatures
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.sealing.signing_secrets import living_secrets

_GONE = 410
_JSON = {"Content-Type": "application/json", "User-Agent": "serverless-commerce-webhooks"}


class NotTold(Exception):
    """It is to be tried again."""


@dataclass(frozen=True)
class _Message:
    url: str
    body: bytes
    headers: Mapping[str, str]


def tell_order(order_id: str, message_id: str) -> None:
    """Nothing for an order of nobody who is told. Raises NotTold."""
    told = find_told(order_id)
    if told is None or rules().blocks(urlsplit(told.agent).hostname or ""):
        return
    try:
        placed = placed_order(order_id, [])
    except NotFound:
        return
    make = _of_acp if told.agent.startswith("acp://") else _of_ucp
    message = make(told, placed, message_id)
    if message is None:
        return
    status = _sent(message)
    fact("agent.told", order_id=order_id, status=status)
    if status == _GONE:
        return
    if not 200 <= status < 300:
        raise NotTold(f"answered {status}")
    if told.is_new:
        note_told(order_id)


def _sent(message: _Message) -> int:
    try:
        return guarded.post(message.url, message.body, message.headers).status
    except guarded.NotSent as wrong:
        raise NotTold(wrong.reason) from wrong
    except guarded.NotAnswered as wrong:
        raise NotTold(wrong.reason) from wrong


def _of_ucp(told: Told, placed: PlacedOrder, message_id: str) -> _Message | None:
    """To the address in the agent's profile as it is now; None where it names none, or knows no orders."""
    try:
        url = profiles().find(told.agent).webhook_url
    except Refused as wrong:
        raise NotTold(wrong.code) from wrong
    if not url or ORDER not in told.common:
        return None
    keys = own_keys()
    if not keys:
        raise Unavailable("This stage has no key that messages are signed with.", code="misconfigured")
    body = json.dumps(in_ucp(placed, told.version, told.common, checkout_id=told.session), ensure_ascii=False).encode()
    headers = {
        "content-type": "application/json",
        "ucp-agent": f'profile="{settings().public_base_url}/.well-known/ucp"',
        "webhook-id": message_id,
        "webhook-timestamp": str(int(clock.now().timestamp())),
    }
    return _Message(url, body, {**_JSON, **sign_call(Signed("POST", url, headers, body), *keys[0])})


def _of_acp(told: Told, placed: PlacedOrder, message_id: str) -> _Message | None:
    """To the address that staff gave for the agent's key; None where they gave none."""
    key_id = urlsplit(told.agent).path.removeprefix("/")
    hook = rules().hook_of(key_id)
    if hook is None:
        return None
    # One that was made a moment ago counts at once: the rules may be a minute old, its secret is not.
    secrets = living_secrets(list(stored(HookSecrets)[0].by_key.get(key_id, ())))
    if not secrets:
        return None
    kind = "order_create" if told.is_new else "order_update"
    body = json.dumps({"type": kind, "data": in_acp(placed, told.session)}, ensure_ascii=False).encode()
    now = int(clock.now().timestamp())
    signed = ",".join([f"t={now}", *(signatures.sign(one, now, body).partition(",")[2] for one in secrets)])
    return _Message(hook.url, body, {**_JSON, "Merchant-Signature": signed, "Request-Id": message_id})
