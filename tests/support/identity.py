"""A stand-in for Cognito's keys: tokens signed here verify through the production code, from a JWKS served on loopback."""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://cognito.test/pool"
CLIENT_ID = "test-client"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@contextmanager
def served_jwks(document: bytes | None = None) -> Iterator[str]:
    """Serve the public key (or the given key set) while the block runs; yields the URL for COGNITO_JWKS_URL."""
    key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key())) | {"kid": "test", "use": "sig", "alg": "RS256"}
    served = document or json.dumps({"keys": [key]}).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(served)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Keys)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/jwks.json"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def token(*roles: str, subject: str | None = None, claims: Mapping[str, object] | None = None) -> str:
    """An access token as Cognito issues it. `subject` is the user's UUID; `claims` override."""
    content: dict[str, object] = {
        "sub": subject or str(uuid.uuid4()),
        "iss": ISSUER,
        "client_id": CLIENT_ID,
        "token_use": "access",
        "origin_jti": str(uuid.uuid4()),
        "iat": int(time.time()),
        "auth_time": int(time.time()),
        "exp": int(time.time()) + 3600,
        "cognito:groups": list(roles),
    }
    return jwt.encode(content | dict(claims or {}), _KEY, algorithm="RS256", headers={"kid": "test"})


def bearer(*roles: str, subject: str | None = None) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(*roles, subject=subject)}"}


@contextmanager
def served_environment() -> Iterator[None]:
    """For benchmarks, outside pytest: tokens of this module are valid while the block runs."""
    from functions.shared.auth import tokens
    from functions.shared.plain import settings

    with served_jwks() as url:
        os.environ |= {"COGNITO_ISSUER": ISSUER, "USER_POOL_CLIENT_ID": CLIENT_ID, "COGNITO_JWKS_URL": url}
        settings.settings.cache_clear()
        tokens._keys.cache_clear()
        yield
