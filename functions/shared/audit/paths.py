"""Which operations leave a fact. The function table reads this, too: who serves one of them may add facts."""

from __future__ import annotations

_STAFF = "/v1/admin"
_PERSONS = ("/v1/admin/customers", "/v1/admin/consents", "/v1/admin/record_exports/{id}/file", "/v1/admin/audit_exports/{id}/file")
_IN_CLEAR = frozenset(
    {
        "/v1/admin/orders/{id}", "/v1/admin/orders/{id}/invoice.pdf", "/v1/admin/orders/{id}/pick_list.pdf",
        "/v1/admin/orders/{id}/delivery_note.pdf", "/v1/admin/orders/{id}/shipments/{shipment_id}/label.pdf", "/v1/admin/draft_orders",
        "/v1/admin/draft_orders/{id}", "/v1/admin/invoices/{id}", "/v1/admin/invoices/{id}/invoice.pdf",
        "/v1/admin/invoices/{id}/invoice.xml", "/v1/admin/fapiao", "/v1/admin/fapiao/{id}", "/v1/admin/survey_forms/{id}/answers.csv",
    }
)  # fmt: skip
"""What shows where somebody lives, to whoever sends them something or writes them an invoice."""
_ABOUT_PEOPLE = ("/customers", "/staff", "/consents", "/invitations", "/share_influencers", "/gift_cards")
_ABOUT_BUYERS = (
    "/customers", "/consents", "/orders", "/draft_orders", "/shipments", "/returns", "/complaints", "/disputes", "/payments", "/refunds",
    "/compensations", "/reviews", "/carts", "/fapiao", "/invoices", "/exceptions", "/erasures",
    "/quarantine", "/quotes", "/pickups", "/points_accounts", "/store_credit", "/members", "/moderation", "/questions",
)  # fmt: skip
_READS = ("GET", "HEAD")


def writes(method: str, path: str) -> bool:
    """A write by staff or by a key."""
    return method not in _READS and path.startswith(_STAFF)


def reads_persons(method: str, path: str) -> bool:
    """A look at what is known of persons."""
    return method in _READS and (path.startswith(_PERSONS) or path in _IN_CLEAR)


def about_whom(path: str) -> dict[str, bool]:
    """What `masked` is to know of what is sent there."""
    return {"person": any(one in path for one in _ABOUT_PEOPLE), "buyer": any(one in path for one in _ABOUT_BUYERS)}


def leaves_a_fact(method: str, path: str) -> bool:
    return writes(method, path) or reads_persons(method, path)
