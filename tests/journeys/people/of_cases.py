"""What somebody says when something is wrong, and what is answered."""

from __future__ import annotations

import re
from typing import Any

from tests.journeys.merchant import cny
from tests.journeys.people.of_orders import PICTURE
from tests.journeys.people.planter import World
from tests.journeys.shopper import eventually


def plant_cases(world: World) -> None:
    _review(world)
    _return(world)
    _complaints(world)
    _given(world)
    _invoices(world)
    _statement(world)


def _review(world: World) -> None:
    say, product = world.say, world.orders["goods"]["id"]
    wish = {"filename": f"{say.text('OwnMediaIn.filename')}.png", "content_type": "image/png", "size": len(PICTURE)}
    announced = world.mine("POST", "/v1/media", wish | {"metadata": say.notes("OwnMediaIn.metadata.*")}, 201)
    form = announced.get("upload") or announced["form"]
    assert world.shop.upload(form, PICTURE) in (200, 201, 204)
    body = {
        "rating": 4,
        "text": say.text("ReviewIn.text"),
        "author": say.text("ReviewIn.author"),
        "metadata": say.notes("ReviewIn.metadata.*"),
    }
    path = f"/v1/products/{product}/reviews"
    made = eventually(lambda: world.shop.call("POST", path, body, **world.own), lambda answer: answer.status == 201).json
    notes = {name: say.notes(f"ReviewPatch.{name}.*") for name in ("metadata", "private_metadata")}
    world.send("PATCH", f"/v1/admin/reviews/{made['id']}", notes, **world.staff())
    world.mine("POST", f"{path}/{made['id']}/follow_up", {"text": say.text("FollowUpIn.text")})
    _moderated(world, f"{path}/{made['id']}", made["id"])
    questions = f"/v1/products/{product}/questions"
    asked = world.mine("POST", questions, {name: say.text(f"PostIn.{name}") for name in ("text", "author")}, 201)
    answered = {"text": say.text("MerchantAnswerIn.text")}
    world.send("POST", f"/v1/admin/questions/{asked['id']}/answers", answered, 201, **world.staff())


def _moderated(world: World, path: str, review_id: str) -> None:
    """Edited, approved, replied to, hidden with a note; its writer banned and let in again."""
    say, owner = world.say, world.staff()
    world.mine("PATCH", path, {name: say.text(f"ReviewEdit.{name}") for name in ("text", "author")})
    world.send("POST", f"/v1/admin/moderation/{review_id}", {"action": "approve", "note": say.text("DecisionIn.note")}, **owner)
    shown = world.send("PUT", f"/v1/admin/reviews/{review_id}/reply", {"text": say.text("ReplyIn.text")}, **owner)
    hidden = {"visibility": "hidden", "reason": "other", "note": say.text("ReviewPatch.note")}
    world.send("PATCH", f"/v1/admin/reviews/{review_id}", hidden, **owner)
    ban = f"/v1/admin/moderation_bans/{shown['customer_id']}"
    world.send("PUT", ban, {"reason": say.text("BanIn.reason")}, **owner)
    world.send("DELETE", ban, {"reason": say.text("BanLiftIn.reason")}, **owner)


def _return(world: World) -> None:
    """Offered less, declined, rejected, ruled on; with evidence of which one file is in no case."""
    say, order = world.say, world.orders["done"]
    path, support = f"/v1/orders/{order['id']}", world.staff("support")
    evidence = []
    for _ in range(2):
        wish = {"filename": f"{say.text('EvidenceIn.filename')}.png", "content_type": "image/png"}
        announced = world.mine("POST", f"{path}/evidence", wish, 201)
        form = announced.get("upload") or announced["form"]
        assert world.shop.upload(form, PICTURE + say.text("a file of evidence").encode()) in (200, 201, 204)
        evidence.append(announced.get("media_id") or announced["id"])
    line = {"line_id": order["lines"][0]["id"], "quantity": 1, "reason": "damaged"}
    opening = {"kind": "refund_only", "lines": [line], "evidence": evidence[:1], "note": say.text("ReturnIn.note")}
    case = world.mine("POST", f"{path}/returns", opening, 201)
    its, admin = f"/v1/returns/{case['id']}", f"/v1/admin/returns/{case['id']}"
    offer = {"amount": cny(100), "note": say.text("CounterOfferIn.note")}
    world.send("POST", f"{admin}/counter_offer", offer, **support)
    world.mine("POST", f"{its}/decline")
    world.send("POST", f"{admin}/reject", {"reason": say.words("AftersaleRejectIn.reason")}, **support)
    world.mine("POST", f"{its}/escalate")
    world.orders["escalated"] = case
    _repair(world)


