"""What the page and the backend have to call by the same names, compared in the checkout."""

from __future__ import annotations

import json
import re

from account.counting import EVENTS
from generation.reasons import KEYS, reason
from tests.sources import ROOT
from texts import use

EDGE = ROOT / "edge_functions"


def test_the_database_knows_every_event_that_is_counted() -> None:
    migrations = "".join(path.read_text() for path in sorted((ROOT / "supabase" / "migrations").glob("*.sql")))
    listed = re.search(r"insert into private.usage_events \(event\) values(.*?);", migrations, re.DOTALL)
    assert listed is not None
    dropped = re.findall(r"delete from private.usage_events where event = '([a-z_]+)'", migrations)
    assert set(EVENTS) == set(re.findall(r"'([a-z_]+)'", listed[1])) - set(dropped)


def test_every_reason_of_the_router_can_be_said_in_german() -> None:
    rules = json.loads((EDGE / "_shared" / "routing" / "rules.json").read_text())
    said = {rule["because"] for rule in rules["rules"]} | set(rules["qualityBecause"].values())
    said |= {rules[name]["because"] for name in ("inexact", "thrift")} | {rules["otherwise"]}
    code = [
        (EDGE / path).read_text() for path in ("_shared/routing/router.ts", "generate/handler.ts", "generate/task.ts")
    ]
    for file in code:
        said |= set(re.findall(r'"((?:it is|you chose|the (?:first )?model) [^"]*)"', file))
    assert said == set(KEYS)
    use("de")
    try:
        assert not [one for one in said if reason(one) == one]
    finally:
        use("en")
    assert reason("something new") == "something new"
