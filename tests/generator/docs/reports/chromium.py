"""A headless Chromium, driven over the DevTools pipe: one page, its requests, its size and its looks."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
# Chromium reads its commands from descriptor 3 and answers on 4.
_CONNECTED = """\
import os, sys
for given, wanted in ((int(sys.argv[1]), 3), (int(sys.argv[2]), 4)):
    os.dup2(given, wanted)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """One tab of a browser."""

    def __init__(self, sending: int, receiving: int) -> None:
        """Attach to a new tab, and watch what it asks for."""
        self._sending = sending
        self._receiving = receiving
        self._unread = b""
        self._last = 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.blocked: list[str] = []
        self.errors: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params):
        """Send a command and wait for what it gives; note the events that come before it."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._sending, json.dumps(message).encode() + b"\0")
        while (told := self._next()).get("id") != self._last:
            self._note(told)
        if "error" in told:
            raise RuntimeError(told["error"]["message"])
        return told["result"]

    def _next(self):
        while b"\0" not in self._unread:
            received = os.read(self._receiving, 1 << 16)
            if not received:
                raise RuntimeError("the browser has gone")
            self._unread += received
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)

    def _note(self, event) -> None:
        params = event.get("params", {})
        if event["method"] == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        if event["method"] == "Network.loadingFailed" and "blockedReason" in params:
            self.blocked.append(params["blockedReason"])
        if event["method"] == "Log.entryAdded":
            self.errors.append(params["entry"]["text"])
        if event["method"] == "Runtime.exceptionThrown":
            self.errors.append(params["exceptionDetails"]["text"])
        if event["method"] == "Page.loadEventFired":
            self._is_loaded = True

    def open(self, path: Path, width: int, *, height: int = 900, scheme: str = "light") -> None:
        """Show a file in a window of this size, in light or dark, and wait until it is loaded."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", features=features)
        for noted in (self.requests, self.blocked, self.errors):
            noted.clear()
        self._is_loaded = False
        self.call("Page.navigate", url=path.as_uri())
        self.wait(lambda: self._is_loaded)

    def wait(self, is_so) -> None:
        """Note what happens until something is so."""
        while not is_so():
            self._note(self._next())

    def value(self, expression: str):
        """Return what an expression gives on the page; the tester's own code, not the page's."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def screenshot(self, path: Path) -> None:
        """Keep what the window shows."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def browser(folder: Path):
    """Start a browser that keeps its files in a folder, and end it."""
    commands, sending = os.pipe()
    receiving, answers = os.pipe()

    options = (*_OPTIONS, f"--user-data-dir={folder}")
    process = subprocess.Popen(
        [sys.executable, "-c", _CONNECTED, str(commands), str(answers), str(PROGRAM), *options],
        pass_fds=(commands, answers),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(commands)
    os.close(answers)
    try:
        tab = Browser(sending, receiving)
        yield tab
        tab.call("Browser.close")
        process.wait(10)
    finally:
        process.kill()
        process.wait()
        os.close(sending)
        os.close(receiving)
