"""An authenticator and the browser before it, in software (W3C, Web Authentication Level 3, 5.8.1, 6.1, 6.5.1): P-256, no attestation.
What a dishonest one would do is a parameter."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One passkey. `counts`: it counts its uses, and does not stay at 0. `verifies`: it asks for a PIN, a finger or a face."""

    origin: str = "http://localhost:8000"
    counts: bool = True
    verifies: bool = True
    count: int = 0
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: str = ""
    """Whose it is, as it was told when it was made."""

    def create(self, options: dict[str, Any], **other: Any) -> dict[str, Any]:
        """What `navigator.credentials.create()` answers. `other`: challenge, origin, site instead of those that were asked for."""
        self.handle = options["user"]["id"]
        place = self.key.public_key().public_numbers()
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: place.x.to_bytes(32, "big"), -3: place.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + public
        data = self._data(other.get("site", options["rp"]["id"]), _ATTESTED) + attested
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"], other)
        response = {"clientDataJSON": b64(client), "attestationObject": b64(attestation), "transports": ["internal", "hybrid"]}
        return self._credential(response)

    def get(self, options: dict[str, Any], **other: Any) -> dict[str, Any]:
        """What `navigator.credentials.get()` answers."""
        self.count += self.counts
        data = self._data(other.get("site", options["rpId"]))
        client = self._client(other.get("type", "webauthn.get"), options["challenge"], other)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}
        return self._credential(response | ({"userHandle": self.handle} if self.handle else {}))

    def _client(self, kind: str, challenge: str, other: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": other.get("challenge", challenge), "origin": other.get("origin", self.origin)}
        return json.dumps(said | {"crossOrigin": False}).encode()

    def _data(self, site: str, flags: int = 0) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        name = b64(self.credential)
        return {
            "id": name, "rawId": name, "type": "public-key", "response": response,
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
        }  # fmt: skip
