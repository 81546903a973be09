"""P07: what sends something is asked once, whatever becomes of the answer: botocore would ask up to four times by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from functions.notifications.channels import mail, sms
from functions.notifications.model.channel import NotSent
from functions.notifications.model.rules import WORD
from functions.shared.outside import aws
from infra.functions import FUNCTIONS
from infra.functions.model import Queue
from infra.parts.queues import hidden

ACCEPTED = b'{"MessageId": "1"}'
TAKEN: list[str] = []
HOW: list[int] = []
"""What the provider answers: a status, or 0 for taking it and saying nothing."""


class Provider(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        TAKEN.append(self.path)
        if HOW[0]:
            body = ACCEPTED if HOW[0] == 200 else b""
            self.send_response(HOW[0])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    for name, value in {
        "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    TAKEN.clear()
    aws.forget()
    try:
        yield url
    finally:
        server.shutdown()
        server.server_close()
        aws.forget()


def by_mail() -> str:
    return mail.send("a@example.com", mail.Wording("s", "t", "<p>h</p>"), "msg_1", "ORD#1")


def by_sms() -> str:
    return sms.send("+8613800138000", "t")


@pytest.mark.parametrize(("status", "code"), [(0, "no_answer"), (503, "503")])
def test_a_mail_whose_answer_is_lost_was_asked_for_once_and_its_word_follows(provider: str, status: int, code: str) -> None:
    HOW[:] = [status]
    with pytest.raises(NotSent) as lost:
        by_mail()
    assert (len(TAKEN), lost.value.code, lost.value.word_follows) == (1, code, True)
    with pytest.raises(NotSent) as silent:
        by_sms()
    assert (len(TAKEN), silent.value.word_follows) == (2, False), "nobody tells later of a text message"
    HOW[:] = [200]
    assert by_mail() == "1"
    assert len(TAKEN) == 3


def test_what_reached_nobody_was_not_sent(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    aws.forget()
    with pytest.raises(NotSent) as refused:
        by_mail()
    assert (refused.value.code, refused.value.word_follows, TAKEN) == ("unreachable", False, [])


def test_a_queue_brings_a_mail_back_after_the_time_in_which_ses_tells_of_it() -> None:
    """A worker that died between the two: SES's `Send` comes before the message is tried again."""
    names = {"notifications", "marketing-messages"}
    fed = [(one.timeout, one.trigger) for one in FUNCTIONS if isinstance(one.trigger, Queue)]
    waits = {queue.name: hidden(timeout, queue.window) for timeout, queue in fed if queue.name in names}
    assert waits.keys() == names
    assert min(waits.values()) >= WORD.total_seconds()
