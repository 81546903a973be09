"""K03, A13: questions and answers; K05: they are moderated like reviews."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog.app import app
from functions.catalog.questions import vote_answer
from functions.catalog.store.records import CatalogTable
from tests.integration.catalog.moderation.test_reviews_held import decide, queue, rules
from tests.integration.catalog.support import made, published, shopper, staff
from tests.integration.catalog.test_reviews import Buyer, bought
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.races import in_between


def ask(asker: Buyer, product: dict[str, Any], text: str = "Dishwasher? 🍽", **fields: Any) -> Any:
    return asker.client.post(f"/v1/products/{product['id']}/questions", {"text": text} | fields)


def answers_url(product: dict[str, Any], question: dict[str, Any]) -> str:
    return f"/v1/products/{product['id']}/questions/{question['id']}/answers"


def count(product: dict[str, Any]) -> int:
    """A13"""
    counted = shopper().get(f"/v1/products/{product['id']}").json["question_count"]
    assert counted == len(shopper().get(f"/v1/products/{product['id']}/questions?limit=100").json["data"])
    return int(counted)


def answers(product: dict[str, Any], question: dict[str, Any]) -> list[tuple[str, int]]:
    rows = shopper().get(answers_url(product, question)).json["data"]
    (row,) = [one for one in shopper().get(f"/v1/products/{product['id']}/questions").json["data"] if one["id"] == question["id"]]
    assert row["answers"] == len(rows)
    return [(one["text"], one["helpful"]) for one in rows]


def test_buyers_ask_and_the_shop_and_who_bought_it_answer() -> None:
    """K03, A13: each answer is told to who asked, once; others may not answer."""
    product = published()
    asker, owner = Buyer(), bought(product)
    question = made(ask(asker, product, author="小李"))
    assert (question["author"], question["visibility"], count(product)) == ("小李", "visible", 1)
    url = answers_url(product, question)
    assert Client(app).post(url, {"text": "x"}).status == 401
    assert Buyer().client.post(url, {"text": "I guess so."}).code == "not_a_buyer"
    assert bought(published()).client.post(url, {"text": "I guess so."}).code == "not_a_buyer"
    first = made(owner.client.post(url, {"text": "It does."}))
    shop = made(staff("support").post(f"/v1/admin/questions/{question['id']}/answers", {"text": "Oil it afterwards."}))
    assert (first["by"], shop["by"], first["author"]) == ("buyer", "merchant", "")
    assert staff("analyst").post(f"/v1/admin/questions/{question['id']}/answers", {"text": "x"}).status == 403
    assert sorted(answers(product, question)) == [("It does.", 0), ("Oil it afterwards.", 0)]
    told = [(event.type, event.data.get("answer_id"), event.data.get("customer_id")) for event in events_in(CatalogTable)]
    asked = [one for one in told if one[0].startswith("question.")]
    expected = [("question.answered", one["id"], asker.id) for one in (first, shop)]
    assert sorted(asked, key=str) == sorted([*expected, ("question.asked", None, None)], key=str)
    assert staff("support").post(f"/v1/admin/questions/{first['id']}/answers", {"text": "x"}).status == 404
    assert shopper().get(answers_url(published(), question)).status == 404
    assert owner.client.post(answers_url(published(), question), {"text": "x"}).status == 404
    for wrong in ({}, {"text": ""}, {"text": "  "}, {"text": "x" * 501}, {"text": "x", "rating": 5}):
        assert ask(asker, product, **wrong).status == 422 if "text" in wrong else True
    assert count(product) == 1


def test_answers_are_ordered_by_one_helpful_vote_of_each() -> None:
    """K03"""
    product = published()
    owner, voters = bought(product), [Buyer() for _ in range(3)]
    question = made(ask(Buyer(), product))
    url = answers_url(product, question)
    texts = {text: made(owner.client.post(url, {"text": text}))["id"] for text in ("one", "two", "three")}
    for voter in (*voters, voters[0], voters[1]):
        made(voter.client.put(f"{url}/{texts['one']}/vote"))
    made(voters[0].client.put(f"{url}/{texts['two']}/vote"))
    assert answers(product, question) == [("one", 3), ("two", 1), ("three", 0)]
    for voter in voters:
        made(voter.client.delete(f"{url}/{texts['one']}/vote"))
    assert made(voters[0].client.delete(f"{url}/{texts['one']}/vote")) == {"helpful": 0, "voted": False}
    assert answers(product, question)[0] == ("two", 1)
    assert owner.client.put(f"{url}/{texts['two']}/vote").code == "own_answer"
    page = shopper().get(f"{url}?limit=2").json
    rest = shopper().get(f"{url}?limit=2&cursor={page['next_cursor']}").json
    assert len({one["id"] for one in (*page["data"], *rest["data"])}) == 3
    assert shopper().get(f"{url}?cursor=x").status == 400
    assert voters[0].client.put(f"{url}/ans_1/vote").status == 404


def test_two_votes_at_once_both_count_and_the_same_one_twice_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """K03"""
    product = published()
    question = made(ask(Buyer(), product))
    url = answers_url(product, question)
    answer = made(bought(product).client.post(url, {"text": "It does."}))
    one, other = Buyer(), Buyer()
    in_between(monkeypatch, vote_answer, "post_record", lambda: made(other.client.put(f"{url}/{answer['id']}/vote")))
    made(one.client.put(f"{url}/{answer['id']}/vote"))
    assert answers(product, question) == [("It does.", 2)]
    third = Buyer()
    in_between(monkeypatch, vote_answer, "post_record", lambda: made(third.client.put(f"{url}/{answer['id']}/vote")))
    assert made(third.client.put(f"{url}/{answer['id']}/vote"))["helpful"] == 3
    assert answers(product, question) == [("It does.", 3)]


def test_questions_and_answers_are_moderated_and_counted_while_they_are_shown() -> None:
    """K03, K05: who asked hears of an answer when it is shown, once, however often it is hidden and restored."""
    rules(words={"en": ["scam"]})
    product = published()
    asker, owner = Buyer(), bought(product)
    question = made(ask(asker, product, "Is this a scam?"))
    assert (question["visibility"], count(product)) == ("pending", 0)
    url = answers_url(product, question)
    assert owner.client.post(url, {"text": "No."}).status == 404
    assert [(row["kind"], row["text"], row["flags"]) for row in queue()] == [("question", "Is this a scam?", ["word:scam"])]
    made(decide(question["id"], "approve"))
    assert (count(product), queue()) == (1, [])
    answer = made(owner.client.post(url, {"text": "A scam? No."}))
    assert (answers(product, question), [row["kind"] for row in queue()]) == ([], ["answer"])
    for action, reason, shown in (("approve", None, 1), ("hide", "spam", 0), ("hide", "spam", 0), ("restore", None, 1)):
        made(decide(answer["id"], action, reason))
        assert len(answers(product, question)) == shown
    told = [event.type for event in events_in(CatalogTable)]
    assert (told.count("question.asked"), told.count("question.answered")) == (1, 1)
    made(decide(question["id"], "hide", "off_topic"))
    assert count(product) == 0
    assert shopper().get(url).status == 404
    assert decide(question["id"], "reject", "spam").code == "nothing_to_decide"
    made(decide(question["id"], "restore"))
    assert (count(product), len(answers(product, question))) == (1, 1)


def test_who_is_banned_neither_asks_nor_answers_nor_votes() -> None:
    """K05"""
    product = published()
    banned, question = bought(product), made(ask(Buyer(), product))
    url = answers_url(product, question)
    answer = made(bought(product).client.post(url, {"text": "It does."}))
    made(staff("moderator").put(f"/v1/admin/moderation_bans/{banned.id}", {"reason": "x"}))
    tries = (ask(banned, product), banned.client.post(url, {"text": "x"}), banned.client.put(f"{url}/{answer['id']}/vote"))
    assert [one.code for one in tries] == ["author_banned"] * 3
    assert (count(product), answers(product, question)) == (1, [("It does.", 0)])
