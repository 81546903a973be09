"""A campaign on the shop as it is deployed, with IAM enforced: who agreed is written to, who did not is not, and its figures say so."""

from __future__ import annotations

import re

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
    survey_with_a_form(shop, segment["id"], people[0])


def survey_with_a_form(shop: Shop, segment_id: str, who: Customer) -> None:
    """K06: asked by mail, answered once, on the page; the file and the results say it."""
    staff, say = shop.staff("manager"), {"en": "How was it?", "zh": "怎么样？"}
    questions = [{"id": "stars", "kind": "rating", "text": say, "required": True}, {"id": "words", "kind": "text", "text": say}]
    form = shop.send("POST", "/v1/admin/survey_forms", {"title": say, "questions": questions}, 201, **staff)
    wanted = {"name": "Survey", "segment_id": segment_id, "kind": "survey", "form_id": form["id"]}
    made = shop.send("POST", "/v1/admin/message_campaigns", wanted, 201, **staff)
    shop.send("POST", f"/v1/admin/message_campaigns/{made['id']}/schedule", {}, **staff)
    shop.run("marketing-sweep")

    def links() -> list[str]:
        return re.findall(r"/o/survey/([0-9a-z]{58})", str(shop.get(f"/sandbox/mailbox?to={who.login}")))

    signed = eventually(links, bool, 60)[0]
    assert 'name="a_stars"' in shop.call("GET", f"/o/survey/{signed}").text
    answer = {"answers": {"stars": 4, "words": "好 <b>"}}
    assert shop.call("POST", f"/v1/surveys/{signed}/answer", {"answers": {"stars": 9}}).status == 422
    assert shop.send("POST", f"/v1/surveys/{signed}/answer", answer)["status"] == "answered"
    assert shop.call("POST", f"/v1/surveys/{signed}/answer", answer).status == 409
    path = f"/v1/admin/survey_forms/{form['id']}"
    # The index of answers follows.
    assert eventually(lambda: shop.get(f"{path}/results", **staff)["answered"], lambda count: count == 1) == 1
    masked, clear = (shop.call("GET", f"{path}/answers.csv{query}", **staff).text for query in ("", "?unmask=true"))
    assert ("好 <b>" in masked, who.login in masked, who.login in clear) == (True, False, True)
