"""K02, K05: what is held, who decides, and what shoppers may know of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.catalog.checking import machine
from functions.catalog.checking.rules import Checker
from functions.catalog.reviews import moderate_review, own_reviews, write_review
from functions.catalog.store.records import CatalogTable
from functions.shared.outside import clock
from functions.shared.plain.errors import Unavailable
from tests.integration.catalog.support import made, published, shopper, staff
from tests.integration.catalog.test_reviews import Buyer, bought, ratings
from tests.support.events import events_in
from tests.support.races import in_between

CASES, RULES = "/v1/admin/moderation", "/v1/admin/moderation_settings"
LONG = "It is sturdy, and it smells of wood."


def rules(**fields: Any) -> None:
    made(staff("moderator").put(RULES, fields))


def decide(subject: str, action: str, reason: str | None = None, role: str = "moderator", **headers: str) -> Any:
    body = {"action": action, "note": "Seen."} | ({"reason": reason} if reason else {})
    return staff(role).post(f"{CASES}/{subject}", body, **headers)


def queue() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = staff("moderator").get(CASES).json["data"]
    return rows


def own(product: dict[str, Any], review: dict[str, Any]) -> str:
    return f"/v1/products/{product['id']}/reviews/{review['id']}"


def summary(product: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = shopper().get(f"/v1/products/{product['id']}/reviews").json["summary"]
    return told


def test_a_text_with_a_word_of_the_list_waits_in_the_queue_with_its_deadline() -> None:
    """K05: in Chinese and in English; the deadline is the setting's; approved once, told once."""
    rules(words={"zh": ["假货"], "en": ["scam"]}, hours=6)
    product = published()
    buyer = bought(product)
    review = made(buyer.review(product, 1, "这是 假 货！ A scam."))
    assert ratings(product) == (None, 0)
    (row,) = queue()
    assert (row["id"], row["kind"], row["flags"], row["overdue"]) == (review["id"], "review", ["word:假货", "word:scam"], False)
    assert (row["text"], row["visibility"]) == ("这是 假 货！ A scam.", "pending")
    with clock.frozen(clock.now() + timedelta(hours=6, seconds=1)):
        assert [one["overdue"] for one in queue()] == [True]
    mine = made(buyer.client.get(own(product, review)))
    assert (mine["visibility"], mine["pending"]) == ("pending", None)
    for role in ("manager", "catalog_editor", "support"):
        assert decide(review["id"], "approve", role=role).status == 403
    made(decide(review["id"], "approve"))
    assert (queue(), ratings(product)) == ([], (1.0, 1))
    told = [(event.type, event.data.get("approved")) for event in events_in(CatalogTable) if event.type.startswith("review.")]
    assert sorted(told, key=str) == [("review.approved", None), ("review.written", False)]
    assert decide(review["id"], "approve").code == "nothing_to_decide"


def test_hiding_takes_a_role_of_the_platform_and_a_reason_that_shoppers_see_as_a_count() -> None:
    """K02: a merchant replies, and neither edits, deletes nor hides; hidden, restored, hidden: all of it is kept."""
    product = published()
    review = made(bought(product).review(product, 2))
    url = f"/v1/admin/reviews/{review['id']}"
    merchant = staff("catalog_editor")
    replied = made(merchant.put(f"{url}/reply", {"text": "Thank you 🙏"}))
    assert (replied["reply"]["text"], replied["text"], replied["version"]) == ("Thank you 🙏", "很好", 2)
    assert "by" not in shopper().get(f"/v1/products/{product['id']}/reviews").json["data"][0]["reply"]
    assert merchant.patch(url, {"visibility": "hidden", "reason": "spam"}).status == 403
    assert merchant.patch(url, {"rating": 5}).status == 422
    assert merchant.delete(url).status in (404, 405)
    assert staff("analyst").put(f"{url}/reply", {"text": "x"}).status == 403
    assert merchant.put(f"{url}/reply", {"text": "Again"}, if_match='"1"').code == "version_conflict"
    refused = staff("moderator").post(f"{CASES}/{review['id']}", {"action": "hide"})
    assert (refused.status, refused.code) == (422, "reason_required")
    assert (ratings(product), summary(product)["hidden"]) == ((2.0, 1), {})
    made(decide(review["id"], "hide", "abuse"))
    assert (ratings(product), summary(product)["hidden"]) == ((None, 0), {"abuse": 1})
    made(decide(review["id"], "hide", "abuse"))
    assert summary(product)["hidden"] == {"abuse": 1}
    made(decide(review["id"], "restore"))
    assert (ratings(product), summary(product)["hidden"]) == ((2.0, 1), {})
    made(staff().patch(url, {"visibility": "hidden", "reason": "spam"}))
    assert summary(product)["hidden"] == {"spam": 1}
    case = staff("moderator").get(f"{CASES}/{review['id']}").json
    assert [(one["action"], one["reason"]) for one in case["decisions"]] == [("hide", "abuse"), ("restore", None), ("hide", "spam")]
    assert all(one["by"] and one["at"] for one in case["decisions"])


