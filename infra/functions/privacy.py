"""What people agreed to."""

from __future__ import annotations

from infra.functions.grants import read, read_secret, write
from infra.functions.model import Function, Http

FUNCTIONS = (
    Function(
        name="consents",
        domain="privacy",
        trigger=Http(("GET /v1/me/consents", "PUT /v1/me/consents", "GET /v1/admin/consents", "PUT /v1/admin/consents")),
        grants=(read("privacy"), write("privacy"), read_secret("privacy")),
    ),
)
