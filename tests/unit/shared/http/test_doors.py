"""What an `app.py` loads: what it is told to serve, or everything."""

from __future__ import annotations

import subprocess
import sys

import pytest

from functions.shared.http.doors import APIS, ELSEWHERE, doors
from functions.shared.plain.deferred import lazily
from tests.support.http import Client

DOMAIN = "functions.orders.app"
PLACED, CHECKOUT = "placed.api.api", "checkout.api.checkout_api"


@pytest.fixture(autouse=True)
def kept_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules.get(DOMAIN) or __import__(DOMAIN, fromlist=["app"]), "app", None)


def test_who_is_told_nothing_serves_all() -> None:
    assert set(doors(DOMAIN, apis=(PLACED, CHECKOUT))("app").apis) == {PLACED, CHECKOUT}


def test_a_function_serves_what_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(APIS, CHECKOUT)
    app = doors(DOMAIN, apis=(PLACED, CHECKOUT))("app")
    assert [str(operation) for operation in app.operations] == ["POST /v1/orders"]


def test_a_name_of_the_next_version_brings_all_until_its_code_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(APIS, f"{CHECKOUT} gift_cards.api.api")
    assert set(doors(DOMAIN, apis=(PLACED, CHECKOUT))("app").apis) == {PLACED, CHECKOUT}


def test_a_refusal_names_the_methods_that_other_functions_have_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(APIS, CHECKOUT)
    monkeypatch.setenv(ELSEWHERE, "GET /v1/orders")
    app = Client(doors(DOMAIN, apis=(PLACED, CHECKOUT))("app"))
    refused = app.call("DELETE", "/v1/orders", b"")
    assert (refused.status, refused.json["code"]) == (405, "method_not_allowed")
    assert set(refused.headers["allow"].split(", ")) == {"GET", "POST"}
    lost = app.call("GET", "/v1/orders", b"")
    assert (lost.status, lost.json["code"]) == (405, "method_not_allowed")


def test_what_there_is_already_is_not_put_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(APIS, PLACED)
    monkeypatch.setenv(ELSEWHERE, "GET /v1/orders")
    assert Client(doors(DOMAIN, apis=(PLACED, CHECKOUT))("app")).call("GET", "/v1/orders", b"").status == 401


def test_a_name_that_nobody_gave_is_missing() -> None:
    with pytest.raises(AttributeError, match=r"module 'functions.orders.app' has no attribute 'fulfill'"):
        doors(DOMAIN, apis=())("fulfill")
    with pytest.raises(AttributeError, match=r"module 'functions.shared' has no attribute 'nothing'"):
        lazily("functions.shared", {"plain.ids": "is_id"})("nothing")


def test_a_face_is_loaded_name_by_name() -> None:
    code = (
        "import sys, functions.catalog as face\n"
        "before = {n for n in sys.modules if n.startswith('functions.catalog.')}\n"
        "from functions.catalog import Named\n"
        "print(before, 'functions.catalog.store.named' in sys.modules, 'functions.catalog.products' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["set()", "True", "False"]
