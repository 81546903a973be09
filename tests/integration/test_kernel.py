"""The kernel's promises, shown on a small app of two operations over a real table."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from chalice.app import Chalice

from functions.platform.store.records import PlatformTable
from functions.shared.http.app import make_app
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema, Text
from functions.shared.outside import clock, fresh
from functions.shared.plain.errors import Conflict
from functions.shared.store.records import find
from functions.shared.store.transactions import Check, Put, TooLarge, Update, put_new, transact
from tests.support.http import Client
from tests.support.identity import bearer, token

K1, K2 = "6f1c1f5e-7d5c-4f0e-9a53-0c8b8e6f2a11", "0d3c7a52-1c1b-4b1f-8a55-77d0a0a4f3c2"


class NoteIn(Schema):
    text: Text
    size: int = 1


class NoteOut(Schema):
    id: str
    text: str


api = Api("notes")


@api.operation("POST", "/v1/notes", summary="Write a note", body=NoteIn, response=NoteOut, status=201, idempotent=PlatformTable)
def write_note(req: Request[NoteIn, NoQuery]) -> Reply:
    if req.body.text == "refuse":
        raise Conflict("no", code="refused")
    if req.body.text == "crash":
        raise RuntimeError("secret inside")
    reply = Reply(NoteOut(id=fresh.new_id("msg"), text=req.body.text), 201)
    transact([put_new(PlatformTable(pk=reply.body.id, sk="NOTE", kind="note")), *req.remember(reply)])  # type: ignore[union-attr]
    return reply


@api.operation("GET", "/v1/notes/{id}", summary="Read", response=NoteOut, cache="public, max-age=5")
def read_note(req: Request[Any, NoQuery]) -> NoteOut:
    return NoteOut(id=req.path["id"], text="😀")


@api.operation("GET", "/v1/admin/notes", summary="Staff", response=NoteOut, permission="reports.read")
def staff_note(req: Request[Any, NoQuery]) -> NoteOut:
    return NoteOut(id=req.caller.id, text="x")


@pytest.fixture
def client() -> Client:
    app: Chalice = make_app("notes", {"api": api})
    return Client(app)


def notes() -> int:
    return sum(1 for _ in PlatformTable.scan(PlatformTable.kind == "note"))


def test_the_same_key_and_body_get_the_first_answer_again(client: Client) -> None:
    """X01"""
    first = client.post("/v1/notes", {"text": "a"}, idempotency_key=K1)
    again = client.post("/v1/notes", {"text": "a"}, idempotency_key=K1)
    assert (first.status, again.status) == (201, 201)
    assert again.text == first.text
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert notes() == 1


def test_a_kept_answer_cannot_be_read_in_the_table(client: Client) -> None:
    """X01, E12: only who has the key can open it."""
    first = client.post("/v1/notes", {"text": "a"}, idempotency_key=K1)
    [kept] = PlatformTable.scan(PlatformTable.kind == "idem")
    assert first.json["id"] not in json.dumps(kept.serialize())
    assert client.post("/v1/notes", {"text": "a"}, idempotency_key=K1).text == first.text


def test_the_same_key_with_another_body_is_refused(client: Client) -> None:
    """X01"""
    client.post("/v1/notes", {"text": "a"}, idempotency_key=K1)
    other = client.post("/v1/notes", {"text": "b"}, idempotency_key=K1)
    assert (other.status, other.code, notes()) == (422, "idempotency_key_reused", 1)


def test_parallel_calls_with_one_key_have_one_effect(client: Client) -> None:
    """X01, D04"""

    def call(_: int) -> str:
        return Client(make_app("notes", {"api": api})).post("/v1/notes", {"text": "a"}, idempotency_key=K1).text

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(call, range(8)))
    assert len(answers) == 1
    assert notes() == 1


def test_a_key_is_over_after_24_hours(client: Client) -> None:
    """X01: also while the expired record has not been deleted yet."""
    client.post("/v1/notes", {"text": "a"}, idempotency_key=K1)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        later = client.post("/v1/notes", {"text": "other"}, idempotency_key=K1)
        again = client.post("/v1/notes", {"text": "other"}, idempotency_key=K1)
    assert (later.status, "idempotent-replayed" in later.headers, again.text) == (201, False, later.text)
    assert notes() == 2


def test_a_refusal_is_remembered_and_a_crash_is_not(client: Client) -> None:
    refused = client.post("/v1/notes", {"text": "refuse"}, idempotency_key=K1)
    again = client.post("/v1/notes", {"text": "refuse"}, idempotency_key=K1)
    assert (refused.status, again.status, again.code) == (409, 409, "refused")
    assert again.headers["idempotent-replayed"] == "true"
    crashed = client.post("/v1/notes", {"text": "crash"}, idempotency_key=K2)
    assert (crashed.status, crashed.code) == (500, "internal_error")
    assert "secret" not in crashed.text
    assert sum(1 for _ in PlatformTable.scan(PlatformTable.kind == "idem")) == 1


@pytest.mark.parametrize(
    ("body", "status", "code", "pointers"),
    [
        (b"{", 400, "invalid_json", []),
        (b'{"text": NaN}', 400, "invalid_json", []),
        (b"[" * 100_000, 400, "invalid_json", []),
        (b"\xff\xfe", 400, "invalid_json", []),
        ({"text": ""}, 422, "invalid", ["/text"]),
        ({"text": "a", "a/b": 1}, 422, "invalid", ["/a~1b"]),
        ({"text": 5, "size": "x"}, 422, "invalid", ["/text", "/size"]),
        ([], 422, "invalid", [""]),
        (b"x" * (256 * 1024 + 1), 413, "payload_too_large", []),
    ],
)
def test_bad_bodies_get_a_clear_problem(client: Client, body: Any, status: int, code: str, pointers: list[str]) -> None:
    answer = client.post("/v1/notes", body)
    assert (answer.status, answer.code) == (status, code)
    assert [e["pointer"] for e in answer.json.get("errors", [])] == pointers
    assert answer.json["request_id"] == answer.headers["x-request-id"]
    assert notes() == 0


def test_a_wrong_media_type_is_415_and_a_wrong_method_405(client: Client) -> None:
    assert client.post("/v1/notes", b"text=a", content_type="application/x-www-form-urlencoded").code == "unsupported_media_type"
    refused = client.delete("/v1/notes/x")
    assert (refused.status, refused.code, refused.headers["allow"]) == (405, "method_not_allowed", "GET, HEAD")


def test_head_answers_what_get_would_without_the_content(client: Client) -> None:
    """F-B11"""
    got, head = client.get("/v1/notes/x"), client.call("HEAD", "/v1/notes/x", None)
    same = ("etag", "cache-control", "content-type", "vary")
    assert (head.status, head.text, [head.headers[name] for name in same]) == (200, "", [got.headers[name] for name in same])
    assert client.call("HEAD", "/v1/notes/x", None, {"if_none_match": got.headers["etag"]}).status == 304
    assert (client.call("HEAD", "/v1/admin/notes", None).status, client.call("HEAD", "/v1/notes", None).status) == (401, 405)
    assert client.call("HEAD", "/v1/notes", None).headers["allow"] == "POST"


def test_unknown_query_parameters_are_refused(client: Client) -> None:
    answer = client.get("/v1/notes/x?sorted=1")
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/sorted")


def test_a_cacheable_read_answers_304_to_its_etag(client: Client) -> None:
    """P01"""
    first = client.get("/v1/notes/x")
    assert first.headers["cache-control"] == "public, max-age=5"
    again = client.get("/v1/notes/x", if_none_match=first.headers["etag"])
    assert (again.status, again.text) == (304, "")


def test_permissions_401_403_and_allowed(client: Client) -> None:
    """H07"""
    assert client.get("/v1/admin/notes").status == 401
    assert client.call("GET", "/v1/admin/notes", None, bearer("warehouse")).code == "forbidden"
    assert client.call("GET", "/v1/admin/notes", None, bearer("analyst")).status == 200


@pytest.mark.parametrize("claims", [{"exp": 1}, {"iss": "https://other"}, {"token_use": "id"}, {"client_id": "other"}, {"sub": "no-uuid"}])
def test_tokens_of_others_and_old_ones_are_refused(client: Client, claims: dict[str, object]) -> None:
    answer = client.call("GET", "/v1/notes/x", None, {"Authorization": f"Bearer {token(claims=claims)}"})
    assert (answer.status, answer.code) == (401, "invalid_token")


@pytest.mark.parametrize("header", ["Bearer", "Basic abc", "Bearer a.b.c", "Bearer " + "é" * 10])
def test_broken_authorization_headers_are_refused(client: Client, header: str) -> None:
    assert client.call("GET", "/v1/notes/x", None, {"Authorization": header}).status == 401


def test_a_transaction_is_all_or_nothing_and_names_the_first_failed_condition() -> None:
    transact([put_new(PlatformTable(pk="a", sk="a"))])
    first, second = Conflict(code="first"), Conflict(code="second")
    with pytest.raises(Conflict) as caught:
        transact(
            [
                Put(PlatformTable(pk="b", sk="b")),
                Update(PlatformTable, "a", "a", [PlatformTable.version.set(2)], PlatformTable.version == 7, first),
                Check(PlatformTable, "c", "c", PlatformTable.pk.exists(), second),
            ]
        )
    assert caught.value is first
    assert find(PlatformTable, "b", "b") is None


@pytest.mark.parametrize("beside", [0, 1])
def test_what_does_not_fit_an_item_is_refused_with_a_code_and_nothing_is_written(beside: int) -> None:
    """F-A30: alone and in a transaction."""
    large = put_new(PlatformTable(pk="large", sk="x", body="很" * 140_000))
    with pytest.raises(TooLarge) as refused:
        transact([large, *(put_new(PlatformTable(pk=f"small{n}", sk="x")) for n in range(beside))])
    assert (refused.value.status, refused.value.code) == (422, "too_large")
    assert (find(PlatformTable, "large", "x"), find(PlatformTable, "small0", "x")) == (None, None)


def test_more_writes_than_a_transaction_takes_are_refused_with_a_code() -> None:
    """F-A30"""
    with pytest.raises(TooLarge):
        transact([put_new(PlatformTable(pk=f"p{n}", sk="x")) for n in range(101)])


def test_a_read_answers_the_wanted_fields_only(client: Client) -> None:
    """X11, P09"""
    whole, part = client.get("/v1/notes/n1"), client.get("/v1/notes/n1?fields=id")
    assert (part.json, part.headers["etag"] != whole.headers["etag"]) == ({"id": "n1"}, True)
    assert client.get("/v1/notes/n1?fields=id", if_none_match=part.headers["etag"]).status == 304
    assert client.get("/v1/notes/n1?fields=text&fields=id").json == {"id": "n1", "text": "😀"}
    refused = client.get("/v1/notes/n1?fields=secret")
    assert (refused.status, refused.code) == (422, "unknown_field")
    assert client.post("/v1/notes?fields=id", {"text": "x"}).status == 422
