"""What a row tells of a change: the fields that changed, nobody's data, nothing that opens something."""

from __future__ import annotations

from functions.shared.audit.masking import LARGEST, changes, masked
from functions.shared.audit.paths import leaves_a_fact


def test_changed_fields_only() -> None:
    """X25, case 15 of the console: everything sent back, one thing changed."""
    was = {"name": "Shop", "tax": {"included": True, "rate": 19}, "tags": [1]}
    sent = {"name": "Store", "tax": {"included": True, "rate": 7}, "tags": [1], "new": 1}
    assert changes(was, sent) == ({"name": "Shop", "tax": {"rate": 19}}, {"name": "Store", "tax": {"rate": 7}, "new": 1})
    assert changes({}, []) == ({}, {})


def test_persons_and_secrets_are_masked() -> None:
    """O09"""
    sent = {
        "title": "Red cup", "email": "ada@example.com", "shipping_address": {"street": "Elm 1", "name": "Ada"}, "api_key": "sk_1",
        "new_password": "x", "reason": "ask ada@example.com or +49 151 2345678", "items": [{"sku": "A", "name": "Cup", "note": "for Ada"}],
        "approved": True, "phone": None, "metadata": {"ada@example.com": 1},
    }  # fmt: skip
    told = masked(sent)
    text = str(told)
    assert not any(value in text for value in ("ada@", "Elm", "Ada", "sk_1", "2345678", "'x'"))
    assert (told["title"], told["items"][0]["name"], told["approved"], told["phone"]) == ("Red cup", "Cup", True, None)
    assert masked({"name": "Ada", "roles": ["owner"]}, person=True) == {"name": "***", "roles": ["owner"]}
    assert masked({"name": "Red cup"}) == {"name": "Red cup"}


def test_all_that_is_said_of_what_somebody_bought_is_masked() -> None:
    """H14: the log outlives whoever is forgotten; what was done stays readable."""
    sent = {
        "status": "DELIVERED",
        "place": "Elm 1",
        "metadata": {"gift": "for Ada"},
        "lines": [{"quantity": 2, "reason": "Ada"}],
        "media": ["a"],
    }
    told = masked(sent, buyer=True)
    assert told == {
        "status": "DELIVERED",
        "place": "***",
        "metadata": {"gift": "***"},
        "lines": [{"quantity": 2, "reason": "***"}],
        "media": ["***"],
    }
    assert masked({"reason": "recount"}) == {"reason": "recount"}


def test_long_things_are_cut() -> None:
    """A row stays small, whatever was sent."""
    assert len(masked({"t": "x" * 5000})["t"]) < 400
    assert masked({"l": list(range(50))})["l"][-1] == "… 50 in all"
    assert len(str(masked({f"f{n}": "y" * 200 for n in range(500)}))) < LARGEST


def test_what_leaves_a_fact() -> None:
    """X25: writes of staff and looks at persons; nothing of shoppers."""
    yes = [("POST", "/v1/admin/products"), ("DELETE", "/v1/admin/x"), ("GET", "/v1/admin/customers/{id}"), ("GET", "/v1/admin/consents")]
    no = [("GET", "/v1/admin/products"), ("POST", "/v1/orders"), ("PATCH", "/v1/me"), ("GET", "/v1/me"), ("POST", "/v1/webhooks/x")]
    assert [leaves_a_fact(*one) for one in (*yes, *no)] == [True] * 4 + [False] * 5
