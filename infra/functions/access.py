"""Who may do what. What reads a caller's standing in every function follows from its trigger (`infra.parts.functions`)."""

from __future__ import annotations

from infra.functions.grants import keep_versions, read, read_secret, remove, users, write
from infra.functions.model import Function, Http

FUNCTIONS = (
    Function(
        name="whoami",
        domain="access",
        trigger=Http(("GET /v1/admin/whoami",)),
        # What drafts of forms are sealed with is made of the key of links.
        grants=(read("access"), read_secret("links")),
    ),
    Function(
        name="staff",
        domain="access",
        trigger=Http(
            (
                "GET /v1/admin/permissions", "ANY /v1/admin/roles", "ANY /v1/admin/roles/*", "ANY /v1/admin/staff", "ANY /v1/admin/staff/*",
                "ANY /v1/admin/staff_settings", "ANY /v1/admin/passkey_settings", "ANY /v1/admin/verification_settings",
                "POST /v1/admin/breaches",
            )
        ),
        # A breach revokes keys, which channels know.
        grants=(
            read("access", "gsi1"), write("access"), remove("access"), keep_versions(), read("pricing"), write("pricing"),
        ),
    ),
    Function(
        name="staff-invitations",
        domain="access",
        trigger=Http(("POST /v1/auth/accept_invitation",)),
        # What links hold is signed with the key of links. The pool: the account of whoever was invited.
        grants=(
            read("access"), write("access"), read_secret("links"), users("AdminGetUser", "AdminCreateUser", "AdminSetUserPassword"),
        ),
        settings=("USER_POOL_ID",),
    ),
    Function(
        name="api-keys",
        domain="access",
        trigger=Http(("ANY /v1/admin/api_keys", "ANY /v1/admin/api_keys/*")),
        # When a key was used and exposed stands beside the counters; which keys name a channel, beside the channels.
        grants=(read("access", "gsi1"), write("access"), read("limits"), read("pricing"), write("pricing")),
    ),
)  # fmt: skip
