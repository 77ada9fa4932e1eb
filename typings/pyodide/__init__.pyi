"""Pyodide and PyScript exist in the browser only; to the type checker they are Any."""

from typing import Any

def __getattr__(name: str) -> Any: ...
