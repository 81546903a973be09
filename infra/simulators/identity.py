"""An identity provider that speaks OpenID Connect, and WeChat's own form: who comes back, and what goes wrong, is said at
`POST /sandbox/identity/next {"sub", "email", "email_verified", "name", "openid", "unionid", "faults": {…}}`.

Faults: wrong_nonce, expired, other_audience, other_issuer, alg_none, by_secret (signed with the client's secret), unknown_key, no_subject,
http_500, slow (seconds), busy (WeChat's errcode -1).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus, urlencode

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.simulators.answers import Refused, problems, read_object
from infra.simulators.rsa import SIMULATOR_BITS

CLIENT = "shop"
FAULTS = frozenset(
    [
        "wrong_nonce",
        "expired",
        "other_audience",
        "other_issuer",
        "alg_none",
        "by_secret",
        "unknown_key",
        "no_subject",
        "http_500",
        "slow",
        "busy",
    ]
)
_PERSON = frozenset({"sub", "email", "email_verified", "name", "openid", "unionid"})
_LASTS = 300


class SimulatedIdentity:
    def __init__(self, public_url: str, secret: str, now: Callable[[], float] = time.time) -> None:
        """Tokens are judged by the real time, so it is not the shop's. Its name is the address by which functions call it: by number."""
        self._issuer = f"{public_url.replace('localhost', '127.0.0.1')}/sandbox/providers/identity"
        self._secret = secret
        self._now = now
        self.person: dict[str, Any] = {"sub": "1"}
        self.faults: dict[str, Any] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self.rotate()

    def rotate(self) -> None:
        """Another key, under another name."""
        self._key = rsa.generate_private_key(65537, SIMULATOR_BITS)
        self._key_id = secrets.token_hex(4)

    def add_to(self, app: web.Application) -> None:
        api = web.Application(middlewares=[problems])
        api.add_routes(
            [
                web.get("/.well-known/openid-configuration", self._describe),
                web.get("/authorize", self._authorize),
                web.post("/token", self._token),
                web.get("/jwks.json", self._keys),
                web.get("/connect/qrconnect", self._scan),
                web.get("/sns/oauth2/access_token", self._wechat),
                web.get("/sns/jscode2session", self._wechat),
            ]
        )
        app.add_subapp("/sandbox/providers/identity", api)
        app.add_routes([web.post("/sandbox/identity/next", self._next), web.post("/sandbox/identity/keys", self._new_keys)])

    async def _next(self, request: web.Request) -> web.Response:
        body = await read_object(request)
        faults = body.pop("faults", {})
        if not set(body) <= _PERSON or not isinstance(faults, dict) or not set(faults) <= FAULTS:
            raise Refused(422, "invalid", f"a person has {', '.join(sorted(_PERSON))}; faults are {', '.join(sorted(FAULTS))}")
        self.person, self.faults = {"sub": "1"} | body, faults
        return web.json_response({"person": self.person, "faults": self.faults})

    async def _new_keys(self, _request: web.Request) -> web.Response:
        self.rotate()
        return web.json_response({"key": self._key_id})

    async def _describe(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self._issuer,
                "authorization_endpoint": f"{self._issuer}/authorize",
                "token_endpoint": f"{self._issuer}/token",
                "jwks_uri": f"{self._issuer}/jwks.json",
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def _keys(self, _request: web.Request) -> web.Response:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return web.json_response({"keys": [key | {"kid": self._key_id, "use": "sig", "alg": "RS256"}]})

    async def _authorize(self, request: web.Request) -> web.Response:
        asked = dict(request.query)
        if asked.get("client_id") != CLIENT or asked.get("code_challenge_method") != "S256" or not asked.get("nonce"):
            raise Refused(400, "invalid_request", "client_id, nonce and a code_challenge of S256 are wanted")
        raise self._back(asked)

    async def _scan(self, request: web.Request) -> web.Response:
        raise self._back(dict(request.query))

    def _back(self, asked: dict[str, str]) -> web.HTTPFound:
        code = self.issue(asked)
        return web.HTTPFound(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def issue(self, asked: dict[str, str]) -> str:
        """A code, good once."""
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return code

    async def _token(self, request: web.Request) -> web.Response:
        await self._misbehave()
        form = {name: str(value) for name, value in (await request.post()).items()}
        given = base64.b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        # Each part is written as in a form (RFC 6749, 2.3.1).
        if [unquote_plus(part) for part in given.split(":")] != [CLIENT, self._secret]:
            return web.json_response({"error": "invalid_client"}, status=401)
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form.get("redirect_uri"):
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"access_token": "opaque", "token_type": "Bearer", "id_token": self._id_token(asked["nonce"])})

    def _id_token(self, nonce: str) -> str:
        now, faults = int(self._now()), self.faults
        claims = {name: value for name, value in self.person.items() if name not in ("openid", "unionid")}
        claims |= {
            "iss": "https://elsewhere.example" if "other_issuer" in faults else self._issuer,
            "aud": "another-shop" if "other_audience" in faults else CLIENT,
            "iat": now - 7200 if "expired" in faults else now,
            "exp": now - 3600 if "expired" in faults else now + _LASTS,
            "nonce": "another" if "wrong_nonce" in faults else nonce,
        }
        if "no_subject" in faults:
            claims.pop("sub")
        if "alg_none" in faults:
            return jwt.encode(claims, "", algorithm="none")
        if "by_secret" in faults:
            return jwt.encode(claims, self._secret, algorithm="HS256", headers={"kid": self._key_id})
        key_id = "nobody-knows" if "unknown_key" in faults else self._key_id
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": key_id})

    async def _wechat(self, request: web.Request) -> web.Response:
        """Errors have status 200, and the type is text."""
        await self._misbehave()
        asked = request.query
        code = asked.get("code") or asked.get("js_code") or ""
        if "busy" in self.faults:
            return _plain({"errcode": -1, "errmsg": "system error"})
        if asked.get("secret") != self._secret:
            return _plain({"errcode": 40125, "errmsg": "invalid appsecret"})
        if self._codes.pop(code, None) is None:
            return _plain({"errcode": 40029, "errmsg": "invalid code"})
        said = {name: self.person[name] for name in ("openid", "unionid") if name in self.person}
        further = {"session_key": "c2Vzc2lvbg=="} if "js_code" in asked else {"access_token": "t", "expires_in": 7200, "refresh_token": "r"}
        return _plain(said | further)

    async def _misbehave(self) -> None:
        if "slow" in self.faults:
            await asyncio.sleep(float(self.faults["slow"]))
        if "http_500" in self.faults:
            raise Refused(500, "internal", "as it was asked for")


def _plain(said: dict[str, Any]) -> web.Response:
    return web.Response(text=json.dumps(said), content_type="text/plain")
