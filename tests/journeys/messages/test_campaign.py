"""A campaign on the shop as it is deployed, with IAM enforced: who agreed is written to, who did not is not, and its figures say so."""

from __future__ import annotations

from tests.journeys.shopper import Customer, Shop, eventually

TEMPLATE = "/v1/admin/notifications/templates/marketing.spring.email"
TEXT = {
    "subject": "Sale",
    "text": "Hello {{ name }}: {{ link }} {{ unsubscribe_link }}",
    "html": "<p>{{ name }} {{ unsubscribe_link }}</p>",
}


def agreed(shop: Shop, who: Customer, given: bool) -> str:
    decision = {"purpose": "marketing_email", "given": given, "text_version": "1"}
    shop.send("PUT", "/v1/me/consents", {"consents": [decision]}, **who.own)
    return str(shop.get("/v1/me", **who.own)["id"])


def test_a_campaign_reaches_who_agreed_once_and_the_inbox_is_theirs(shop: Shop) -> None:
    """J02, J03"""
    staff = shop.staff("manager")
    people = [shop.customer(), shop.customer()]
    yes, no = agreed(shop, people[0], True), agreed(shop, people[1], False)
    for language in ("en", "zh"):
        shop.send("PUT", f"{TEMPLATE}.{language}", {"parts": TEXT, "publish": True}, **staff)
    rule = {"field": "orders", "op": "at_least", "value": 0}
    segment = shop.send("POST", "/v1/admin/segments", {"name": "All", "rule": rule}, 201, **staff)
    eventually(lambda: shop.get(f"/v1/admin/segments/{segment['id']}/preview", **staff)["count"], lambda count: count >= 2)
    wanted = {"name": "Spring", "segment_id": segment["id"], "template": "spring", "values": {"link": "https://shop.example/s"}}
    made = shop.send("POST", "/v1/admin/message_campaigns", wanted, 201, **staff)
    shop.send("POST", f"/v1/admin/message_campaigns/{made['id']}/schedule", {}, **staff)
    shop.run("marketing-sweep")

    def told(customer: str) -> list[tuple[str, str]]:
        found = shop.get(f"/v1/admin/messages?customer={customer}", **staff)["data"]
        return [(one["state"], one.get("reason") or "") for one in found if one["event"] == "marketing.spring"]

    assert eventually(lambda: told(yes), lambda found: found == [("sent", "")]) == [("sent", "")]
    assert told(no) in ([], [("skipped", "no_consent")])
    assert shop.get("/v1/me/messages", **people[0].own)["data"] == []
    assert shop.call("GET", "/v1/me/messages").status == 401
