"""Our own signing keys (ES256): made of the secret that signs links to orders, so that they are rotated with it, and nothing more has to be
kept. What follows from a one-way function of a secret tells nothing of it; the name keeps both uses apart."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain.settings import settings

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group P-256 (FIPS 186-5)."""
_NAME = b"serverless commerce: messages to agents, ES256"


def own_keys() -> list[tuple[str, ec.EllipticCurvePrivateKey]]:
    """By id, the current one first; none while the stage has no secret. The ones before it verify what is still on its way."""
    return [_key(one.secret) for one in provider_keys(settings().secret_links, "order_links")]


@lru_cache(maxsize=8)
def _key(secret: str) -> tuple[str, ec.EllipticCurvePrivateKey]:
    # 48 bytes for 32: what is left over by the modulus is too little to tell (FIPS 186-5, A.2.1).
    drawn = HKDF(hashes.SHA256(), 48, None, _NAME).derive(secret.encode())
    private = ec.derive_private_key(int.from_bytes(drawn, "big") % (_ORDER - 1) + 1, ec.SECP256R1())
    numbers = private.public_key().public_numbers()
    return hashlib.sha256(f"{numbers.x} {numbers.y}".encode()).hexdigest()[:16], private


def public_keys() -> list[dict[str, str]]:
    """As JWKs (RFC 7517)."""
    return [_jwk(kid, key.public_key().public_numbers()) for kid, key in own_keys()]


def _jwk(kid: str, numbers: ec.EllipticCurvePublicNumbers) -> dict[str, str]:
    x, y = (base64.urlsafe_b64encode(one.to_bytes(32, "big")).rstrip(b"=").decode() for one in (numbers.x, numbers.y))
    return {"kid": kid, "kty": "EC", "crv": "P-256", "x": x, "y": y, "use": "sig", "alg": "ES256"}
