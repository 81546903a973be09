import json
from collections.abc import Mapping
from typing import Any

from infra.cli.catalogue import Catalogue
from infra.cli.importer import Importer, same
from infra.cli.samples import map_samples
from infra.cli.shop_client import Answer, ShopClient


class AdminApi(ShopClient):
    """The admin API of a shop in memory, as its contract says."""

    def __init__(self) -> None:
        super().__init__("http://shop.invalid")
        self.things: dict[str, dict[str, Any]] = {}
        self.stock: dict[str, int] = {}
        self.keys: set[str] = set()
        self.writes: list[str] = []

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Answer:
        parts = path.removeprefix("/v1/admin/").split("/")
        if method == "GET":
            return self._get(parts)
        self.writes.append(f"{method} {parts[0]}")
        if parts[0] == "stock":
            if key not in self.keys:
                self.stock[parts[1]] = self.stock.get(parts[1], 0) + body["delta"]
            self.keys.add(str(key))
            return Answer(200, {}, {})
        if method == "PATCH":
            thing = self.things[parts[1]]
            assert (headers or {})["If-Match"] == f'"{thing["version"]}"'
            thing |= body | {"version": thing["version"] + 1}
            return Answer(200, thing, {})
        if parts[-1] == "publish" and not self.things[parts[1]].get("images"):
            return Answer(422, {"code": "not_publishable", "detail": "incomplete", "errors": []}, {})
        if parts[-1] == "publish":
            self.things[parts[1]]["status"] = "published"
            return Answer(200, {}, {})
        return self._create(parts[0], body)

    def _get(self, parts: list[str]) -> Answer:
        if parts[0] == "stock":
            return Answer(200, {"on_hand": self.stock.get(parts[1], 0)}, {})
        return Answer(200, self.things[parts[1]], {})

    def _create(self, kind: str, body: dict[str, Any]) -> Answer:
        made = f"{kind}-{body['external_id']}"
        if made in self.things:
            return Answer(409, {"code": "external_id_taken", "id": made}, {})
        if body.get("title") == {"zh": "bad"}:
            return Answer(422, {"code": "invalid", "detail": "no", "errors": [{"pointer": "/title", "detail": "bad"}]}, {})
        variants = [{**one, "id": f"var-{one['sku']}"} for one in body.get("variants", [])]
        self.things[made] = {**body, "id": made, "version": 1, "status": "draft", "variants": variants}
        return Answer(201, self.things[made], {})


def catalogue(title: str = "茶", **more: Any) -> Catalogue:
    product = {
        "external_id": "p",
        "title": {"zh": title},
        "category": "c2",
        "brand": "b",
        "tags": [],
        "images": [{"url": "/p.svg"}],
        "variants": [{"sku": "s1", "options": {}, "stock": 5}, {"sku": "s2", "options": {}, "stock": 0}],
    }
    categories = [{"external_id": "c2", "parent": "c1", "name": {"zh": "二"}}, {"external_id": "c1", "name": {"zh": "一"}}]
    brands = [{"external_id": "b", "name": {"zh": "牌"}}]
    texts = [[json.dumps(row) for row in rows] for rows in (categories, brands, [product | more])]
    return map_samples(*texts)


def load(api: AdminApi, what: Catalogue) -> tuple[int, int, int, list[str]]:
    done = Importer(api, lambda _done, _total: None).load(what)
    return done.created, done.changed, done.unchanged, [str(bad) for bad in done.bad]


def test_import_makes_stocks_and_publishes() -> None:
    api = AdminApi()
    assert load(api, catalogue()) == (1, 0, 0, [])
    product = api.things["products-p"]
    assert (product["status"], product["category_id"], product["brand_id"]) == ("published", "categories-c2", "brands-b")
    assert api.things["categories-c2"]["parent_id"] == "categories-c1"
    assert api.stock == {"var-s1": 5}


def test_a_brand_and_a_category_may_have_the_same_external_id() -> None:
    api = AdminApi()
    made = catalogue()
    texts = [[{"external_id": "x", "name": {"zh": "类"}}], [{"external_id": "x", "name": {"zh": "牌"}}]]
    product = made.products[0].body | {"category": "x", "brand": "x", "variants": [{"sku": "s", "options": {}, "stock": 0}]}
    load(api, map_samples(*([json.dumps(row) for row in rows] for rows in (*texts, [product]))))
    assert (api.things["products-p"]["category_id"], api.things["products-p"]["brand_id"]) == ("categories-x", "brands-x")


def test_importing_again_changes_nothing() -> None:
    api = AdminApi()
    load(api, catalogue())
    api.stock["var-s1"] = 0  # sold out meanwhile
    before = json.dumps(api.things)
    assert load(api, catalogue()) == (0, 0, 1, [])
    assert json.dumps(api.things) == before
    assert api.stock == {"var-s1": 0}


def test_importing_a_changed_row_changes_that_field_only() -> None:
    api = AdminApi()
    load(api, catalogue())
    assert load(api, catalogue("新茶")) == (0, 1, 0, [])
    assert api.things["products-p"]["title"] == {"zh": "新茶"}
    assert api.things["products-p"]["version"] == 2
    assert api.stock == {"var-s1": 5}


def test_interrupted_import_is_finished_by_the_next() -> None:
    api = AdminApi()
    load(api, catalogue())
    api.things["products-p"]["status"] = "draft"
    api.stock.clear()
    api.keys.clear()
    assert load(api, catalogue()) == (0, 0, 1, [])
    assert api.things["products-p"]["status"] == "published"
    assert api.stock == {"var-s1": 5}


def test_refused_row_is_reported_and_the_rest_goes_in() -> None:
    api = AdminApi()
    assert load(api, catalogue("bad")) == (0, 0, 0, ["products, row 1: HTTP 422 invalid: no /title: bad"])
    assert "products-p" not in api.things
    assert set(api.things) == {"categories-c1", "categories-c2", "brands-b"}


def test_unpublished_product_stays_a_draft() -> None:
    api = AdminApi()
    load(api, catalogue(published=False))
    assert api.things["products-p"]["status"] == "draft"


def test_product_that_cannot_be_sold_yet_goes_in_as_a_draft() -> None:
    api = AdminApi()
    done = Importer(api, lambda _done, _total: None).load(catalogue(images=[]))
    assert (done.created, done.bad) == (1, [])
    assert [str(one) for one in done.drafts] == ["products, row 1: HTTP 422 not_publishable: incomplete"]
    assert api.things["products-p"]["status"] == "draft"


def test_sameness_ignores_what_the_shop_adds() -> None:
    assert same({"a": [{"b": 1}]}, {"a": [{"b": 1, "id": "x"}], "version": 2})
    assert same([], None)
    assert not same([{"b": 1}], [{"b": 1}, {"b": 2}])
    assert not same({"b": 1}, {"b": 2})
