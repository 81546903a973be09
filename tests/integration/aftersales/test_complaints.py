"""G09: a complaint has a number and a date, is escalated when nobody answers, and never ends without an outcome."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.aftersales.app import app
from functions.aftersales.complaints import keep_complaint
from functions.aftersales.store import complaints
from functions.aftersales.store.records import AftersalesTable
from tests.integration.aftersales.sold import Sold, later
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

Patch = pytest.MonkeyPatch
RAIN = {"about": "courier", "subject": "sf", "text": "包裹淋湿了"}


def customer() -> Client:
    return Client(app, bearer(subject=str(uuid.uuid4())))


def staff(complaint: Any, step: str, **body: str) -> Answer:
    return Client(app, bearer("support")).post(f"/v1/admin/complaints/{complaint['id']}/{step}", body)


def taken(client: Client) -> Any:
    answer = client.post("/v1/complaints", RAIN)
    assert answer.status == 201, answer.text
    return answer.json


def test_from_the_words_to_the_outcome() -> None:
    buyer = customer()
    complaint = taken(buyer)
    assert (complaint["number"][0], len(complaint["number"]), complaint["status"]) == ("C", 13, "open")
    assert complaint["deadline"] > complaint["opened_at"]
    assert staff(complaint, "close", text="x").status == 422
    assert staff(complaint, "answer", text="抱歉").json["status"] == "answered"
    path = f"/v1/complaints/{complaint['id']}"
    assert buyer.post(f"{path}/messages", {"text": "还是湿的"}).json["status"] == "open"
    closed = staff(complaint, "close", outcome="put_right", text="已补发")
    assert (closed.json["status"], closed.json["outcome"], len(closed.json["said"])) == ("closed", "put_right", 4)
    assert buyer.post(f"{path}/messages", {"text": "?"}).code == "illegal_transition"
    assert staff(complaint, "answer", text="?").code == "illegal_transition"
    assert [one["id"] for one in buyer.get("/v1/complaints").json["data"]] == [complaint["id"]]
    told = [event.type for event in events_in(AftersalesTable) if event.type.startswith("complaint.")]
    assert told == ["complaint.received", "complaint.answered", "complaint.closed"]
    assert "淋湿" not in "".join(str(event.data) for event in events_in(AftersalesTable))


def test_overdue_ones_escalate_once_per_date(sold: Sold) -> None:
    complaint = taken(customer())
    assert sold.due() == 0
    with later(hours=25):
        assert sold.due(times=3) == 1
    for state, shown in (("escalated", [complaint["id"]]), ("open", []), ("all", [complaint["id"]])):
        listed = Client(app, bearer("support")).get(f"/v1/admin/complaints?status={state}").json["data"]
        assert [(one["id"], one["level"]) for one in listed] == [(one, 1) for one in shown]
    with later(hours=50):
        assert sold.due(times=2) == 1
        assert sold.due() == 0
        assert staff(complaint, "answer", text="抱歉").json["level"] == 2
    with later(hours=100):
        assert sold.due() == 0
    assert len(events_in(AftersalesTable, "complaint.escalated")) == 2


def test_a_guest_complains_about_their_order_and_nobody_else_reads_it(sold: Sold) -> None:
    body = {"about": "order", "order_id": sold.id, "text": "少了一件"}
    complaint = sold.buyer.post("/v1/complaints", body)
    assert (complaint.status, complaint.json["subject"]) == (201, sold.id)
    path = f"/v1/complaints/{complaint.json['id']}"
    assert sold.buyer.get(path).status == 200
    for stranger in (Client(app), customer()):
        assert stranger.get(path).status == 404
        assert stranger.post("/v1/complaints", body).status == 404
    assert Client(app).post("/v1/complaints", RAIN).status == 401
    for bad in ({"about": "order", "text": "x"}, {"about": "seller", "text": "x"}, {"about": "moon", "text": "x"}, {**RAIN, "text": " "}):
        assert sold.buyer.post("/v1/complaints", bad).status == 422


def test_an_answer_comes_in_between(monkeypatch: Patch) -> None:
    complaint = taken(customer())
    in_between(monkeypatch, complaints, "get_complaint", lambda: staff(complaint, "answer", text="一"))
    assert staff(complaint, "answer", text="二").status == 200
    said = Client(app, bearer("support")).get(f"/v1/admin/complaints/{complaint['id']}").json["said"]
    assert [one["text"] for one in said] == ["包裹淋湿了", "一", "二"]


def test_a_number_names_one(monkeypatch: Patch) -> None:
    first = taken(customer())
    draw, drawn = keep_complaint.draw, list[str]()

    def taken_first() -> str:
        drawn.append(first["number"] if not drawn else draw())
        return drawn[-1]

    monkeypatch.setattr(keep_complaint, "draw", taken_first)
    assert taken(customer())["number"] != first["number"]
    assert len(drawn) == 2
