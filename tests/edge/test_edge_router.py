"""The router: 150 labelled prompts, of which the rules have seen one half, and what else moves the choice."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from tests.edge.deno import run

PROMPTS = Path(__file__).parent / "prompts" / "labelled.txt"
PRICES = {"gpt-image-1": 14, "flux-kontext": 12, "sdxl": 5}
ALL = list(PRICES)


def question(prompt: str, **more: Any) -> dict[str, Any]:
    """A question to the router; without more, one in which the prompt alone decides."""
    return {"prompt": prompt, "aspect": "1:1", "quality": "standard", "prices": PRICES, "exact": ALL} | more


def labelled(half: int) -> list[tuple[str, str]]:
    """(model, prompt) of one half: 0 was used for the rules, 1 was kept out."""
    lines = [line for line in PROMPTS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    pairs = [(model, prompt) for model, _, prompt in (line.partition(" | ") for line in lines)]
    return [pair for pair in pairs if hashlib.sha256(pair[1].encode()).digest()[-1] % 2 == half]


def share(pairs: list[tuple[str, str]]) -> tuple[float, list[str]]:
    """The share of prompts that go to their model, and the ones that do not."""
    ranked = run("rank.ts", [question(prompt) for _, prompt in pairs])
    wrong = [
        f"{prompt}: {best[0]['model']}"
        for (model, prompt), best in zip(pairs, ranked, strict=True)
        if best[0]["model"] != model
    ]
    return 1 - len(wrong) / len(pairs), wrong


def test_there_are_150_prompts_and_both_halves_are_of_use() -> None:
    halves = [labelled(half) for half in (0, 1)]
    assert sum(map(len, halves)) == 150
    for half in halves:
        assert len(half) >= 70
        assert {model for model, _ in half} == set(ALL)
        assert all(sum(model == one for one, _ in half) >= 20 for model in ALL)


def test_the_half_that_was_kept_out_goes_where_it_should() -> None:
    right, wrong = share(labelled(1))
    assert right >= 0.9, wrong


def test_the_half_that_was_seen_goes_where_it_should() -> None:
    right, wrong = share(labelled(0))
    assert right >= 0.95, wrong


def best(**more: Any) -> dict[str, str]:
    """The first choice."""
    [[first, *_]] = run("rank.ts", [question(**more)])
    return dict(first)


def test_every_choice_has_a_reason_that_fits_in_a_sentence() -> None:
    ranked = run("rank.ts", [question(prompt) for _, prompt in labelled(0)])
    reasons = {choice["because"] for choices in ranked for choice in choices}
    assert len(reasons) > 5
    assert all(10 < len(reason) < 90 and reason[0].islower() for reason in reasons)


def test_a_reason_never_quotes_the_prompt() -> None:
    ranked = run("rank.ts", [question(f'A poster saying "zq{at}marked" in watercolour, bokeh') for at in range(20)])
    assert "marked" not in str(ranked)


def test_price_decides_where_the_prompt_does_not() -> None:
    plain = "Something nice"
    assert best(prompt=plain)["model"] == "flux-kontext"
    cheap = best(prompt=plain, quality="draft", prices={"gpt-image-1": 60, "flux-kontext": 50, "sdxl": 2})
    assert cheap["model"] == "sdxl"


def test_high_quality_keeps_a_borderline_prompt_from_the_cheapest_model() -> None:
    prompt = "Geometric shadows on a wall, soft light"
    models = {quality: best(prompt=prompt, quality=quality)["model"] for quality in ("draft", "high")}
    assert models == {"draft": "sdxl", "high": "flux-kontext"}


def test_an_aspect_that_a_model_draws_itself_counts() -> None:
    prompt = "A poster of a mountain, photo"
    square = best(prompt=prompt)
    wide = best(prompt=prompt, aspect="21:9", exact=["flux-kontext"])
    assert wide["model"] == "flux-kontext"
    assert square["model"] in ALL


def test_a_model_without_a_price_is_not_offered() -> None:
    assert best(prompt='A sign that says "open"', prices={"sdxl": 5})["model"] == "sdxl"


def test_long_and_odd_prompts_take_no_time() -> None:
    odd = ["(" * 2000, '"' * 2000, "a " * 1000, "says " * 400, "\u202e" * 2000, "with the text " * 140]
    assert len(run("rank.ts", [question(prompt) for prompt in odd])) == len(odd)
