"""What somebody may like: of what they bought, if they agreed that it decides what they are shown, and of what
their browser says was looked at. Nothing is kept of anybody for it: what they bought is asked of orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from functions.orders import BoughtProduct, bought_lately
from functions.pricing import Shopper
from functions.privacy import Purpose, consents_of
from functions.recommendations.model.suggest import Reason, best_sellers, for_you
from functions.recommendations.store.counts import known_of
from functions.recommendations.suggesting.schemas import Recommendations, RecommendationsQuery
from functions.recommendations.suggesting.show import shown
from functions.shared.plain import times

FOR_YOU, BEST = "/recommendations/for_you", "/recommendations/best_sellers"
_LAST = 20
_NOT_AGAIN, _COUNTS = timedelta(days=30), timedelta(days=90)


def recommend(query: RecommendationsQuery, customer_id: str, now: datetime, languages: Sequence[str], who: Shopper) -> Recommendations:
    """Four requests at most; two for a guest and for best sellers."""
    if query.type == "best_sellers":
        return Recommendations(
            list=BEST, personal=False, data=shown(best_sellers(known_of([]).best), query.limit, query, languages, who).rows
        )
    bought, viewed = _of_caller(query, customer_id)
    lately = [one for one in bought if times.parse(one.placed_at) > now - _COUNTS]
    history = dict.fromkeys((one.product_id for one in lately), Reason.BECAUSE_BOUGHT)
    history |= dict.fromkeys((one for one in viewed if one not in history), Reason.BECAUSE_VIEWED)
    asked = [*viewed, *(one for one in history if one not in viewed)][:_LAST]
    known = known_of(asked)
    without = {one.product_id for one in lately if times.parse(one.placed_at) > now - _NOT_AGAIN}
    found = for_you({one: history[one] for one in asked}, known.neighbours, known.best, without=without)
    return Recommendations(list=FOR_YOU, personal=bool(history), data=shown(found, query.limit, query, languages, who).rows)


def _of_caller(query: RecommendationsQuery, customer_id: str) -> tuple[Sequence[BoughtProduct], Sequence[str]]:
    """A no in the account counts for what their browser says, too."""
    viewed = list(dict.fromkeys(query.viewed))
    if not customer_id:
        return (), viewed
    said = next((one.given for one in consents_of(customer_id) if one.purpose is Purpose.PERSONALISATION), None)
    return bought_lately(customer_id) if said else (), viewed if said is not False else ()
