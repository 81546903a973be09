"""E08: over the shop's limit, or from a new device, a kept card pays once its owner has shown that it is them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.payments.saved import step_up
from functions.payments.store.records import PaymentsTable
from functions.shared.auth.step_up import step_up_proof
from tests.integration.payments.saved.test_saved_cards import Person
from tests.integration.payments.shop import Shop
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

APP, OTHER = "app-of-the-phone-1234", "app-of-the-tablet-567"


def set_limits(shop: Shop, **wanted: Any) -> None:
    body = {"on_delivery_limits": [], **wanted}
    answered = Client(shop.guest.app, bearer("owner")).put("/v1/admin/payment_settings", body)
    assert answered.status == 200, answered.text


def amounts(amount: int) -> list[dict[str, Any]]:
    return [{"amount": amount, "currency": "CNY"}]


class Buyer:
    """Somebody with a kept card and an order to pay."""

    def __init__(self, shop: Shop) -> None:
        self.person = Person(shop)
        self.card = self.person.keeps()["id"]
        self.order = shop.place(number="N-STEP")

    def pays(self, order: str = "", **headers: str) -> Answer:
        return self.person.client.post(f"/v1/orders/{order or self.order}/payments", {"payment_method_id": self.card}, **headers)

    def proof(self, order: str = "") -> str:
        return step_up_proof(self.person.id, order or self.order)


@pytest.fixture
def buyer(shop: Shop) -> Buyer:
    return Buyer(shop)


def needs(answer: Answer) -> list[str] | None:
    return answer.json["reasons"] if (answer.status, answer.json.get("code")) == (403, "requires_action") else None


def test_nothing_is_asked_unless_the_shop_says_so(buyer: Buyer) -> None:
    assert buyer.pays().json["status"] == "captured"


def test_over_the_limit_it_waits_for_a_proof(shop: Shop, buyer: Buyer) -> None:
    """E08"""
    set_limits(shop, step_up_limits=amounts(1))
    asked = buyer.pays()
    assert (needs(asked), asked.json["kinds"]) == (["amount"], ["payment_password", "software_token_mfa"])
    paid = buyer.pays(X_Payment_Proof=buyer.proof())
    assert (paid.status, paid.json["status"]) == (201, "captured")


def test_up_to_the_limit_and_in_other_currencies_it_does_not(shop: Shop, buyer: Buyer) -> None:
    set_limits(shop, step_up_limits=[{"amount": 10_000_000, "currency": "CNY"}, {"amount": 0, "currency": "EUR"}])
    assert buyer.pays().json["status"] == "captured"


@pytest.mark.parametrize("proof", ["", "x", "1.2.3", "9999999999.x.y"])
def test_what_is_no_proof_pays_nothing(shop: Shop, buyer: Buyer, proof: str) -> None:
    set_limits(shop, step_up_limits=amounts(1))
    assert needs(buyer.pays(X_Payment_Proof=proof)) == ["amount"]


def test_a_proof_of_somebody_else_or_of_another_order_pays_nothing(shop: Shop, buyer: Buyer) -> None:
    """E08"""
    set_limits(shop, step_up_limits=amounts(1))
    others = step_up_proof(Person(shop).id, buyer.order), buyer.proof(shop.place(number="N-OTHER"))
    assert [needs(buyer.pays(X_Payment_Proof=proof)) for proof in others] == [["amount"], ["amount"]]


def test_a_proof_is_used_once_and_its_own_payment_goes_on_with_it(shop: Shop, buyer: Buyer) -> None:
    """E08"""
    set_limits(shop, step_up_limits=amounts(1))
    proof = buyer.proof()
    first = buyer.pays(X_Payment_Proof=proof, Idempotency_Key="step-up-1")
    again = buyer.pays(X_Payment_Proof=proof, Idempotency_Key="step-up-1")
    assert (first.status, again.json) == (201, first.json)
    order = shop.place(number="N-AGAIN")
    assert needs(buyer.pays(order, X_Payment_Proof=proof)) == ["amount"]


def test_of_two_payments_with_one_proof_one_is_made(shop: Shop, buyer: Buyer, monkeypatch: pytest.MonkeyPatch) -> None:
    set_limits(shop, step_up_limits=amounts(1))
    proof, told = buyer.proof(), []
    in_between(monkeypatch, step_up, "proves_step_up", lambda: told.append(buyer.pays(X_Payment_Proof=proof).status))
    late = buyer.pays(X_Payment_Proof=proof)
    assert (told, needs(late)) == ([201], ["amount"])


def test_a_new_device_shows_it_once(shop: Shop, buyer: Buyer) -> None:
    """E08"""
    set_limits(shop, step_up_new_device=True)
    assert needs(buyer.pays(X_Device_Id=APP)) == ["new_device"]
    assert needs(buyer.pays()) == ["new_device"], "an app that does not say which it is, is always new"
    assert buyer.pays(X_Device_Id=APP, X_Payment_Proof=buyer.proof()).status == 201
    later = [shop.place(number=f"N-{n}") for n in range(3)]
    assert buyer.pays(later[0], X_Device_Id=APP).status == 201
    assert needs(buyer.pays(later[1], X_Device_Id=OTHER)) == ["new_device"]
    set_limits(shop, step_up_limits=amounts(1))
    assert needs(buyer.pays(later[1], X_Device_Id=APP)) == ["amount"], "what was left out of the settings stays"
    assert APP not in str([one.attribute_values for one in PaymentsTable.scan()])


def test_of_two_new_devices_at_once_both_are_known(shop: Shop, buyer: Buyer, monkeypatch: pytest.MonkeyPatch) -> None:
    set_limits(shop, step_up_new_device=True)
    first, *later = [shop.place(number=f"N-{n}") for n in range(3)]
    proofs = buyer.proof(), buyer.proof(first)
    in_between(monkeypatch, step_up, "locked_put", lambda: buyer.pays(first, X_Device_Id=OTHER, X_Payment_Proof=proofs[1]))
    assert buyer.pays(X_Device_Id=APP, X_Payment_Proof=proofs[0]).status == 201
    assert [buyer.pays(order, X_Device_Id=name).status for order, name in zip(later, (APP, OTHER), strict=True)] == [201, 201]


def test_anothers_device_is_not_known_for_it(shop: Shop, buyer: Buyer) -> None:
    set_limits(shop, step_up_new_device=True)
    assert buyer.pays(X_Device_Id=APP, X_Payment_Proof=buyer.proof()).status == 201
    other = Person(shop)
    card = other.keeps()["id"]
    path = f"/v1/orders/{shop.place(number='N-9')}/payments"
    assert needs(other.client.post(path, {"payment_method_id": card}, X_Device_Id=APP)) == ["new_device"]


@pytest.mark.parametrize("wanted", [{"step_up_new_device": "yes"}, {"step_up_limits": {"CNY": 1}}, {"step_up_limits": amounts(-1)}])
def test_bad_settings_are_told(shop: Shop, wanted: dict[str, Any]) -> None:
    body = {"on_delivery_limits": [], **wanted}
    assert Client(shop.guest.app, bearer("owner")).put("/v1/admin/payment_settings", body).status == 422
