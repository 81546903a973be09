"""Articles: found, read, saved, published, taken back."""

from __future__ import annotations

from datetime import timedelta

import boto3
import pytest

from functions.content.app import app
from functions.content.store import shelf
from functions.content.store.records import TALLY_SK, TallyRecord, article_pk
from functions.content.writing import save_article
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import table_name
from functions.shared.store.records import find
from infra.local.help import write_help
from tests.integration.catalog.searching.support import counted_calls
from tests.integration.content.help_centre import ADMIN, CATEGORIES, Editor, article, reader, slugs
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between


@pytest.fixture
def editor() -> Editor:
    return Editor()


def test_articles_are_found_by_words_category_and_language(editor: Editor) -> None:
    """L05"""
    editor.publishes("how-to-return", en=("How to return something", "You have 30 days.", "Pack it."), zh=("如何退货", "30 天内", "包好"))
    editor.publishes(
        "pay-later", "payment", en=("Ways to pay", "", "You may return to the page and pay later."), zh=("支付方式", "", "微信、支付宝")
    )
    editor.publishes("only-chinese", "orders", zh=("发票怎么开", "电子发票", "在订单页申请发票"))
    editor.writes("hidden-draft", en="How to return secretly")
    english, chinese = reader("en"), reader("zh-CN")
    assert slugs(english.get("/v1/faq?q=returning+things")) == ["how-to-return", "pay-later"]
    assert slugs(english.get("/v1/faq?q=return&category=orders")) == ["how-to-return"]
    assert slugs(chinese.get("/v1/faq?q=我要退货")) == ["how-to-return"]
    assert slugs(chinese.get("/v1/faq?q=退")) == ["how-to-return"]
    assert slugs(chinese.get("/v1/faq?q=支付宝")) == ["pay-later"]
    found = english.get("/v1/faq?q=发票").json["data"][0]
    assert (found["slug"], found["language"], found["fallback"]) == ("only-chinese", "zh", True)
    assert slugs(english.get("/v1/articles?category=orders&limit=1")) == ["how-to-return"]
    page = english.get("/v1/articles?category=orders&limit=1").json
    assert slugs(english.get(f"/v1/articles?category=orders&limit=1&cursor={page['next_cursor']}")) == ["only-chinese"]
    assert [(one["code"], one["name"], one["articles"]) for one in chinese.get("/v1/article_categories").json["data"]] == [
        ("orders", "分类orders", 2), ("payment", "分类payment", 1), ("returns", "分类returns", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("q", ["😀", "a", "的", "x" * 200, "%00", "((((", "zzz qqq"])
def test_odd_queries_find_nothing_and_break_nothing(editor: Editor, q: str) -> None:
    editor.publishes("how-to-return", en="How to return something")
    answer = reader().get(f"/v1/faq?q={q}")
    assert answer.status in (200, 422), answer.text
    if answer.status == 200:
        assert answer.json["data"] == []


def test_a_query_of_10_000_characters_is_refused() -> None:
    assert reader().get(f"/v1/faq?q={'x' * 10_000}").status == 422


def test_markup_of_an_article_is_inert(editor: Editor) -> None:
    """L05"""
    body = "\n\n".join((
        "<script>alert(1)</script>", "[a](javascript:alert(1))", "[b](https://example.com)", "![p](data:text/html,x)",
        "<img src=x onerror=alert(1)>",
        "[c](JaVaScRiPt&colon;alert(1))", "| a | b |\n|---|---|\n| 1 | 2 |", "**bold**",
    ))  # fmt: skip
    editor.publishes("markup", en=("<b>Title</b>", "", body))
    shown = reader().get("/v1/articles/markup").json
    html = shown["html"]
    for bad in ("<script", "<img", 'href="javascript', "JaVaScRiPt"):
        assert bad not in html.replace("[c](JaVaScRiPt", ""), html
    assert '<a href="https://example.com" rel="noopener noreferrer">b</a>' in html
    assert "<td>1</td>" in html
    assert "<strong>bold</strong>" in html
    assert shown["title"] == "<b>Title</b>"


def test_what_is_published_is_what_was_published(editor: Editor) -> None:
    """Saving changes nothing for readers; an older edition can be published, and said again."""
    article_id = editor.publishes("terms", en=("Terms", "", "first"))
    one = f"{ADMIN}/{article_id}"
    saved = editor.client.put(one, article("terms", en=("Terms", "", "second")), If_Match='"2"')
    assert (saved.status, saved.json["latest"], saved.json["live"]) == (200, 2, 1)
    assert "first" in reader().get("/v1/articles/terms").json["html"]
    assert editor.client.put(one, article("terms", en=("Terms", "", "third")), If_Match='"2"').code == "version_conflict"
    assert editor.client.put(one, article("terms", en=("Terms", "", "second"))).json["latest"] == 2
    assert editor.client.post(f"{one}/publish", {"edition": 2}).json["live"] == 2
    assert "second" in reader().get("/v1/articles/terms").json["html"]
    back = editor.client.post(f"{one}/roll_back", {"edition": 1, "note": "wrong"})
    assert (back.json["latest"], back.json["live"], back.json["texts"]["en"]["body"]) == (3, 2, "first")
    editor.client.post(f"{one}/publish")
    assert "first" in reader().get("/v1/articles/terms").json["html"]
    history = editor.client.get(f"{one}/editions").json["data"]
    assert [(row["number"], row["rolled_back_to"]) for row in history] == [(3, 1), (2, None), (1, None)]
    assert editor.client.get(f"{one}/editions/2").json["html"]["en"] == "<p>second</p>\n"
    assert editor.client.get(f"{one}/editions/4").status == 404
    assert editor.client.get(f"{one}/editions/x").status == 404
    assert editor.client.post(f"{one}/archive").json["status"] == "archived"
    assert reader().get("/v1/articles/terms").status == 404
    assert slugs(reader().get("/v1/faq?q=terms")) == []


def test_what_is_planned_comes_at_its_second_without_a_job(editor: Editor) -> None:
    made = editor.writes("sale", en=("Sale", "", "cheap"))
    one, now = f"{ADMIN}/{made.json['id']}", clock.now()
    at = times.iso(now + timedelta(hours=1))
    assert editor.client.post(f"{one}/publish", {"at": times.iso(now - timedelta(seconds=1))}).code == "time_passed"
    planned = editor.client.post(f"{one}/publish", {"at": at}).json
    assert (planned["status"], planned["planned"]) == ("draft", {"edition": 1, "at": at})
    guest = reader()
    with clock.frozen(now + timedelta(minutes=59, seconds=59)):
        assert guest.get("/v1/articles/sale").status == 404
        assert slugs(editor.client.get(f"{ADMIN}?status=draft")) == ["sale"]
    with clock.frozen(now + timedelta(hours=1, seconds=1)):
        assert guest.get("/v1/articles/sale").json["published_at"] == at
        assert slugs(guest.get("/v1/faq?q=cheap")) == ["sale"]
        assert slugs(editor.client.get(f"{ADMIN}?status=published&category=returns")) == ["sale"]
        assert slugs(editor.client.get(f"{ADMIN}?status=draft")) == []
        assert editor.client.post(f"{one}/unplan").code == "nothing_planned"
        saved = editor.client.put(one, article("sale", en=("Sale", "", "cheaper"))).json
        assert (saved["status"], saved["live"], saved["latest"]) == ("published", 1, 2)
    assert editor.client.get(one).json["status"] == "published"


def test_a_plan_can_be_taken_back(editor: Editor) -> None:
    one = f"{ADMIN}/{editor.publishes('sale', en='Sale')}"
    at = times.iso(clock.now() + timedelta(hours=1))
    editor.client.post(f"{one}/publish", {"edition": 1, "at": at})
    assert editor.client.post(f"{one}/unplan").json["planned"] is None
    draft = editor.writes("other", en="Other").json["id"]
    assert editor.client.post(f"{ADMIN}/{draft}/archive").code == "not_published"


def test_a_slug_leads_to_one_article_for_ever(editor: Editor) -> None:
    first = editor.publishes("returns", en="Returns")
    assert editor.client.post(ADMIN, article("returns", zh="退货")).code == "slug_taken"
    assert editor.client.put(f"{ADMIN}/{first}", article("returning", en="Returns")).json["old_slugs"] == ["returns"]
    moved = reader().get("/v1/articles/returns?language=en")
    assert (moved.status, moved.headers["location"]) == (301, "/v1/articles/returning?language=en")
    assert reader().get(f"/v1/articles/{first}").status == 200
    assert editor.client.post(ADMIN, article("returns", zh="退货")).code == "slug_taken"
    assert editor.client.put(f"{ADMIN}/{first}", article("returns", en="Returns")).status == 200
    assert reader().get("/v1/articles/returns").status == 200


def test_categories_make_no_loop(editor: Editor) -> None:
    def put(code: str, parent: str | None, **headers: str) -> str:
        answer = editor.client.put(f"{CATEGORIES}/{code}", {"names": {"en": code}, "parent": parent}, **headers)
        return "" if answer.status == 200 else str(answer.code)

    assert put("orders", "returns") == "category_loop"
    assert put("orders", "orders") == "category_loop"
    assert put("orders", "nothing") == "unknown_parent"
    tag = editor.client.get(f"{CATEGORIES}/orders").headers["etag"]
    assert put("payment", "returns", If_Match=tag) == ""
    assert put("orders", "payment") == "category_loop"
    assert put("orders", None, If_Match=tag) == "version_conflict"
    assert editor.client.post(CATEGORIES, {"code": "orders", "names": {"en": "Again"}}).code == "category_exists"
    assert editor.writes("lost", "nowhere", en="Lost").code == "unknown_category"


def test_each_is_counted_once_and_may_change_their_mind(editor: Editor) -> None:
    article_id, url = editor.publishes("terms", en="Terms"), "/v1/articles/terms/feedback"
    guest, customer = Client(app), Client(app, bearer())

    def counted() -> tuple[int, int]:
        row = editor.client.get(f"{ADMIN}/{article_id}").json
        return row["helpful"], row["not_helpful"]

    for _ in range(3):
        assert guest.post(url, {"helpful": True}).json == {"helpful": True}
    customer.post(url, {"helpful": True})
    assert counted() == (2, 0)
    guest.post(url, {"helpful": False})
    assert counted() == (1, 1)
    assert guest.post(url, {"helpful": "yes"}).status == 422
    assert guest.post("/v1/articles/nothing/feedback", {"helpful": True}).status == 404
    assert guest.post(f"/v1/articles/{'x' * 1500}/feedback", {"helpful": True}).status == 404
    tally = find(TallyRecord, article_pk(article_id), TALLY_SK)
    assert tally is not None
    assert "127.0.0.1" not in str(tally.attribute_values)


def test_who_reads_asks_no_table_while_it_is_fresh(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    editor.publishes("terms", en="Terms")
    guest = reader()
    guest.get("/v1/articles/terms")
    with counted_calls(monkeypatch) as calls:
        for url in ("/v1/articles/terms", "/v1/faq?q=terms", "/v1/articles", "/v1/article_categories"):
            assert guest.get(url).status == 200
    assert calls == []


def test_what_changes_reaches_processes_that_run(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = reader()
    assert slugs(guest.get("/v1/articles")) == []
    monkeypatch.setattr(shelf, "FRESH_SECONDS", 0)
    monkeypatch.setattr(shelf.Shelf.look, "__kwdefaults__", {"within": 0})
    first = editor.publishes("terms", en=("Terms", "", "old"))
    assert slugs(guest.get("/v1/faq?q=old")) == ["terms"]
    editor.client.put(f"{ADMIN}/{first}", article("terms", en=("Terms", "", "new")))
    editor.client.post(f"{ADMIN}/{first}/publish")
    assert slugs(guest.get("/v1/faq?q=old")) == []
    assert slugs(guest.get("/v1/faq?q=new")) == ["terms"]


def test_who_was_overtaken_saves_over_what_is_there_now(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who save at once: both editions are kept, each with its number."""
    article_id = editor.publishes("terms", en="Terms")
    url, manager = f"{ADMIN}/{article_id}", Client(app, bearer("manager"))
    in_between(monkeypatch, save_article, "known_article", lambda: manager.put(url, article("terms", en="Theirs")))
    mine = editor.client.put(url, article("terms", en="Mine"))
    assert (mine.status, mine.json["latest"]) == (200, 3)


def test_language_of_an_article_falls_back_to_the_shops_and_says_so(editor: Editor) -> None:
    """L07"""
    editor.publishes("terms", en="Terms", zh="条款")
    shown = reader("de").get("/v1/articles/terms").json
    assert (shown["language"], shown["fallback"], shown["languages"]) == ("zh", True, ["en", "zh"])
    assert reader("de").get("/v1/articles/terms?language=en").json["fallback"] is False
    first = reader("en").get("/v1/articles/terms")
    assert reader("en").get("/v1/articles/terms", If_None_Match=first.headers["etag"]).status == 304
    assert reader("zh").get("/v1/articles/terms").headers["etag"] != first.headers["etag"]


def test_too_much_is_refused(editor: Editor) -> None:
    assert editor.client.post(ADMIN, article("big", en=("Big", "", "x" * 1_000_000))).status == 413
    assert editor.client.post(ADMIN, article("big", en=("Big", "", "x" * 50_001))).status == 422
    assert editor.client.post(ADMIN, article("big", en=("Big", "", "[" * 50_000))).status == 201


def test_the_list_has_the_titles_of_the_newest_edition_and_reads_no_other(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    made = editor.publishes("parcel", en="Where is my parcel", zh="包裹在哪里")
    editor.client.put(f"{ADMIN}/{made}", article("parcel", en="Where is my box 📦"), If_Match='"2"')
    older = editor.publishes("older", en="Older")
    table = boto3.resource("dynamodb").Table(table_name("content"))
    # As a version before this one left it.
    table.update_item(Key={"pk": article_pk(older), "sk": "ARTICLE"}, UpdateExpression="REMOVE titles")
    assert [one["title"] for one in editor.client.get(ADMIN).json["data"]] == [{"en": "Older"}, {"en": "Where is my box 📦"}]
    archived = editor.client.post(f"{ADMIN}/{older}/archive")
    assert archived.json["title"] == {"en": "Older"}
    assert "titles" in table.get_item(Key={"pk": article_pk(older), "sk": "ARTICLE"})["Item"]
    with counted_calls(monkeypatch) as calls:
        editor.client.get(ADMIN)
    assert calls.count("dynamodb:BatchGetItem") == 1


def test_a_local_shop_begins_with_articles_that_can_be_read_and_changed() -> None:
    """L05: and what became of them stays when it starts again."""
    dynamodb, table = boto3.client("dynamodb"), table_name("content")
    write_help(dynamodb, table)
    assert slugs(reader("en").get("/v1/faq?q=where is my parcel"))[0] == "track-my-parcel"
    assert slugs(reader("zh").get("/v1/faq?q=怎么退货"))[0] == "return-something"
    assert slugs(reader("zh").get("/v1/faq?q=退款什么时候到账"))[0] == "when-is-my-refund-here"
    shown = reader("zh").get("/v1/articles/see-my-order").json
    assert [one["slug"] for one in shown["related"]] == ["track-my-parcel", "cancel-my-order"]
    manager = Client(app, bearer("manager"))
    assert manager.post(f"{ADMIN}/{shown['id']}/archive").json["status"] == "archived"
    write_help(dynamodb, table)
    assert reader().get("/v1/articles/see-my-order").status == 404


def test_the_pages_need_no_script_and_let_none_in(editor: Editor) -> None:
    """L05: what the link on the order's page leads to."""
    editor.publishes("how-to-return", en=("How to return <b>", "In <i>30</i> days", "**Pack** it. <script>alert(1)</script>"))
    guest = reader("en")
    assert 'href="help/how-to-return?lang=en"' in guest.get("/o/help").text
    found = guest.get("/o/help?q=return&lang=zh")
    assert ("How to return &lt;b&gt;" in found.text, "In &lt;i&gt;30&lt;/i&gt; days" in found.text, 'lang="zh"' in found.text) == (
        True,
    ) * 3
    assert "&#34;&gt;&lt;script&gt;" in guest.get('/o/help?q="><script>').text
    shown = guest.get("/o/help/how-to-return")
    assert ("<strong>Pack</strong>" in shown.text, "<script" in shown.text) == (True, False)
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert "There is no English version" not in shown.text
    assert "该内容暂无中文版" in guest.get("/o/help/how-to-return?lang=zh").text
    missing = guest.get("/o/help/nothing")
    assert (missing.status, 'action="../help"' in missing.text) == (404, True)
