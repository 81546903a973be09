"""The shop as a whole, as everybody reads it. Health is answered by the same function: it loads nothing of what checks what staff send."""

from __future__ import annotations

from typing import Any

from functions.platform.settings.site import Site, known_site
from functions.shared.http.operation import Api, NoBody, NoQuery, Request
from functions.shared.http.validation import Schema
from functions.shared.plain.settings import settings

public_api = Api("settings")
NAMES = {"contact_email": "email", "contact_phone": "phone", "legal_address": "address"}
TEXTS = ("logo_url", "contact_email", "contact_phone")


class PublicSite(Schema):
    """What everybody may know. `timezone` is the store's, in which its days begin; whoever deploys sets it."""

    name: dict[str, str]
    logo_url: str | None
    contact_email: str | None
    contact_phone: str | None
    legal_address: dict[str, str]
    colours: dict[str, str]
    timezone: str
    default_language: str

    @classmethod
    def of(cls, site: Site, timezone: str, language: str) -> PublicSite:
        return cls(**shown(site), timezone=timezone, default_language=language)


def shown(site: Site) -> dict[str, Any]:
    kept = vars(site)
    shown = {name: kept[NAMES.get(name, name)] for name in (*TEXTS, "name", "legal_address", "colours")}
    return {name: value or None if name in TEXTS else dict(value) for name, value in shown.items()}


@public_api.operation(
    "GET", "/v1/site", summary="What the shop is called and looks like, and how to reach it", response=PublicSite,
    cache="public, max-age=20",
)  # fmt: skip
def public_site(_req: Request[NoBody, NoQuery]) -> PublicSite:
    return PublicSite.of(known_site(), settings().store_timezone, settings().default_language)
