"""A14, J07: two at the same moment in the help centre: what is refused, said twice, or counted once."""

from __future__ import annotations

import pytest

from functions.content.app import app
from functions.content.reading import judge_article
from functions.content.writing import edit_categories, save_article
from tests.integration.content.help_centre import ADMIN, CATEGORIES, Editor, article, reader
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between


@pytest.fixture
def editor() -> Editor:
    return Editor()


def _counted(editor: Editor, article_id: str) -> tuple[int, int]:
    row = editor.client.get(f"{ADMIN}/{article_id}").json
    return row["helpful"], row["not_helpful"]


@pytest.mark.parametrize(("other", "counted"), [(True, (1, 0)), (False, (1, 0))], ids=["the same twice", "another mind"])
def test_one_votes_twice_at_once_and_counts_once(
    editor: Editor, monkeypatch: pytest.MonkeyPatch, other: bool, counted: tuple[int, int]
) -> None:
    """J07: whoever is last is what counts, and one vote of one person."""
    article_id, customer = editor.publishes("terms", en="Terms"), Client(app, bearer())
    url = "/v1/articles/terms/feedback"
    in_between(monkeypatch, judge_article, "find", lambda: customer.post(url, {"helpful": other}))
    assert customer.post(url, {"helpful": True}).status == 200
    assert _counted(editor, article_id) == counted


def test_two_articles_want_one_slug_at_once(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """J07: one has it, the other is told, and no article without a slug is left."""
    in_between(monkeypatch, save_article, "known_categories", lambda: editor.publishes("terms", en="Theirs"))
    mine = editor.client.post(ADMIN, article("terms", en="Mine"))
    assert (mine.status, mine.code) == (409, "slug_taken")
    assert [row["slug"] for row in editor.client.get(ADMIN).json["data"]] == ["terms"]
    assert reader().get("/v1/articles/terms").json["title"] == "Theirs"
    other = editor.publishes("other", en="Other")
    in_between(monkeypatch, save_article, "known_article", lambda: editor.publishes("news", en="News"))
    renamed = editor.client.put(f"{ADMIN}/{other}", article("news", en="Other"))
    assert (renamed.status, renamed.code) == (409, "slug_taken")
    assert reader().get("/v1/articles/other").json["title"] == "Other"


def test_two_moves_of_categories_at_once_make_no_loop(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """J07: each alone would do."""

    def put(code: str, parent: str | None) -> str:
        answer = editor.client.put(f"{CATEGORIES}/{code}", {"names": {"en": code}, "parent": parent})
        return "" if answer.status == 200 else str(answer.code)

    in_between(monkeypatch, edit_categories, "known_categories", lambda: put("payment", "orders"))
    assert put("orders", "payment") == "category_loop"
    tree = {row["code"]: row["parent"] for row in editor.client.get(CATEGORIES).json["data"]}
    assert (tree["payment"], tree["orders"]) == ("orders", None)
