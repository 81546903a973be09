"""Firebase Cloud Messaging, HTTP v1: an access token for a signed assertion, and messages to registration tokens.

Facts: Google, "Using OAuth 2.0 for Server to Server Applications" (the assertion: RS256, iss, scope, aud the address of the token, exp at
most an hour after iat); Firebase, "REST Resource: projects.messages", method send (answers `{"name": "projects/*/messages/{id}"}`), and
"FCM error codes" (https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode: INVALID_ARGUMENT 400, also for more than 4,096
bytes; UNREGISTERED 404, in a detail `…fcm.v1.FcmError` with `errorCode`; UNAVAILABLE 503). Values of `data` are texts.
"""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

import jwt
from aiohttp import web

from infra.simulators import rsa
from infra.simulators.answers import read_object
from infra.simulators.channels.receivers import Receivers
from infra.simulators.store import Store

_SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_LARGEST, _LASTS, _LONGEST_ID = 4_096, 3_599, 64
_UNCHECKED: Any = {"verify_aud": False, "verify_iat": False, "verify_exp": False}
"""Looked at below; the shop's clock may be elsewhere."""
_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"


class Fcm:
    def __init__(self, store: Store, keys: dict[str, Any]) -> None:
        self._keys, self._public = keys, rsa.public_of(keys["private_key"])
        self.receivers = Receivers(store, "fcm")
        self._tokens: dict[str, float] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/token", self._token), web.post("/v1/projects/{project}/messages:send", self._send)]

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        try:
            said = jwt.decode(
                str(form.get("assertion", "")), self._public, algorithms=["RS256"], options=_UNCHECKED
            )  # fmt: skip
        except jwt.PyJWTError:
            said = {}
        right = said.get("iss") == self._keys["client_email"] and said.get("scope") == _SCOPE and str(said.get("aud")).endswith("/token")
        if (
            form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer"
            or not right
            or not 0 < said["exp"] - said["iat"] <= 3600
        ):
            return web.json_response({"error": "invalid_grant", "error_description": "Invalid JWT Signature."}, status=400)
        token = f"ya29.{secrets.token_urlsafe(24)}"
        self._tokens[token] = time.monotonic() + _LASTS
        return web.json_response({"access_token": token, "expires_in": _LASTS, "token_type": "Bearer"})

    async def _send(self, request: web.Request) -> web.Response:
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._tokens.get(bearer, 0) < time.monotonic():
            return _refused(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "THIRD_PARTY_AUTH_ERROR")
        if request.match_info["project"] != self._keys["project_id"]:
            return _refused(403, "PERMISSION_DENIED", "SenderId mismatch", "SENDER_ID_MISMATCH")
        message = (await read_object(request)).get("message")
        fault = _fault(message)
        if fault or not isinstance(message, dict):
            return _refused(400, "INVALID_ARGUMENT", fault, "INVALID_ARGUMENT")
        token = message["token"]
        if self.receivers.is_gone(token):
            return _refused(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED")
        if self.receivers.refuses(token):
            return _refused(503, "UNAVAILABLE", "The service is currently unavailable.", "UNAVAILABLE")
        name = f"projects/{self._keys['project_id']}/messages/{secrets.token_hex(8)}"
        shown = message.get("notification", {})
        self.receivers.keep(name, "push", token, str(shown.get("title", "")), str(shown.get("body", "")))
        return web.json_response({"name": name})


def _fault(message: Any) -> str:
    if not isinstance(message, dict) or not isinstance(message.get("token"), str) or not message["token"]:
        return "The registration token is not a valid FCM registration token"
    data, shown = message.get("data", {}), message.get("notification", {})
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        return "Invalid value at 'message.data[0].value' (TYPE_STRING)"
    if len(str(message.get("apns", {}).get("headers", {}).get("apns-collapse-id", "")).encode()) > _LONGEST_ID:
        return "Invalid value at 'message.apns.headers' (apns-collapse-id)"
    if len(json.dumps([data, shown], ensure_ascii=False).encode()) > _LARGEST:
        return "Message is too big"
    return ""


def _refused(status: int, state: str, text: str, code: str) -> web.Response:
    error = {"code": status, "message": text, "status": state, "details": [{"@type": _ERROR, "errorCode": code}]}
    return web.json_response({"error": error}, status=status)
