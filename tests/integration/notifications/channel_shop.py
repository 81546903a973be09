"""A customer with a device, a provider of push messages on loopback, and what was told them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.privacy import Consent, Purpose, Source, note_consents
from functions.shared.events.envelope import SYSTEM, Actor, Envelope
from functions.shared.outside import provider_keys
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump
from functions.shared.plain.settings import settings
from functions.shared.sealing import key_for

ME, OTHER = (ids.customer_id(f"0192aa3e-0000-7000-8000-00000000000{n}") for n in (1, 2))
SUBJECTS = {ME: "0192aa3e-0000-7000-8000-000000000001", OTHER: "0192aa3e-0000-7000-8000-000000000002"}
SECRET = "shop-test-channels"
KEY = rsa.generate_private_key(65537, 2048)
AT = "2027-03-27T22:30:00.000Z"


def customer(id_: str = ME, name: str = "Ada", language: str = "en", email: str = "ada@example.com") -> Customer:
    one = Customer(id_, email, name, language, "2026-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(id_), sk=CUSTOMER_SK, kind="customer", body=dump(one)).save()
    key_for(id_)
    return one


def agrees(person: str = ME, *purposes: Purpose) -> None:
    said = [Consent(one, True, "2026", Source.ACCOUNT, "2026-01-01T00:00:00.000Z") for one in purposes or (Purpose.MARKETING_EMAIL,)]
    note_consents(person, said, actor=Actor("guest"), remember=lambda _: [])


def requested(
    cause: str, channel: str = "email", template: str = "spring", person: str = ME, purpose: str = "marketing:news", until: str = ""
) -> Envelope:
    """`until`: of what it tells, such as a sale."""
    values = {"link": "https://shop.example/sale"}
    data = {
        "cause": cause,
        "person": person,
        "channel": channel,
        "template": template,
        "purpose": purpose,
        "values": values,
        "language": "",
        "valid_until": until,
    }
    return Envelope(ids.derived_id("evt", cause, person), "marketing.message_requested", 1, AT, person, SYSTEM, data)


def factor_added(person: str = ME, cause: str = "f") -> Envelope:
    """Transactional, about the account."""
    data = {"person": person, "factor": "totp"}
    return Envelope(ids.derived_id("evt", cause, person), "factor.added", 1, AT, person, SYSTEM, data)


def has_keys(url: str) -> None:
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    fcm = {"project_id": "shop", "client_email": "shop@example.com", "private_key": pem, "token_uri": f"{url}/token", "url": url}
    wechat = {"app_id": "wx1", "secret": "s", "url": url}
    client = boto3.client("secretsmanager")
    entries = json.dumps({"fcm": fcm, "wechat_official": wechat, "wechat_mini": wechat})
    try:
        client.create_secret(Name=SECRET, SecretString=entries)
    except client.exceptions.ResourceExistsException:
        client.put_secret_value(SecretId=SECRET, SecretString=entries)
    settings.cache_clear()
    provider_keys.forget()


class Provider:
    """Answers as FCM and WeChat do: what is in `answers` by path, once each, else success. While `hangs` is set nothing is answered."""

    def __init__(self) -> None:
        self.got: list[tuple[str, Any]] = []
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.hangs = threading.Event()
        self.ends = threading.Event()

    def answer(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if path.startswith(("/token", "/cgi-bin/stable_token")):
            return 200, {"access_token": "at", "expires_in": 3600}
        if self.hangs.is_set():
            self.ends.wait(10)
        self.got.append((path.partition("?")[0], json.loads(body)))
        return self.answers.pop(0) if self.answers else (200, {"name": f"projects/shop/messages/{len(self.got)}", "errcode": 0, "msgid": 7})


@contextmanager
def served() -> Iterator[tuple[Provider, str]]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, told = provider.answer(self.path, self.rfile.read(int(self.headers["Content-Length"])))
            raw = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        provider.ends.set()
        server.shutdown()
        server.server_close()
