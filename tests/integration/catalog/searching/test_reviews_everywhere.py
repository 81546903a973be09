"""Findings, case 15: a review that is hidden, restored, edited and written again counts the same everywhere."""

from __future__ import annotations

from typing import Any

from functions.catalog.store.records import CatalogTable
from functions.loyalty.missions.note_cause import note_cause
from functions.loyalty.model.missions import CauseKind
from functions.loyalty.store.accounts import account_of
from tests.integration.catalog.feeds.shop import feed, jsonl, noted, run, set_feeds
from tests.integration.catalog.searching.support import followed, found, page, rebuild
from tests.integration.catalog.support import made, published, staff
from tests.integration.catalog.test_reviews import Buyer, bought, ratings
from tests.integration.loyalty.shop import hear, programme
from tests.integration.loyalty.test_missions import mission, missions
from tests.support.events import events_in

CASES = "/v1/admin/moderation"


class Case:
    """A product with ratings 5, 5 and 1, and another that is rated 4 by one, which it is sorted against."""

    def __init__(self) -> None:
        self.product, self.other = published(), published()
        for rating in (5, 5):
            made(bought(self.product).review(self.product, rating))
        self.critic: Buyer = bought(self.product)
        self.bad = made(self.critic.review(self.product, 1, "It broke, after a week."))
        made(bought(self.other).review(self.other, 4))
        self.own = f"/v1/products/{self.product['id']}/reviews/{self.bad['id']}"

    def decide(self, action: str, reason: str | None = None) -> dict[str, Any]:
        with followed(), noted():
            return made(staff("moderator").post(f"{CASES}/{self.bad['id']}", {"action": action} | ({"reason": reason} if reason else {})))

    def everywhere(self, average: float, count: int, *, first: bool) -> None:
        """Detail, review page, list card, search, its order and feed."""
        assert ratings(self.product) == (average, count)
        for list_of in ("/v1/search?q=board", "/v1/products"):
            (card,) = [row for row in page(list_of)["data"] if row["id"] == self.product["id"]]
            assert (card["rating"], card["rating_count"]) == (average, count)
        both = [self.product["id"], self.other["id"]]
        assert found("/v1/search?q=board") == (both if first else both[::-1]), "the words match alike, the rating decides"
        run()
        (line,) = [one for one in jsonl("openai.jsonl") if one["group_id"] == self.product["id"]]
        assert (line["star_rating"], line["review_count"]) == (str(average), count)


def test_hidden_restored_edited_and_written_again() -> None:
    """K02, K05, case 15: 3.67 (3), 5.00 (2), 3.67 (3), still 3.67 with the old text until approval, 4.67 (3)."""
    programme()
    missions(mission("critic", "review_written", points=50, repeats=True))
    case = Case()
    set_feeds(feed(kinds=["openai"]))
    rebuild()
    case.everywhere(3.67, 3, first=False)
    case.decide("hide", "abuse")
    case.everywhere(5.0, 2, first=True)
    case.decide("restore")
    case.everywhere(3.67, 3, first=False)

    made(bought(case.product).client.put(f"{case.own}/vote"))
    assert shown(case)["helpful"] == 1
    with followed(), noted():
        edited = made(case.critic.client.patch(case.own, {"rating": 4, "text": "They sent me a new one."}))
    assert (edited["rating"], edited["pending"]["rating"], edited["pending"]["text"]) == (1, 4, "They sent me a new one.")
    case.everywhere(3.67, 3, first=False)
    assert (shown(case)["text"], shown(case)["helpful"]) == ("It broke, after a week.", 1)
    case.decide("approve")
    case.everywhere(4.67, 3, first=True)
    assert (shown(case)["text"], shown(case)["helpful"]) == ("They sent me a new one.", 0), "the votes were for what it said before"

    with followed(), noted():
        assert case.critic.client.delete(case.own).status == 204
    case.everywhere(5.0, 2, first=True)
    with followed(), noted():
        again = made(case.critic.review(case.product, 4, "As I said: a new one."))
    assert again["id"] == case.bad["id"]
    case.everywhere(5.0, 2, first=True)
    case.decide("approve")
    case.everywhere(4.67, 3, first=True)
    assert (shown(case)["text"], shown(case)["helpful"]) == ("As I said: a new one.", 0)

    told = [event for event in events_in(CatalogTable) if event.type in ("review.written", "review.approved")]
    hear(*told)
    assert [event.type for event in told].count("review.approved") == 0, "it was shown when it was written"
    assert account_of(case.critic.id).held == 50, "once, for edit and rewrite none again"
    assert note_cause(case.critic.id, CauseKind.REVIEW_WRITTEN, case.bad["id"]) is False


def shown(case: Case) -> dict[str, Any]:
    (one,) = [row for row in page(f"/v1/products/{case.product['id']}/reviews")["data"] if row["id"] == case.bad["id"]]
    return dict(one)
