"""X46: how a list is filtered, kept under a name: for one person, for a role, for all staff; nobody's change is lost."""

from __future__ import annotations

from typing import Any

import pytest

from functions.platform import app as platform
from functions.platform.model.view import MOST_VIEWS
from functions.platform.store.records import PlatformTable
from functions.platform.views import saved_views
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

PATH = "/v1/admin/views"
VIEW = {"page": "orders", "name": "待发货 😀", "filter": {"status": "paid"}}


DESKS: dict[str, Client] = {}


def desk(role: str) -> Client:
    """The same person each time."""
    return DESKS.setdefault(role, Client(platform.app, bearer(role)))


def seen(role: str, page: str = "orders") -> list[str]:
    return [one["name"] for one in desk(role).get(f"{PATH}?page={page}").json["data"]]


def save(by: str, **said: Any) -> Any:
    answer = desk(by).post(PATH, VIEW | said)
    assert answer.status == 201, answer.text
    return answer.json


def test_a_view_is_one_s_own_until_it_is_shared() -> None:
    own = save("support")
    assert (own["mine"], own["changeable"], own["shared_with"], own["role"], own["version"]) == (True, True, "nobody", None, 1)
    save("support", name="For finance", shared_with="role", role="finance")
    save("support", name="All of us", shared_with="everyone")
    save("support", name="Elsewhere", page="returns")
    assert seen("support") == ["All of us", "For finance", VIEW["name"]]
    assert seen("finance") == ["All of us", "For finance"]
    assert seen("warehouse") == ["All of us"]
    assert Client(platform.app, bearer()).get(f"{PATH}?page=orders").status == 403


def test_its_owner_changes_it_and_who_manages_staff_and_nobody_else() -> None:
    one = save("support", shared_with="everyone")
    path = f"{PATH}/orders/{one['id']}"
    assert desk("finance").get(f"{PATH}?page=orders").json["data"][0]["changeable"] is False
    assert desk("finance").patch(path, {"name": "mine now"}).status == 403
    assert desk("finance").delete(path).status == 403
    changed = desk("support").patch(path, {"name": "Newer"}, If_Match='"1"')
    assert (changed.json["name"], changed.json["filter"], changed.json["shared_with"], changed.json["version"]) == (
        "Newer",
        VIEW["filter"],
        "everyone",
        2,
    )
    assert desk("support").patch(path, {"name": "Newest"}, If_Match='"1"').code == "version_conflict"
    assert desk("support").patch(path, {"name": "Newer"}).json["version"] == 2, "the same again"
    assert desk("owner").patch(path, {"shared_with": "role", "role": "finance"}).json["role"] == "finance"
    assert desk("support").patch(path, {"shared_with": "nobody"}).json["role"] is None
    assert desk("owner").patch(path, {"name": "x"}).status == 404, "what is nobody else's is nobody else's"
    assert desk("support").delete(path, If_Match='"1"').code == "version_conflict"
    assert desk("support").delete(path).status == 204
    assert desk("support").delete(path).status == 404
    assert seen("support") == []


@pytest.mark.parametrize(
    "said",
    [
        {"name": ""}, {"name": "  "}, {"name": "x" * 61}, {"filter": {}}, {"filter": {"status": ""}}, {"filter": {"no source": "x"}},
        {"filter": {f"f{n}": "x" for n in range(21)}}, {"page": "No Page"}, {"shared_with": "role"}, {"role": "support"},
        {"shared_with": "nobody", "role": "support"}, {"shared_with": "all"}, {"filter": {"status": "x" * 201}}, {"unknown": 1},
    ],
)  # fmt: skip
def test_what_is_no_view_is_refused(said: dict[str, Any]) -> None:
    assert desk("support").post(PATH, VIEW | said).status == 422
    assert seen("support") == []


def test_a_page_has_room_for_so_many() -> None:
    PlatformTable(pk="VIEWS#orders", sk="COUNT", version=MOST_VIEWS - 1).save()
    last = save("support")
    assert desk("owner").post(PATH, VIEW).code == "too_many_views"
    assert desk("support").delete(f"{PATH}/orders/{last['id']}").status == 204
    save("owner")


def test_two_who_change_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = save("support", shared_with="everyone")
    path = f"{PATH}/orders/{one['id']}"
    in_between(monkeypatch, saved_views, "_record", lambda: desk("owner").patch(path, {"name": "theirs"}))
    after = desk("support").patch(path, {"filter": {"status": "shipped"}}).json
    assert (after["name"], after["filter"], after["version"]) == ("theirs", {"status": "shipped"}, 3)


def test_one_that_is_removed_while_it_is_changed_stays_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    one = save("support", shared_with="everyone")
    path = f"{PATH}/orders/{one['id']}"
    in_between(monkeypatch, saved_views, "_record", lambda: desk("owner").delete(path))
    assert desk("support").patch(path, {"name": "late"}).status == 404
    assert seen("support") == []
