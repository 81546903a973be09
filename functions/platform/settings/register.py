"""All documents of settings. A test compares them with the contract: whatever can be brought back to a version stands here."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound


@dataclass(frozen=True)
class Known:
    """`paths`: where it is read and changed. `permission`: what it takes to read it, and so its versions."""

    name: str
    paths: tuple[str, ...]
    permission: str = "settings.read"
    restored: str = ""

    @property
    def restored_by(self) -> str:
        """The operation that goes back to a version."""
        return self.restored or f"POST {self.paths[0]}"


_ADMIN = "/v1/admin"
DOCUMENTS = (
    Known("agents", (f"{_ADMIN}/agent_rules",)),
    Known("carrier_scores", (f"{_ADMIN}/carrier_scores",), "orders.read"),
    Known("channels", (f"{_ADMIN}/price_lists/channels",), "catalog.read"),
    Known("checkout", (f"{_ADMIN}/checkout_settings",)),
    Known("checkout_hooks", (f"{_ADMIN}/checkout_hooks",)),
    Known("customer_tags", (f"{_ADMIN}/customer_tags",), "marketing.read"),
    Known("exception_limits", (f"{_ADMIN}/exception_limits",)),
    Known("exchange_rates", (f"{_ADMIN}/price_lists/exchange_rates",), "catalog.read"),
    Known("feeds", (f"{_ADMIN}/feeds",)),
    Known("invoices", (f"{_ADMIN}/invoice_settings",)),
    Known("markets", (f"{_ADMIN}/markets",)),
    Known("media", (f"{_ADMIN}/media_settings",), "catalog.read"),
    Known("cart_reminders", (f"{_ADMIN}/cart_reminders",)),
    Known("member_levels", (f"{_ADMIN}/member_levels",), "points.read"),
    Known("message_rules", (f"{_ADMIN}/message_rules",)),
    Known("missions", (f"{_ADMIN}/missions",), "points.read"),
    Known("moderation", (f"{_ADMIN}/moderation_settings",), "moderation.read"),
    Known("passkeys", (f"{_ADMIN}/passkey_settings",)),
    Known("payments", (f"{_ADMIN}/payment_settings",)),
    Known("points_programme", (f"{_ADMIN}/points_programme",), "points.read"),
    Known("price_lists", (f"{_ADMIN}/price_lists",), "catalog.read"),
    Known("report_mails", (f"{_ADMIN}/report_mails",), "reports.read"),
    Known("retention", (f"{_ADMIN}/retention",)),
    Known("return_policies", (f"{_ADMIN}/return_policies",)),
    Known("review_rules", (f"{_ADMIN}/review_rules",), restored=f"PUT {_ADMIN}/review_rules"),
    Known("risk", (f"{_ADMIN}/risk_settings",)),
    Known("share_settings", (f"{_ADMIN}/share_settings",), "marketing.read"),
    Known("shipping", (f"{_ADMIN}/shipping_calendar", f"{_ADMIN}/shipping_zones")),
    Known("site", (f"{_ADMIN}/site_settings",)),
    Known("staff", (f"{_ADMIN}/staff_settings",), "staff.read"),
    Known("stock", (f"{_ADMIN}/stock_settings",)),
    Known("tax", (f"{_ADMIN}/tax_settings", f"{_ADMIN}/tax_rates")),
    Known("verification", (f"{_ADMIN}/verification_settings",)),
)


def known(name: str) -> Known:
    """Raises NotFound."""
    found = next((one for one in DOCUMENTS if one.name == name), None)
    if found is None:
        raise NotFound("There is no such document of settings.")
    return found
