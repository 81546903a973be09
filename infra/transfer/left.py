"""What a transfer does not carry, and why. A table or kind that is not named here is carried. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.shared.sealing import key_pk, of_time
from infra.transfer.deployment import Item

ANY = "*"
LOOK_UPS = of_time("look_ups", "always")
"""The one key that is carried itself: what orders are found by is hashed with it."""
ENDS = timedelta(days=2)


@dataclass(frozen=True)
class Left:
    table: str
    kind: str
    why: str


LEFT = (
    Left(ANY, "mark", "what the release that is deployed there did to its tables"),
    Left(ANY, "idem", "answers kept for a day, sealed with what their callers sent"),
    Left("limits", ANY, "counters of minutes and hours"),
    Left("audit", ANY, "signed with a key of that deployment: `shop audit export` writes it, and it stays a document"),
    Left("audit-heads", ANY, "signed with a key of that deployment"),
    Left("audit-facts", ANY, "on its way into the audit log of that deployment"),
    Left("access", "api_key", "secrets: keys are made anew"),
    Left("access", "api_key_secret", "secrets: keys are made anew"),
    Left("access", "publishable", "keys are made anew"),
    Left("access", "invitation", "ends by itself; people are invited anew"),
    Left("customers", "code", "one-time codes, minutes"),
    Left("customers", "codes_of_hour", "counters of an hour"),
    Left("customers", "code_message", "one-time codes, minutes"),
    Left("customers", "challenge", "sign-ins under way, minutes"),
    Left("customers", "ticket", "sign-ins under way, a minute"),
    Left("customers", "factors", "secrets of authenticator apps, and passkeys, which are bound to a domain: people enrol anew"),
    Left("customers", "factor_begun", "minutes"),
    Left("customers", "payment_password", "six digits are guessed from a file: people set theirs anew"),
    Left("customers", "registration", "a day; sealed with a token that only its caller has"),
    Left("customers", "registration_of_login", "a day"),
    Left("notifications", "endpoint", "its signing secret is sealed with a secret of that deployment: endpoints are made anew"),
    Left("notifications", "delivery", "to endpoints that are made anew"),
    Left("platform", "job", "its files lie in that deployment"),
    Left("platform", "job_row", "of jobs"),
    Left("platform", "run", "how schedules last ran there"),
    Left("privacy", "person_key", "wrapped by a key of that deployment; who was erased stays erased"),
)
SECRETS = (
    "passwords (people choose new ones by a code, those of payments too), authenticator apps, passkeys",
    "keys of payment providers, couriers and e-invoice providers (Secrets Manager)",
    "the secret that signs order links: links sent before do not open",
    "the secret that seals signing secrets of webhooks",
    "the secret `privacy`: put the same `look_ups` into the new deployment first (what addresses said no to is filed by it)",
)
"""Told by every transfer: what has to be made anew by hand."""
PREFIXES = ("documents/", "jobs/", "moving/", "personal-exports/", "search/", "uploads/")
"""Of objects that are made anew, or that end by themselves within days."""
_WHY = {(one.table, one.kind): one.why for one in LEFT}


def why_left(table: str, item: Item, moment: datetime) -> str | None:
    """None for what is carried. `moment`: when the transfer began; what ends within two days is left: DynamoDB
    deletes it when it likes."""
    kind = item.get("kind", {}).get("S", "")
    if (table, item["pk"]["S"]) == ("privacy", key_pk(LOOK_UPS)):
        return None
    if (table, kind) == ("privacy", "person_key") and "erased_at" in item:
        return None
    if "ttl" in item and float(item["ttl"]["N"]) <= (moment + ENDS).timestamp():
        return "over, or nearly"
    return next((_WHY[name] for name in ((table, ANY), (table, kind), (ANY, kind)) if name in _WHY), None)


def is_left_whole(table: str) -> bool:
    return (table, ANY) in _WHY