def _repair(world: World) -> None:
    say, order = world.say, world.orders["disputed"]
    line = {"line_id": order["lines"][0]["id"], "quantity": 1, "reason": "defective"}
    wish = {"kind": "repair", "lines": [line], "note": say.text("ReturnIn.note")}
    case = world.mine("POST", f"/v1/orders/{order['id']}/returns", wish, 201)
    admin, warehouse = f"/v1/admin/returns/{case['id']}", world.staff("warehouse")
    world.send("POST", f"{admin}/approve", {"return_address": "Nanjing Rd 1"}, **world.staff("support"))
    world.mine("POST", f"/v1/returns/{case['id']}/ship", {"carrier": "manual", "waybill": "RETURN0001"})
    world.send("POST", f"{admin}/take_in", {}, **warehouse)
    world.send("POST", f"{admin}/diagnose", {"finding": say.text("DiagnoseIn.finding")}, **world.staff("support"))
    world.send("POST", f"{admin}/repaired", {"note": say.text("FixedIn.note")}, **world.staff("support"))
    world.send("POST", f"{admin}/send_back", {"carrier": "manual", "waybill": "RETURN0002"}, **warehouse)
    world.shop.call("POST", f"{admin}/close", None, **world.staff("support"))


def _complaints(world: World) -> None:
    say, support = world.say, world.staff("support")
    for about in ({"about": "order", "order_id": world.orders["done"]["id"]}, {"about": "seller", "subject": "own"}):
        made = world.mine("POST", "/v1/complaints", {**about, "text": say.text("ComplaintIn.text")}, 201)
        admin = f"/v1/admin/complaints/{made['id']}"
        world.send("POST", f"{admin}/answer", {"text": say.text("SayIn.text")}, **support)
        world.mine("POST", f"/v1/complaints/{made['id']}/messages", {"text": say.text("SayIn.text")})
        world.send("POST", f"{admin}/close", {"outcome": "explained", "text": say.text("CloseIn.text")}, **support)


def _given(world: World) -> None:
    wish = {"kind": "money", "amount": cny(100), "reason": world.say.words("CompensationIn.reason")}
    world.send("POST", f"/v1/admin/orders/{world.orders['amended']['id']}/compensations", wish, 201, **world.staff())


def _invoices(world: World) -> None:
    say, order = world.say, world.orders["amended"]
    title: dict[str, Any] = {name: say.text(f"TitleIn.{name}") for name in ("name", "address", "bank")}
    title |= {"kind": "company", "phone": say.phone("TitleIn.phone"), "account": say.fixed("6222029876543210987", "TitleIn.account")}
    title["tax_number"] = "91330106MA2K35PQ2D"
    path = f"/v1/orders/{order['id']}/fapiao"
    world.mine("POST", path, {"title": title}, 201)
    eventually(lambda: world.shop.get(path, **world.own)["data"], lambda found: found[0]["status"] == "issued", 60)
    papers = f"/v1/orders/{world.orders['done']['id']}/invoices"
    found = eventually(lambda: world.shop.get(papers, **world.own)["data"], bool)
    buyer = {name: say.text(f"BuyerIn.{name}") for name in ("name", "street", "city")}
    buyer["postal_code"] = "310000"
    world.send("POST", f"/v1/admin/invoices/{found[0]['id']}/reissue", {"buyer": buyer}, 201, **world.staff())
    for one in world.shop.get(papers, **world.own)["data"]:
        world.shop.call("GET", one["pdf_url"], Accept="application/pdf", **world.own)


def _statement(world: World) -> None:
    """Withdrawn from without an account, by a form; and a link that somebody lost."""
    say, order = world.say, world.orders["disputed"]
    email = order["address"]["email"]
    asked = {"number": order["number"], "email": email, "name": say.text("StatementIn.name")}
    world.shop.call("POST", "/v1/orders/withdrawal", asked)
    world.send("POST", "/v1/orders/lookup", {"number": order["number"], "email": email}, 202)


def rule(world: World) -> None:
    """Some days later, when nobody may show evidence any more."""
    admin = f"/v1/admin/returns/{world.orders['escalated']['id']}"
    ruling = {"outcome": "for_buyer", "note": world.say.text("AftersaleRuleIn.note")}
    world.send("POST", f"{admin}/rule", ruling, **world.staff())
    ended = eventually(lambda: world.shop.get(admin, **world.staff()), lambda found: found["status"] in ("refunded", "closed"), 60)
    if ended["status"] == "refunded":
        world.send("POST", f"{admin}/close", None, **world.staff("support"))


def answer_surveys(world: World) -> None:
    """Sent some days after a case was closed, by mail."""
    mails = world.shop.get(f"/sandbox/mailbox?to={world.person.login}")["data"]
    links = {found for mail in mails for found in re.findall(r"/o/survey/([\w.~-]+)", str(mail))}
    for signed in links:
        world.shop.call("POST", f"/v1/surveys/{signed}/answer", {"score": 4, "comment": world.say.text("AnswerIn.comment")})