def test_a_client_of_before_hides_without_a_reason() -> None:
    """K02: release 0.2.0 asked for none, so it counts as `other` (the proof `upgrade` sends that release's examples)."""
    product = published()
    review = made(bought(product).review(product, 2))
    hidden = made(staff().patch(f"/v1/admin/reviews/{review['id']}", {"visibility": "hidden"}))
    assert (hidden["visibility"], hidden["hidden_reason"]) == ("hidden", "other")
    assert (ratings(product), summary(product)["hidden"]) == ((None, 0), {"other": 1})


def test_edits_keep_history_and_a_rejected_one_leaves_what_was_there() -> None:
    """K02"""
    rules(edits="all")
    product = published()
    buyer = bought(product)
    review = made(buyer.review(product, 2, "It is dull."))
    url = own(product, review)
    made(buyer.client.patch(url, {"text": "It is very dull."}))
    made(buyer.client.patch(url, {"rating": 1}))
    assert [(row["waits"], row["text"]) for row in queue()] == [("It is very dull.", "It is dull.")]
    made(decide(review["id"], "reject", "off_topic"))
    assert (ratings(product), queue(), summary(product)["hidden"]) == ((2.0, 1), [], {})
    rules(edits="flagged")
    made(buyer.client.patch(url, {"text": "I sharpened it.", "rating": 5}))
    assert (ratings(product), queue()) == ((5.0, 1), [])
    assert made(buyer.client.patch(url, {"rating": 5}))["version"] == made(buyer.client.get(url))["version"], "nothing changed"
    former = staff("moderator").get(f"{CASES}/{review['id']}").json["former"]
    assert [(one["revision"], one["text"], one["rating"]) for one in former] == [(1, "It is dull.", 2)]
    stranger = bought(product).client
    assert [stranger.patch(url, {"rating": 1}).status, stranger.delete(url).status, stranger.get(url).status] == [403, 403, 403]
    assert buyer.client.patch(url, {"rating": 9}).status == 422
    assert shopper().get(url).status == 401


def test_a_hidden_review_is_not_shown_again_by_writing_it_anew() -> None:
    """K05: also where edits and new texts are shown at once."""
    rules(edits="flagged")
    product = published()
    buyer = bought(product)
    review = made(buyer.review(product, 1))
    made(decide(review["id"], "hide", "abuse"))
    made(buyer.client.patch(own(product, review), {"text": "Still."}))
    assert ratings(product) == (None, 0)
    assert buyer.client.delete(own(product, review)).status == 204
    assert (queue(), summary(product)["hidden"]) == ([], {"abuse": 1})
    made(buyer.review(product, 1, "And again."))
    assert (ratings(product), len(queue())) == ((None, 0), 1)
    made(decide(review["id"], "approve"))
    assert (ratings(product), summary(product)["hidden"]) == ((1.0, 1), {})
    assert decide(review["id"], "approve").code == "nothing_to_decide"


def test_duplicates_and_bursts_of_one_device_are_flagged() -> None:
    """K02: whoever copies; the ones before the burst are looked at too, and stay meanwhile."""
    rules(burst_texts=2)
    product = published()
    first = made(bought(product).review(product, 5, LONG))
    copied = bought(product)
    copy = made(copied.client.post(f"/v1/products/{product['id']}/reviews", {"rating": 5, "text": f"  {LONG.upper()} !"}, x_device_id="b"))
    assert ([(row["id"], row["flags"]) for row in queue()], ratings(product)) == ([(copy["id"], ["duplicate"])], (5.0, 1))
    made(bought(product).review(product, 4))
    made(bought(product).review(product, 4))
    flagged = {row["id"]: (row["flags"], row["visibility"]) for row in queue()}
    assert flagged[first["id"]] == (["burst"], "visible")
    assert sorted(flagged.values(), key=str) == sorted(
        [(["duplicate"], "pending"), (["burst"], "visible"), (["burst"], "visible"), (["burst"], "pending")], key=str
    )
    assert ratings(product) == (4.5, 2)
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        made(bought(product).review(product, 3))
        assert ratings(product) == (4.0, 3)
    made(decide(first["id"], "approve"))
    assert first["id"] not in {row["id"] for row in queue()}


def test_two_who_write_the_same_at_once_are_one_and_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """K02: the other one writes between the look and the write."""
    product = published()
    one, other = bought(product), bought(product)
    in_between(monkeypatch, write_review, "check_text", lambda: made(other.review(product, 5, LONG)))
    made(one.review(product, 4, LONG))
    assert (ratings(product), [row["flags"] for row in queue()]) == ((5.0, 1), [["duplicate"]])


def test_a_machine_that_does_not_answer_lets_a_person_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """K05: what comes with the shop finds contacts; nobody's text is lost or shown unchecked while it is down."""
    rules(checker="sandbox")
    product = published()
    made(bought(product).review(product, 5, "加微信：abc12345"))

    def down(_text: str) -> list[str]:
        raise Unavailable("It does not answer.")

    monkeypatch.setitem(machine.CHECKERS, Checker.SANDBOX, down)
    made(bought(product).review(product, 5, "Fine."))
    assert [row["flags"] for row in queue()] == [["contact"], ["unchecked"]]
    assert ratings(product) == (None, 0)


