"""The chat robots: real posts to loopback, within their limits, refusals noticed."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from pipelines.alert.channels import DeliveryError, Outgoing, _plugin, send
from tests.unit.alert.test_alert_nights import NOW
from tests.unit.alert.test_forms import content

ROBOTS = {
    "wecombot://abcdef-12345": (NotifyWeComBot, 2048, lambda post: post["text"]["content"]),
    "dingtalk://" + "a" * 64 + "/": (NotifyDingTalk, 19_000, lambda post: post["text"]["content"]),
    "feishu://abcdef": (NotifyFeishu, 19_000, lambda post: post["content"]["text"]),
}


class Robot:
    """A service that answers as told."""

    def __init__(self) -> None:
        self.posts: list[Any] = []
        self.answer: dict[str, Any] = {"errcode": 0, "code": 0}
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                robot.posts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                body = json.dumps(robot.answer).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    served = Robot()
    for plugin, _, _ in ROBOTS.values():
        monkeypatch.setattr(plugin, "notify_url", f"http://127.0.0.1:{served.http.server_address[1]}/robot")
        monkeypatch.setattr(plugin, "request_rate_per_sec", 0)
    _plugin.cache_clear()
    yield served
    _plugin.cache_clear()
    served.http.shutdown()
    served.http.server_close()


@pytest.mark.parametrize("url", ROBOTS)
def test_parts_arrive_within_the_limit_and_only_once(robot: Robot, url: str) -> None:
    _, limit, text_of = ROBOTS[url]
    done: list[str] = []
    send(url, Outgoing("id", "digest", content(40), frozenset(), done.append), NOW)
    texts = [text_of(post) for post in robot.posts]
    assert len(texts) == len(done) and all(len(text.encode()) <= limit for text in texts)
    assert "【明账】标题" in texts[0]
    send(url, Outgoing("id", "digest", content(40), frozenset(done), done.append), NOW)
    assert len(robot.posts) == len(texts)


@pytest.mark.parametrize("url", ROBOTS)
def test_a_refusal_with_status_200_is_a_failure(robot: Robot, url: str) -> None:
    robot.answer = {"errcode": 45009, "code": 45009, "errmsg": "api freq out of limit", "msg": "too many"}
    with pytest.raises(DeliveryError, match="45009"):
        send(url, Outgoing("id", "digest", content(1), frozenset(), lambda piece: None), NOW)
