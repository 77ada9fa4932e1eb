"""client.Host in a browser: the egress Worker, started with the interpreter that the page has compiled. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from js import Object, Worker, document, window
from pyodide.ffi import create_proxy, to_js

from threads.js_port import JsPort


class BrowserEgress:
    """`site` is the page's table of where things lie; its row `backend` says which project, and with which key."""

    def __init__(self, site: dict[str, Any]) -> None:
        self._static: dict[str, str] = site["static"]
        self._backend: dict[str, str] = site.get("backend", {})
        self._worker: Any = None
        self._port: JsPort | None = None

    @property
    def there(self) -> bool:
        """Whether this site has a backend at all."""
        return bool(self._backend.get("url"))

    @property
    def host(self) -> str:
        """The host of the backend, "" where there is none."""
        return self._backend.get("url", "").partition("://")[2]

    def start(self, died: Callable[[], None]) -> JsPort:
        """A fresh thread, booting."""
        options = to_js({"type": "module", "name": "egress"}, dict_converter=Object.fromEntries)
        self._worker = Worker.new(self._static["egress"] + "worker.js", options)
        self._worker.onerror = create_proxy(lambda event: died())
        self._port = JsPort(self._worker)
        message = {
            "kind": "boot",
            "base": str(document.baseURI),
            "pyodide": self._static["pyodide"],
            "egress": self._static["egress"],
            **self._backend,
        }
        self._worker.postMessage(to_js(message, dict_converter=Object.fromEntries))
        window.aluo.give(self._worker)
        return self._port

    def stop(self) -> None:
        """End it at once."""
        if self._worker is not None:
            self._worker.terminate()
        if self._port is not None:
            self._port.close()
