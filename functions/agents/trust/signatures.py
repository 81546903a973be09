"""Signatures of HTTP messages (RFC 9421) with digests of their bodies (RFC 9530), as UCP asks for them: P-256 with the bare r‖s.

The kept library `http-message-signatures` knows the standard; here stands what UCP adds: what a signature has to cover, and how wrong ones
are called.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from hmac import compare_digest
from typing import Any

import http_sf
from cryptography.hazmat.primitives.asymmetric import ec
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, InvalidSignature
from http_message_signatures.algorithms import ECDSA_P256_SHA256
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from functions.agents.trust.refused import Refused
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import ShopError

FRESH = timedelta(minutes=5)
"""How old a signature may be, and how far ahead of our clock."""
_MOST = 5


@dataclass(frozen=True)
class Signed:
    """A call as its sender signed it: `url` is the whole address, `headers` have lower-case names."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)

    @property
    def covered(self) -> list[str]:
        """What has to be signed."""
        names = ["@method", "@authority", "@path", *(["@query"] if "?" in self.url else [])]
        names += [one for one in ("ucp-agent", "idempotency-key") if one in self.headers]
        return [*names, *(["content-digest", "content-type"] if self.body else [])]


@dataclass(frozen=True)
class _Answer:
    status_code: int
    headers: dict[str, str]


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, public: ec.EllipticCurvePublicKey | None = None, private: ec.EllipticCurvePrivateKey | None = None) -> None:
        self._public, self._private = public, private

    def resolve_public_key(self, key_id: str) -> Any:  # noqa: ARG002 — the library's port
        return self._public

    def resolve_private_key(self, key_id: str) -> Any:  # noqa: ARG002 — the library's port
        return self._private


def digest_of(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def key_ids(headers: Mapping[str, str]) -> dict[str, str]:
    """The key of each signature, by its label. Raises Refused."""
    try:
        told = _dictionary(headers["signature-input"])
        found = {str(label): str(params["keyid"]) for label, (_, params) in told.items() if "keyid" in params}
    except (ValueError, TypeError, KeyError) as error:
        raise Refused("signature_invalid", "Signature-Input cannot be read.") from error
    if not found or len(told) > _MOST:
        raise Refused("signature_invalid", f"1 to {_MOST} signatures, each with its keyid.")
    return found


def _dictionary(header: str) -> dict[str, Any]:
    """Raises ValueError."""
    told: Any = http_sf.parse(header.encode(), tltype="dictionary")
    return dict(told)


def check_signature(call: Signed, label: str, jwk: Mapping[str, str]) -> None:
    """That the signature of that name is by the key, of this very call, and fresh. Raises Refused."""
    if call.body and not compare_digest(call.headers.get("content-digest", "").encode(), digest_of(call.body).encode()):
        raise Refused("digest_mismatch", "Content-Digest is not that of the body.")
    _check_fresh(_dictionary(call.headers["signature-input"])[label][1])
    alone = {name: _one(call.headers[name], label) for name in ("signature-input", "signature")}
    verifier = HTTPMessageVerifier(signature_algorithm=ECDSA_P256_SHA256, key_resolver=_Keys(public_key(jwk)))
    verifier.max_clock_skew = FRESH
    try:
        verifier.verify(_Request(call.method, call.url, {**call.headers, **alone}), max_age=None, require_components=call.covered)
    except (InvalidSignature, HTTPMessageSignaturesException, ValueError) as error:
        raise Refused("signature_invalid", "The signature is not of this call.") from error


def _check_fresh(parameters: Mapping[str, Any]) -> None:
    """Before anything else of it is looked at: whose signature has expired learns that, and that their key is not to blame."""
    now, created, expires = clock.now().timestamp(), parameters.get("created"), parameters.get("expires")
    if not isinstance(created, int):
        raise Refused("signature_invalid", "The signature does not say when it was made (created).")
    if now - created > FRESH.total_seconds() or (isinstance(expires, int) and expires <= now):
        raise Refused("signature_invalid", "The signature has expired: it holds for five minutes, and no longer than its expires says.")
    if created - now > FRESH.total_seconds():
        raise Refused("signature_invalid", "The signature is of a time that has not come (created).")


def _one(header: str, label: str) -> str:
    """The member of that name alone, as it was written: what else was signed is nobody's business."""
    try:
        return http_sf.ser({label: _dictionary(header)[label]})
    except (ValueError, TypeError, KeyError) as error:
        raise Refused("signature_invalid", "The signature cannot be read.") from error


@dataclass(frozen=True)
class _Request:
    method: str
    url: str
    headers: Mapping[str, str]


def public_key(jwk: Mapping[str, str]) -> ec.EllipticCurvePublicKey:
    """Raises Refused."""
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        raise Refused("algorithm_unsupported", "Sign with ES256 (P-256).")
    try:
        x, y = (int.from_bytes(base64.urlsafe_b64decode(jwk[name] + "=="), "big") for name in ("x", "y"))
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("signature_invalid", "The key in the profile is none.") from error


def sign_answer(status: int, body: bytes, kid: str, key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """The headers that sign an answer."""
    message = _Answer(status, {"content-type": "application/json", "content-digest": digest_of(body)})
    _sign(message, ("@status", "content-digest", "content-type"), kid, key)
    return {name: message.headers[name] for name in message.headers if name.lower() != "content-type"}


def sign_call(call: Signed, kid: str, key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """All headers of the call, signed."""
    headers = dict(call.headers) | ({"content-digest": digest_of(call.body)} if call.body else {})
    message = _Request(call.method, call.url, headers)
    _sign(message, call.covered, kid, key)
    return {name.lower(): value for name, value in message.headers.items()}


def _sign(message: Any, covered: Sequence[str], kid: str, key: ec.EllipticCurvePrivateKey) -> None:
    signer = HTTPMessageSigner(signature_algorithm=ECDSA_P256_SHA256, key_resolver=_Keys(private=key))
    options: dict[str, Any] = {"label": "sig1", "include_alg": False, "covered_component_ids": tuple(covered)}
    # A call without a body has no digest.
    options |= {"use_existing_digest": True} if "content-digest" in covered else {}
    try:
        signer.sign(message, key_id=kid, created=clock.now(), **options)
    except HTTPMessageSignaturesException as error:
        raise ShopError("The message could not be signed.") from error
