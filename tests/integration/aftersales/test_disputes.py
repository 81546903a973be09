"""G08: either side may have somebody else rule, both show evidence until its date, and no party changes the ruling."""

from __future__ import annotations

import uuid

from functions.aftersales.app import app
from functions.aftersales.store.records import AftersalesTable
from tests.integration.aftersales.sold import Sold, later
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer

MUGS = 0


def rule(case_id: str, outcome: str = "for_buyer", role: str = "arbiter") -> Answer:
    return Client(app, bearer(role)).post(f"/v1/admin/returns/{case_id}/rule", {"outcome": outcome, "note": "看过照片"})


def test_a_ruling_for_the_buyer_pays(sold: Sold) -> None:
    case = sold.opened((MUGS, 2), reason="damaged")
    assert sold.mine(case, "escalate").code == "illegal_transition"
    sold.staff(case, "reject", {"reason": "没有照片"}, role="support")
    escalated = sold.mine(case, "escalate")
    assert (escalated.status, escalated.json["status"]) == (200, "escalated")
    assert sold.open((MUGS, 2)).code == "line_quantity_exceeded"
    assert sold.mine(case, "evidence", {"evidence": [sold.evidence()]}).status == 200
    assert (rule(case["id"]).code, rule(case["id"], role="manager").status) == ("evidence_open", 403)
    with later(hours=73):
        assert sold.due(times=2) == 1
        assert sold.seen(case)["stuck"] == "awaits_ruling"
        assert sold.mine(case, "evidence", {"evidence": [sold.evidence()]}).code == "evidence_over"
        ruled = rule(case["id"])
        assert (ruled.status, ruled.json["status"], ruled.json["ruling"]) == (200, "approved", "看过照片")
        assert sold.mine(case, "cancel").code == "already_ruled"
        assert rule(case["id"], "for_shop").code == "illegal_transition"
        sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("refunded", 11_800)
    assert len(events_in(AftersalesTable, "return.ruled")) == 1


def test_a_ruling_for_the_shop_ends_it_and_the_pieces_stay_in_it(sold: Sold) -> None:
    case = sold.opened((MUGS, 3))
    sold.staff(case, "reject", {"reason": "x"})
    assert sold.staff({"id": case["id"]}, "approve", {}).code == "illegal_transition"
    assert Client(app, bearer("support")).post(f"/v1/returns/{case['id']}/escalate").status == 200
    with later(hours=73):
        assert rule(case["id"], "for_shop").json["status"] == "closed"
        sold.news()
        assert (sold.given_back(), sold.open((MUGS, 1)).code) == (0, "line_quantity_exceeded")
        assert sold.mine(case, "escalate").code == "illegal_transition"


def test_who_decided_does_not_rule(sold: Sold) -> None:
    case = sold.opened((MUGS, 1))
    owner = Client(app, bearer("owner", subject=str(uuid.uuid4())))
    assert owner.post(f"/v1/admin/returns/{case['id']}/reject", {"reason": "x"}).status == 200
    sold.mine(case, "escalate")
    with later(hours=73):
        ruled = owner.post(f"/v1/admin/returns/{case['id']}/rule", {"outcome": "for_shop", "note": "x"})
        assert (ruled.status, sold.seen(case)["status"]) == (403, "escalated")
        assert rule(case["id"]).status == 200


def test_a_no_that_nobody_questions_is_closed_by_time(sold: Sold) -> None:
    case = sold.opened((MUGS, 1))
    sold.staff(case, "reject", {"reason": "x"})
    other = sold.opened((MUGS, 3))
    assert sold.mine(case, "escalate").code == "line_quantity_exceeded"
    sold.mine(other, "cancel")
    with later(days=8):
        assert sold.due(times=2) == 1
        assert sold.seen(case)["status"] == "closed"
    assert len(events_in(AftersalesTable, "return.closed")) == 1
