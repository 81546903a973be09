"""J05, A14, J07, I11: share links and product cards lead and show to a product for some whoever may see it, and nobody else."""

from __future__ import annotations

import re
import uuid

from functions.content.app import app as content_app
from functions.marketing.app import app as marketing_app
from functions.shared.outside import clock
from tests.integration.catalog.support import made, published, staff
from tests.integration.catalog.visibility.test_every_door import PRICE, PRIVATE, WORD, World, said
from tests.integration.marketing.shares import shop as shares
from tests.integration.pricing.shop import with_level
from tests.integration.promotions.shop import NOON
from tests.support.http import Client
from tests.support.identity import bearer


def test_a_share_link_leads_who_sees_it_and_tells_nobody_else() -> None:
    """J05, I11: made by who sees it; opened by a stranger, or without saying who, a page that names nothing and leads where one signs in;
    by a member the product. One that was made before does the same from then on."""
    shares.set_to()
    product, member, stranger = published(title={"en": WORD}, slug=WORD), str(uuid.uuid4()), str(uuid.uuid4())
    code = shares.a_link(member, product["id"])["code"]
    assert shares.opened(code).status == 302
    made(staff().patch(f"/v1/admin/products/{product['id']}", {"visible_to": ["level:gold"]}))
    with_level(member, "gold")
    refused = Client(marketing_app, bearer(subject=stranger)).put(f"/v1/me/share_links/{product['id']}")
    unknown = Client(marketing_app, bearer(subject=stranger)).put(f"/v1/me/share_links/prod_{'0' * 26}")
    assert (refused.status, refused.json["errors"], WORD in refused.text) == (422, unknown.json["errors"], False)
    assert shares.a_link(member, product["id"])["code"] == code
    other = published(title={"en": "other"}, slug="other", visible_to=["level:gold"])
    for one, slug in ((code, WORD), (shares.a_link(member, other["id"])["code"], "other"), (_influencers(other["id"]), "other")):
        for headers in ({}, bearer(subject=stranger)):
            page = shares.opened(one, **{"accept-language": "en"}, **headers)
            assert (page.status, page.headers["cache-control"], page.headers.get("location")) == (200, "no-store", None)
            assert page.headers["content-type"].startswith("text/html")
            assert (slug in said(page), "For some customers only" in page.text) == (False, True)
            assert re.search(rf"/products/prod_[0-9A-Z]{{26}}\?share={one}-", page.text)
        led = shares.opened(one, **bearer(subject=member))
        assert (led.status, f"/products/{slug}?share={one}-" in led.headers["location"]) == (302, True)
        assert led.headers["cache-control"] == "no-store"
    assert "仅向部分顾客展示" in shares.opened(code, **{"accept-language": "zh"}).text
    made(staff().patch(f"/v1/admin/products/{product['id']}", {"visible_to": []}))
    assert shares.opened(code).status == 302


def _influencers(product_id: str) -> str:
    return str(shares.influencers_link(shares.an_influencer(), product_id)["code"])


def test_cards_in_slots_and_articles_show_what_the_reader_may_see() -> None:
    """A14, J07, I11: a member sees the cards of members' products, at their own prices and kept by no cache; a stranger, and whoever says
    nothing, sees what is for everybody, and is told to caches as one of several answers."""
    with clock.frozen(NOON):
        world, member = World(visible_to=["level:gold"]), str(uuid.uuid4())
        with_level(member, "gold")
        plain, hidden = (world.plain["id"], 1200), (world.id, PRICE)
        readers = [
            ({}, [plain], "public"),
            (bearer(subject=str(uuid.uuid4())), [plain], PRIVATE),
            (bearer(subject=member), [hidden, plain], PRIVATE),
        ]
        for headers, cards, cache in readers:
            client = Client(content_app, headers)
            for url in ("/v1/home", "/v1/articles/picks"):
                answer = client.get(url)
                block = (answer.json["data"][0] if url == "/v1/home" else answer.json)["blocks"][0]
                assert [(card["id"], card["price_from"]["amount"]) for card in block["products"]] == cards, url
                assert answer.headers["cache-control"].startswith(cache), url
                assert ("Authorization" in answer.headers["vary"]) == (cache == "public"), url
        golden = Client(content_app, bearer(subject=member))
        assert golden.get("/v1/home").headers.get("etag") is None
        made(staff().patch(f"/v1/admin/products/{world.id}", {"visible_to": [], "channels": ["app"]}))
        elsewhere = golden.get("/v1/home").json["data"][0]["blocks"][0]["products"]
        assert [card["id"] for card in elsewhere] == [plain[0]]
        made(staff().patch(f"/v1/admin/products/{world.id}", {"channels": []}))
        everybody = golden.get("/v1/home")
        assert (everybody.headers["cache-control"].split(",")[0], "Authorization" in everybody.headers["vary"]) == ("public", False)
