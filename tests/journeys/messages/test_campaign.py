"""A campaign on the shop as it is deployed, with IAM enforced: who agreed is written to, who did not is not, and its figures say so."""

from __future__ import annotations

import re

from tests.journeys.shopper import Customer, Headers, Shop, eventually

TEMPLATE = "/v1/admin/notifications/templates/marketing.spring.email"
TEXT = {
    "subject": "Sale",
    "text": "Hello {{ name }}: {{ link }} {{ unsubscribe_link }}",
    "html": "<p>{{ name }} {{ unsubscribe_link }}</p>",
}

FORM = {
    "title": {"zh": "您觉得我们怎么样？", "en": "How do you find us?"},
    "questions": [
        {"id": "overall", "kind": "rating", "text": {"zh": "总体评价", "en": "In all"}, "required": True},
        {"id": "else", "kind": "text", "text": {"zh": "其他", "en": "Else"}},
    ],
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
    asked_by_a_form(shop, staff, segment["id"], people[0].login)


def asked_by_a_form(shop: Shop, staff: Headers, segment_id: str, login: str) -> None:
    """K06: the form goes to the segment, is answered once, read as results and as a file; a closed one stops what is scheduled."""
    form = shop.send("POST", "/v1/admin/survey_forms", FORM, 201, **staff)
    wanted = {"name": "How", "segment_id": segment_id, "kind": "survey", "form_id": form["id"]}
    first, second = (shop.send("POST", "/v1/admin/message_campaigns", wanted, 201, **staff) for _ in range(2))
    shop.send("POST", f"/v1/admin/message_campaigns/{first['id']}/schedule", {}, **staff)
    shop.run("marketing-sweep")

    def links() -> set[str]:
        return set(re.findall(r"/o/survey/([0-9a-z]+)", str(shop.get(f"/sandbox/mailbox?to={login}")["data"])))

    (signed,) = eventually(links, bool)
    assert "How do you find us?" in shop.call("GET", f"/o/survey/{signed}?lang=en").text
    shop.send("POST", f"/v1/surveys/{signed}/answer", {"answers": {"overall": 4, "else": "=1+1"}})
    path = f"/v1/admin/survey_forms/{form['id']}"
    assert eventually(lambda: shop.get(f"{path}/results", **staff)["answered"], bool) == 1
    file = shop.call("GET", f"{path}/answers.csv?paged=true", **staff)
    assert (file.status, "'=1+1" in file.text, login in file.text, "link" in file.headers) == (200, True, False, False), file.text
    assert login in shop.call("GET", f"{path}/answers.csv?unmask=true", **shop.staff()).text

    shop.send("POST", f"/v1/admin/message_campaigns/{second['id']}/schedule", {}, **staff)
    shop.send("PUT", path, {**FORM, "is_open": False}, **staff)
    shop.run("marketing-sweep")
    over = eventually(lambda: shop.get(f"/v1/admin/message_campaigns/{second['id']}", **staff), lambda one: one["state"] == "cancelled")
    assert over["problem"] == "form_closed"
