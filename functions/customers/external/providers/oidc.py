"""OpenID Connect: the authorization code flow with PKCE, state and nonce.

Facts: OpenID Connect Core 1.0, 3.1.3.7 (what is checked of an ID token), Discovery 1.0, RFC 7636 (PKCE), RFC 9700 (best practice: pinned
algorithms, exact redirect addresses). The token is verified by PyJWT.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from functions.customers.external.providers.documents import document, signing_key
from functions.customers.external.providers.port import misconfigured, refused, silent
from functions.customers.model.external import ExternalPerson, Flow
from functions.shared.contact.emails import normal_email
from functions.shared.contact.names import harmless_name
from functions.shared.outside.outbound import HttpAnswer, NoAnswer, call

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Of keys that the provider alone has: none by which the shop could sign itself, and never none at all."""
_REQUIRED = ["exp", "iat", "iss", "aud", "sub", "nonce"]
_LEEWAY = 30
_MOST = 255
_TIMEOUT = 5


class OpenIdConnect:
    def __init__(self, code: str, entry: Mapping[str, Any]) -> None:
        self._code = code
        self._issuer = str(entry["issuer"])
        self._client = str(entry["client_id"])
        self._secret = str(entry.get("client_secret", ""))
        self._scope = str(entry.get("scope", "openid email profile"))
        self._trusts_email = bool(entry.get("trusts_email", True))

    def address(self, flow: Flow, state: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": self._client,
            "redirect_uri": flow.redirect_uri,
            "scope": self._scope,
            "state": state,
            "nonce": flow.nonce,
            "code_challenge": challenge_of(flow.verifier),
            "code_challenge_method": "S256",
        }
        where = str(self._known()["authorization_endpoint"])
        return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}"

    def person(self, flow: Flow, code: str) -> ExternalPerson:
        claims = self._claims(self._id_token(flow, code))
        if not hmac.compare_digest(str(claims["nonce"]).encode(), flow.nonce.encode()):
            raise refused()
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= _MOST:
            raise refused()
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self._client:
            raise refused()
        return ExternalPerson(self._code, (f"{self._issuer}\x1f{subject}",), self._email(claims), _name(claims))

    def _email(self, claims: Mapping[str, Any]) -> str:
        # Some providers send the word.
        if not self._trusts_email or claims.get("email_verified") not in (True, "true"):
            return ""
        try:
            return normal_email(str(claims.get("email", "")))
        except ValueError:
            return ""

    def _id_token(self, flow: Flow, code: str) -> str:
        known = self._known()
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": flow.redirect_uri, "code_verifier": flow.verifier}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if "client_secret_basic" in known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
            pair = f"{quote(self._client, safe='')}:{quote(self._secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            asked |= {"client_id": self._client, "client_secret": self._secret}
        try:
            answer = call("POST", str(known["token_endpoint"]), body=urlencode(asked).encode(), headers=headers, timeout=_TIMEOUT)
            return str(_said(answer).get("id_token", ""))
        except NoAnswer as error:
            raise silent() from error

    def _claims(self, token: str) -> dict[str, Any]:
        import jwt

        try:
            header = jwt.get_unverified_header(token)
            algorithm = header.get("alg")
            if algorithm not in ALGORITHMS:
                raise refused()
            key = signing_key(str(self._known()["jwks_uri"]), header.get("kid"))
            return dict(
                jwt.decode(
                    token, key, algorithms=[algorithm], audience=self._client, issuer=self._issuer, leeway=_LEEWAY,
                    options={"require": _REQUIRED},
                )
            )  # fmt: skip
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise refused() from error

    def _known(self) -> Mapping[str, Any]:
        found = document(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        # Who tells of another's keys is not believed (Discovery 1.0, 4.3).
        if found.get("issuer") != self._issuer:
            raise misconfigured()
        return found


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _said(answer: HttpAnswer) -> dict[str, Any]:
    if answer.status >= 500 or answer.status == 429:
        raise silent()
    if answer.status == 401:
        raise misconfigured()
    if answer.status != 200:
        raise refused()
    return answer.json()


def _name(claims: Mapping[str, Any]) -> str:
    name = claims.get("name")
    return harmless_name(name[:100]) if isinstance(name, str) else ""
