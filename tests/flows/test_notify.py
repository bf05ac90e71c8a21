"""Alarms as they arrive: by mail, and in the words that each messenger's robot takes, at receivers on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from flows.operation import notify
from tests.operation.machines import free_port

TITLE = "信访局预决算：1 项告警 xinfang-budgets: 1 alarms"
TEXT = "[portal_wall] 1 个门户拦截：sample-quyang\n1 portals put up a wall: sample-quyang"


@dataclass
class Post:
    """What one robot was sent."""

    path: str
    body: dict[str, Any]


@pytest.fixture
def robots() -> Iterator[tuple[str, list[Post]]]:
    """The address of a receiver that takes everything as the messengers do, and what it got."""
    got: list[Post] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(Post(self.path, json.loads(sent)))
            answer = b"ok" if self.path.startswith("/hooks") else b'{"errcode": 0, "code": 0}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", got
    server.shutdown()
    server.server_close()


#: Where Apprise sends for each robot, which no address of ours can change: the class and the name of its constant.
ENDPOINTS = {
    "wecombot": ("apprise.plugins.wecombot.NotifyWeComBot.notify_url", "/cgi-bin/webhook/send?key={key}"),
    "dingtalk": ("apprise.plugins.dingtalk.NotifyDingTalk.notify_url", "/robot/send?access_token={token}"),
    "feishu": ("apprise.plugins.feishu.NotifyFeishu.notify_url", "/open-apis/bot/v2/hook/{token}/"),
    "slack": ("apprise.plugins.slack.NotifySlack.webhook_url", "/hooks"),
}


@pytest.mark.parametrize(
    ("address", "path", "text_of"),
    [
        (
            "wecombot://botkey-made-up-0001",
            "/cgi-bin/webhook/send?key=botkey-made-up-0001",
            lambda body: (body["msgtype"], body["text"]["content"]),
        ),
        (
            "dingtalk://abcdefabcdef0123456789",
            "/robot/send?access_token=abcdefabcdef0123456789",
            lambda body: (body["msgtype"], body["text"]["content"]),
        ),
        (
            "feishu://made-up-token-0001",
            "/open-apis/bot/v2/hook/made-up-token-0001/",
            lambda body: (body["msg_type"], body["content"]["text"]),
        ),
        (
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            "/hooks/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            lambda body: ("text", body["attachments"][0]["title"] + body["attachments"][0]["text"]),
        ),
    ],
    ids=lambda value: value.split(":")[0] if isinstance(value, str) and "://" in value else "",
)
def test_a_messenger_gets_the_alarm_once_in_the_form_its_robot_takes(
    robots: tuple[str, list[Post]],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    path: str,
    text_of: Callable[[dict[str, Any]], tuple[str, str]],
) -> None:
    base, got = robots
    constant, endpoint = ENDPOINTS[address.split(":", maxsplit=1)[0]]
    monkeypatch.setattr(constant, base + endpoint)
    monkeypatch.setenv(notify.VARIABLE, address)
    assert notify.send(TITLE, TEXT)
    (post,) = got
    assert post.path == path
    kind, text = text_of(post.body)
    assert kind == "text"
    assert "1 项告警" in text
    assert "1 portals put up a wall: sample-quyang" in text


def test_a_mailbox_gets_the_alarm_with_its_title_as_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    got = []

    class Mailbox(Message):
        def handle_message(self, message: Any) -> None:
            got.append(message_from_bytes(message.as_bytes(), policy=default))

    port = free_port()
    mail = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    mail.start()
    try:
        monkeypatch.setenv(
            notify.VARIABLE,
            f"mailto://127.0.0.1:{port}/?from=xinfang@example.org&to=operator@example.org&mode=insecure&format=text",
        )
        assert notify.send(TITLE, TEXT)
    finally:
        mail.stop()
    (message,) = got
    assert message["Subject"].strip() == TITLE
    assert "operator@example.org" in message["To"]
    assert "1 portals put up a wall: sample-quyang" in message.get_content()


def test_one_receiver_that_is_away_does_not_keep_the_alarm_from_the_other(
    robots: tuple[str, list[Post]], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, got = robots
    there = base.removeprefix("http://")
    monkeypatch.setenv(notify.VARIABLE, f"json://127.0.0.1:9/ json://{there}/")
    assert notify.send(TITLE, TEXT), "somebody knows"
    assert [post.body["title"] for post in got] == [TITLE]
    monkeypatch.setenv(notify.VARIABLE, "json://127.0.0.1:9/")
    assert not notify.send(TITLE, TEXT), "nobody was reached: it is tried again at the next look"


def test_an_address_holds_a_password_and_is_in_no_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(notify.VARIABLE, "nosuchservice://made-up-password@host")
    assert not notify.send(TITLE, TEXT)
    assert "address 1 of XINFANG_NOTIFY is none" in caplog.text
    assert "made-up-password" not in "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith("xinfang")
    )
