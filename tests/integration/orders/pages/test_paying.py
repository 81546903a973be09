"""X50: the pay button is a form; pressed once or twice it starts one payment, and leads to the provider."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import boto3
import pytest

from functions.orders.app import app
from functions.orders.model.order import Order
from functions.orders.pages.paying import device_of
from functions.orders.pages.replies import step_reply
from functions.orders.store.order_page import OrderPage
from functions.payments import NextAction
from functions.payments.app import app as payments_app
from functions.payments.providers import _ADAPTERS, provider_named
from functions.shared.outside import outbound, provider_keys
from functions.shared.plain.settings import settings
from tests.integration.orders.pages.gallery import cancelled, path_of, set_fields, unpaid
from tests.integration.payments.sandbox_double import SECRET, Provider, served
from tests.support.http import Answer, Client
from tests.support.orders import TOKEN, stored

PAGE = Client(app)
SECRET_NAME = "page-test-payments"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    keys = boto3.client("secretsmanager")
    keys.create_secret(Name=SECRET_NAME, SecretString=json.dumps({"sandbox_payment": {"secret": SECRET}}))
    with served() as (url, current):
        current.append(Provider())
        monkeypatch.setenv("PAYMENT_SANDBOX_URL", url)
        monkeypatch.setenv("SECRET_PAYMENTS", SECRET_NAME)
        settings.cache_clear()
        provider_keys.forget()
        yield current[-1]
        outbound._pool().clear()
    keys.delete_secret(SecretId=SECRET_NAME, ForceDeleteWithoutRecovery=True)
    monkeypatch.undo()
    settings.cache_clear()
    provider_keys.forget()


def press(order: Order, method: str) -> Answer:
    return PAGE.call(
        "POST", f"{path_of(order)}/pay", f"lang=en&method={method}".encode(), {"content-type": "application/x-www-form-urlencoded"}
    )


def payments(order: Order) -> list[dict[str, object]]:
    return list(Client(payments_app, {"x-order-token": TOKEN}).get(f"/v1/orders/{order.id}/payments").json["data"])


def test_the_button_leads_to_the_provider_and_back_to_the_page(provider: Provider) -> None:
    order = unpaid("en")
    page = PAGE.get(path_of(order))
    assert re.search(r'<form method="post" action="[a-z2-7]{64}/pay">', page.text)
    assert 'name="method" value="sandbox.wallet">Test wallet</button>' in page.text
    # A browser holds the form's redirects to it too.
    assert "form-action 'self' https:;" in page.headers["content-security-policy"]
    answer = press(order, "sandbox.wallet")
    [(reference, charge)] = provider.charges.items()
    assert (answer.status, answer.headers["location"]) == (303, f"http://pay/{reference}")
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert charge["amount"] == order.totals.total
    assert charge["return_url"] == f"http://localhost:8000{path_of(order)}"


def test_pressed_twice_the_money_is_asked_for_once(provider: Provider) -> None:
    order = unpaid("en")
    assert press(order, "sandbox.wallet").headers["location"] == press(order, "sandbox.wallet").headers["location"]
    assert (len(provider.charges), len(payments(order))) == (1, 1)


def test_a_transfer_is_told_on_the_page_with_the_order_s_number(provider: Provider) -> None:
    order = unpaid("en")
    answer = press(order, "manual.bank_transfer")
    assert answer.status == 200
    assert f"Please transfer CNY 1,355.00 with the note {order.number}." in answer.text
    assert f'<a href="../{path_of(order).removeprefix("/o/")}?lang=en">' in answer.text
    assert [payment["method"] for payment in payments(order)] == ["bank_transfer"]


def test_an_order_that_takes_no_money_starts_no_payment(provider: Provider) -> None:
    order = cancelled("en")
    assert "<form" not in PAGE.get(path_of(order)).text
    answer = press(order, "sandbox.wallet")
    assert (answer.status, "cannot be paid any more" in answer.text) == (409, True)
    assert (payments(order), provider.charges) == ([], {})


@pytest.mark.parametrize(
    "method", ["", "sandbox", "sandbox.", ".wallet", "nobody.wallet", "sandbox.gold", "stripe.card", "%00.%00", "a" * 3_000]
)
def test_what_is_no_method_is_said_on_the_page(method: str, provider: Provider) -> None:
    order = unpaid("en")
    answer = press(order, method)
    assert (answer.status, "does not fit" in answer.text) == (422, True)
    assert (payments(order), provider.charges) == ([], {})


def test_a_body_that_is_no_form(provider: Provider) -> None:
    order = unpaid("en")
    assert PAGE.call("POST", f"{path_of(order)}/pay", b"\xff\xfe").status == 422
    assert PAGE.call("POST", f"{path_of(order)}/pay", b"&".join([b"a=1"] * 100)).status == 422
    assert PAGE.call("POST", f"{path_of(order)}/pay", b"x" * 5_000).status == 413


def test_a_provider_that_does_not_answer_is_said_on_the_page(provider: Provider) -> None:
    provider.lost_answers = 9
    order = unpaid("en")
    answer = press(order, "sandbox.wallet")
    assert (answer.status, "does not answer" in answer.text) == (503, True)
    provider.lost_answers = 0
    assert press(order, "sandbox.wallet").status == 303
    assert len(provider.charges) == 1


def test_the_open_rest_of_an_order_on_its_way_can_be_paid(provider: Provider) -> None:
    order = unpaid("en")
    set_fields(order, status="shipped", payment_status="partially_paid", captured=100_000)
    assert "CNY 355.00 to be paid" in PAGE.get(path_of(order)).text
    assert press(order, "sandbox.wallet").status == 303
    assert [charge["amount"] for charge in provider.charges.values()] == [35_500]


def test_a_page_offers_no_method_that_needs_a_script(provider: Provider) -> None:
    for code in _ADAPTERS:
        caps = provider_named(code).caps
        assert set(caps.steps) <= set(caps.methods), code
    text = PAGE.get(path_of(unpaid("en"))).text
    assert re.findall(r'value="(\w+\.\w+)"', text) == ["sandbox.wallet", "manual.bank_transfer", "manual.cash_on_delivery"]


def test_payers_are_offered_what_works_where_they_are() -> None:
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
    agents = [phone, f"{phone} MicroMessenger/8.0", f"{phone} AlipayClient/10.6", "Mozilla/5.0 (X11; Linux x86_64)", ""]
    assert [device_of(agent) for agent in agents] == ["mobile", "wechat", "alipay", "desktop", "desktop"]


def test_a_form_to_the_provider_and_a_code_to_scan_need_no_script() -> None:
    order = unpaid("en")
    page = OrderPage(stored(order), order)
    posted = NextAction("form_post", "https://pay.example/front", {"sign": 'a"><script>', "amount": "1"})
    answer = step_reply(page, "en", posted, "x" * 64, "back")
    text = str(answer.body)
    assert '<form method="post" action="https://pay.example/front"' in text
    assert '<input type="hidden" name="sign" value="a&#34;&gt;&lt;script&gt;">' in text
    assert "form-action 'self' https:;" in answer.headers["Content-Security-Policy"]
    scanned = step_reply(page, "en", NextAction("qr_code", "weixin://wxpay/bizpayurl?pr=x"), "x" * 64, "back")
    assert 'src="data:image/svg+xml' in str(scanned.body)
    assert "img-src 'self'" in scanned.headers["Content-Security-Policy"]
    done = step_reply(page, "en", NextAction("none"), "x" * 64, "back")
    assert (done.status, done.headers["Location"]) == (303, "back")
