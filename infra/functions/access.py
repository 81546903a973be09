"""Who may do what. What reads a caller's standing in every function follows from its trigger (`infra.parts.functions`)."""

from __future__ import annotations

from infra.functions.grants import read
from infra.functions.model import Function, Http

FUNCTIONS = (
    Function(
        name="whoami",
        domain="access",
        trigger=Http(("GET /v1/admin/whoami",)),
        grants=(read("access"),),
    ),
)
