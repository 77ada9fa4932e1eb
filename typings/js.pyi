"""The browser, as Pyodide shows it: every name exists, none has a type."""

from typing import Any

def __getattr__(name: str) -> Any: ...