def test_a_banned_author_writes_nothing_until_they_are_let_in_again() -> None:
    """K05: logged and reversible."""
    product = published()
    buyer = bought(product, product)
    review = made(buyer.review(product, 4))
    url = f"/v1/admin/moderation_bans/{buyer.id}"
    assert (staff("moderator").get(url).status, staff("moderator").delete(url).status) == (404, 404)
    assert staff("manager").put(url, {"reason": "x"}).status == 403
    for _ in range(2):
        assert made(staff("moderator").put(url, {"reason": "Sells reviews."}))["version"] == 1
    other = made(bought(product).review(product, 2))
    for answer in (
        buyer.review(product),
        buyer.client.patch(own(product, review), {"text": "x"}),
        buyer.client.post(f"{own(product, review)}/follow_up", {"text": "x"}),
        buyer.client.put(f"{own(product, other)}/vote"),
    ):
        assert (answer.status, answer.code) == (403, "author_banned")
    assert [one["customer_id"] for one in staff("moderator").get("/v1/admin/moderation_bans").json["data"]] == [buyer.id]
    lifted = made(staff("moderator").call("DELETE", url, {"reason": "It was their brother."}))
    assert [(one["banned"], one["reason"]) for one in lifted["entries"]] == [(True, "Sells reviews."), (False, "It was their brother.")]
    made(buyer.review(product, 5))
    assert staff("moderator").get("/v1/admin/moderation_bans").json["data"] == []
    assert staff("moderator").put("/v1/admin/moderation_bans/cus_1", {"reason": "x"}).status == 404


def test_a_ban_between_look_and_write_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """K05"""
    product = published()
    buyer = bought(product)
    url = f"/v1/admin/moderation_bans/{buyer.id}"
    in_between(monkeypatch, write_review, "check_text", lambda: made(staff("moderator").put(url, {"reason": "x"})))
    assert buyer.review(product).code == "author_banned"
    assert ratings(product) == (None, 0)


def test_a_text_that_changes_while_it_is_decided_about_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """K05: with the version that was read, an approval is for that text alone; without it, for what is there, once."""
    product = published()
    buyer = bought(product)
    review = made(buyer.review(product, 3))
    url = own(product, review)
    made(buyer.client.patch(url, {"rating": 4}))
    seen = staff("moderator").get(f"{CASES}/{review['id']}")
    made(buyer.client.patch(url, {"rating": 1, "text": "Buy elsewhere."}))
    assert decide(review["id"], "approve", if_match=seen.headers["etag"]).code == "version_conflict"
    assert ratings(product) == (3.0, 1)
    in_between(monkeypatch, moderate_review, "known_case", lambda: made(buyer.client.patch(url, {"rating": 2})))
    made(decide(review["id"], "approve"))
    assert ratings(product) == (2.0, 1)
    in_between(monkeypatch, own_reviews, "own_review", lambda: made(decide(review["id"], "hide", "fake")))
    assert buyer.client.delete(url).status == 204
    assert (ratings(product), summary(product)["hidden"]) == ((None, 0), {"fake": 1})


def test_one_vote_each_and_none_for_oneself() -> None:
    """K02, case 15: said twice it counts once; taken back, it counts no more."""
    product = published()
    writer, voters = bought(product), [Buyer() for _ in range(3)]
    review = made(writer.review(product, 3))
    url = f"{own(product, review)}/vote"
    for voter in (*voters, voters[0]):
        made(voter.client.put(url))
    assert made(voters[1].client.delete(url)) == {"helpful": 2, "voted": False}
    assert made(voters[1].client.delete(url)) == {"helpful": 2, "voted": False}
    assert writer.client.put(url).code == "own_review"
    assert shopper().put(url).status == 401
    assert shopper().get(f"/v1/products/{product['id']}/reviews").json["data"][0]["helpful"] == 2
    made(decide(review["id"], "hide", "spam"))
    assert voters[2].client.put(url).status == 404


def test_what_cannot_be_decided_is_said() -> None:
    """K05"""
    product = published()
    review = made(bought(product).review(product, 3))
    for action, reason in (("approve", None), ("reject", "spam")):
        assert decide(review["id"], action, reason).code == "nothing_to_decide"
    for subject in ("rev_1", "x", "prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E", "rev_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"):
        assert (decide(subject, "approve").status, staff("moderator").get(f"{CASES}/{subject}").status) == (404, 404)
    for wrong in ({"action": "burn"}, {"action": "hide", "reason": "dislike"}, {}):
        assert staff("moderator").post(f"{CASES}/{review['id']}", wrong).status == 422
    for refused in ({"words": {"en": ["..."]}}, {"hours": 0}, {"checker": "oracle"}, {"burst_texts": 51}, {"words": {"en": ["x" * 61]}}):
        assert staff("moderator").put(RULES, refused).status == 422
    assert ratings(product) == (3.0, 1)
