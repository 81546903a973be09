"""Push messages by Firebase Cloud Messaging, HTTP v1, which reaches Android, Apple's devices and browsers.

Facts: Firebase documentation, "FCM HTTP v1 API" (projects.messages.send), "ErrorCode", and Google Identity, "Using OAuth 2.0 for Server to
Server Applications" (the assertion that is exchanged for a token). Keys: the entry `fcm` of the secret of channels, as Google's file of a
service account has them (`project_id`, `client_email`, `private_key`, `token_uri`); `url`: of another FCM. What a lock screen shows
holds no link; the app opens `about`.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from functions.notifications.channels.inbox import SAID_ELSEWHERE
from functions.notifications.model.channel import Address, NotSent, Outgoing, Recipient
from functions.notifications.model.template import PUSH
from functions.notifications.store.devices import addresses_of, forget_device
from functions.shared.outside import clock
from functions.shared.outside.outbound import NoAnswer, call
from functions.shared.outside.provider_keys import provider_entry
from functions.shared.plain.settings import settings

SECONDS = 4.0
_SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_FCM, _TOKENS = "https://fcm.googleapis.com", "https://oauth2.googleapis.com/token"
_GONE = frozenset({"UNREGISTERED", "SENDER_ID_MISMATCH"})
_EARLY = 120
_TITLE, _BODY = 150, 600
"""Characters, of up to four bytes each."""
_tokens: dict[str, tuple[float, str]] = {}


def forget() -> None:
    """For tests: tokens are asked for anew."""
    _tokens.clear()


class PushChannel:
    name: ClassVar[str] = PUSH
    own_words_only: ClassVar[bool] = False

    def tells(self, event: str) -> bool:
        return event not in SAID_ELSEWHERE and bool(_account())

    def addresses(self, event: str, to: Recipient) -> Sequence[Address]:  # noqa: ARG002 — the port's
        return addresses_of(to.customer_id, PUSH) if to.customer_id else []

    def send(self, to: Address, message: Outgoing) -> str:
        account = _account()
        if not account:
            raise NotSent("no_keys")
        said = {"title": _cut(message.parts["title"], _TITLE), "body": _cut(message.parts["body"], _BODY)}
        data = {"message_id": message.id, "event": message.event, "about": message.about}
        told = {"token": to.text, "notification": said, "data": data, **_replacing(message.id)}
        body = json.dumps({"message": told}, ensure_ascii=False).encode()
        url = f"{account.get('url') or _FCM}/v1/projects/{account['project_id']}/messages:send"
        try:
            headers = {"Authorization": f"Bearer {_token(account)}", "Content-Type": "application/json; charset=UTF-8"}
            answer = call("POST", url, body=body, headers=headers, timeout=SECONDS)
            found = answer.json()
        except NoAnswer as silent:
            raise NotSent("no_answer") from silent
        if answer.status == 200:
            return str(found.get("name", ""))
        code = _code(found)
        if answer.status == 401:
            forget()
        if code in _GONE:
            forget_device(to, message.customer_id)
            raise NotSent(code, is_gone=True)
        raise NotSent(code, for_good=answer.status == 400)


def _replacing(message_id: str) -> dict[str, Any]:
    """FCM has no idempotency key: what comes a second time takes the place of the first on the device (FCM's REST reference,
    `AndroidNotification.tag`; Apple, "Sending notification requests to APNs", `apns-collapse-id`, 64 bytes at most; Notifications API,
    `tag`)."""
    tag = {"notification": {"tag": message_id}}
    return {"android": tag, "apns": {"headers": {"apns-collapse-id": message_id}}, "webpush": tag}


def _cut(text: str, most: int) -> str:
    """FCM refuses more than 4,096 bytes for good, and no screen shows as much."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _account() -> Mapping[str, Any]:
    entry = provider_entry(settings().secret_channels, "fcm")
    return entry if all(entry.get(name) for name in ("project_id", "client_email", "private_key")) else {}


def _code(told: Mapping[str, Any]) -> str:
    """FCM's own word (`errorCode` among the details), else Google's."""
    error = told.get("error")
    if not isinstance(error, dict):
        return "unknown"
    details = [one.get("errorCode") for one in error.get("details", []) if isinstance(one, dict)]
    return str(next((one for one in details if one), error.get("status", "unknown")))[:60]


def _token(account: Mapping[str, Any]) -> str:
    """Raises NoAnswer, NotSent."""
    until, token = _tokens.get(account["client_email"], (0.0, ""))
    if time.monotonic() < until:
        return token
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": _assertion(account)}
    answer = call(
        "POST", _token_url(account), body=urlencode(form).encode(), timeout=SECONDS,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    told = answer.json()
    if answer.status != 200 or not told.get("access_token"):
        raise NotSent("keys_refused")
    _tokens[account["client_email"]] = (time.monotonic() + float(told.get("expires_in", 0)) - _EARLY, str(told["access_token"]))
    return str(told["access_token"])


def _assertion(account: Mapping[str, Any]) -> str:
    # Loaded at the first token only: most invocations have one.
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    now = int(clock.of_tokens())
    claims = {"iss": account["client_email"], "scope": _SCOPE, "aud": _token_url(account), "iat": now, "exp": now + 3600}
    signed = f"{_part({'alg': 'RS256', 'typ': 'JWT'})}.{_part(claims)}"
    try:
        key = load_pem_private_key(str(account["private_key"]).encode(), None)
    except (ValueError, TypeError) as error:
        raise NotSent("keys_unreadable") from error
    if not isinstance(key, RSAPrivateKey):
        raise NotSent("keys_unreadable")
    return f"{signed}.{_text(key.sign(signed.encode(), PKCS1v15(), hashes.SHA256()))}"


def _token_url(account: Mapping[str, Any]) -> str:
    return str(account.get("token_uri") or _TOKENS)


def _part(value: Mapping[str, Any]) -> str:
    return _text(json.dumps(value).encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
