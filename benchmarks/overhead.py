"""What our Python costs around the network itself: each step alone, in the built engine, against the inference."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright

from benchmarks import chrome
from benchmarks.table import Results, Row

LIMIT = 0.35
MAX_THREADS = 4


def facts(dist: Path) -> dict[str, Any]:
    """What the built page knows of the site."""
    match = re.search(r'id="site"[^>]*>([^<]*)<', (dist / "index.html").read_text(encoding="utf-8"))
    assert match, "the page has no facts about the site"
    known: dict[str, Any] = json.loads(match[1])
    return known


def measure(playwright: Playwright, dist: Path, server: str, rounds: int, results: Results) -> None:
    """`server` has the built site under /dist/, the photo as /photos/2mp.jpg, and the pages."""
    site = facts(dist)
    static = {group: f"{server}/dist/{folder}" for group, folder in site["static"].items()}
    plan = {
        "dist": {**static, "model": f"{server}/dist/{site['models']['u2netp']['url']}"},
        "photo": f"{server}/photos/2mp.jpg",
        "script": f"{server}/pages/steps.py",
        "threads": min(os.cpu_count() or 1, MAX_THREADS),
        "rounds": rounds,
    }
    with chrome.visitor(playwright) as context:
        page = context.new_page()
        page.goto(f"{server}/pages/steps.html")
        steps: dict[str, list[float]] = page.evaluate("plan => measure(plan)", plan)["steps"]
    inference = steps.pop("inference")
    totals = [sum(values) for values in zip(*steps.values(), strict=True)]
    results.add(Row("Python around the network at 2 MP", "ms", totals, inference, "the inference itself", LIMIT))
    for name, values in steps.items():
        results.add(Row(f"of which {name}", "ms", values))
