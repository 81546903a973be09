"""Our WeChat Pay signatures and those of `wechatpayv3` agree both ways (test-only dependency)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from wechatpayv3 import utils

from functions.payments.providers.wechatpay.account import account
from functions.payments.providers.wechatpay.signing import authorization, client_signature, decrypt, verify
from infra.simulators.wechatpay.signing import WeChatSigner, seal
from tests.unit.payments.keys import own_keys, shop_keys

NOW, NONCE = 1_800_000_000, "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(("method", "body"), [("POST", b'{"description":"\xe8\xae\xa2\xe5\x8d\x95"}'), ("GET", b"")])
def test_requests_are_signed_as_the_sdk_signs(secret: dict[str, Any], monkeypatch: pytest.MonkeyPatch, method: str, body: bytes) -> None:
    ours = account()
    path = "/v3/pay/transactions/out-trade-no/x?mchid=1900000001"
    monkeypatch.setattr(utils.time, "time", lambda: NOW)
    key = utils.load_private_key(ours.private_key)
    text = body.decode()
    theirs = utils.build_authorization(path, method, ours.mchid, ours.serial_no, key, data=text, nonce_str=NONCE)
    fields = dict(part.split("=", 1) for part in theirs.split(" ", 1)[1].split(","))
    mine = authorization(ours, method, f"https://api.mch.weixin.qq.com{path}", body, now=NOW, nonce=NONCE)
    assert dict(part.split("=", 1) for part in mine.split(" ", 1)[1].split(",")) == fields


def test_what_the_simulator_signs_the_sdk_accepts_and_so_do_we(secret: dict[str, Any]) -> None:
    body = b'{"code_url":"weixin://x"}'
    headers = {
        name.lower(): value for name, value in WeChatSigner(shop_keys("wechatpay"), own_keys("wechatpay")).headers(body, NOW).items()
    }
    verify(account(), headers, body, NOW)
    key = load_pem_public_key(shop_keys("wechatpay")["platform_keys"][headers["wechatpay-serial"]].encode())
    accepted = [
        utils.rsa_verify(headers["wechatpay-timestamp"], headers["wechatpay-nonce"], text, headers["wechatpay-signature"], key)
        for text in (body.decode(), body.decode() + " ")
    ]
    assert accepted == [True, False]


def test_what_the_simulator_encrypts_the_sdk_decrypts_as_we_do(secret: dict[str, Any]) -> None:
    key = shop_keys("wechatpay")["apiv3_key"]
    sealed = seal({"out_trade_no": "订单"}, key, "transaction")
    theirs = utils.aes_decrypt(sealed["nonce"], sealed["ciphertext"], sealed["associated_data"], key)
    assert json.loads(theirs) == decrypt(account(), sealed) == {"out_trade_no": "订单"}


def test_the_customers_signature_is_the_sdks(secret: dict[str, Any]) -> None:
    ours = account()
    theirs = utils.rsa_sign(utils.load_private_key(ours.private_key), f"{ours.appid}\n{NOW}\n{NONCE}\nprepay_id=wx1\n")
    assert client_signature(ours, ours.appid, str(NOW), NONCE, "prepay_id=wx1") == theirs
