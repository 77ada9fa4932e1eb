"""Why a model was chosen, in the language that is spoken: the sentences of edge_functions/_shared/routing. Plain."""

from __future__ import annotations

from texts import Texts

REASONS = Texts(
    {
        "words": "the picture has to show words that were given",
        "readable": "the picture has to show readable words",
        "printed": "printed matter needs words and a layout that hold",
        "diagram": "a diagram or an interface needs exact places and words",
        "numbers": "the prompt asks for exact numbers and places",
        "drawn": "the prompt asks for a drawn or painted style",
        "style": "the prompt names a style that is not a photograph",
        "pattern": "the prompt asks for a pattern or an abstract ground",
        "photograph": "the prompt asks for what looks like a photograph",
        "light": "the prompt describes light and a place as a camera would see them",
        "draft": "a draft should be quick and cheap",
        "high": "high quality was asked for",
        "exact": "it draws this aspect without cropping",
        "cost": "it costs less",
        "otherwise": "nothing in the prompt asks for words or a drawn style, so a photograph suits",
        "next": "it is the next best for this prompt",
        "chosen": "you chose it",
        "resting": "the model that suits best is out of order at the moment",
        "fallback": "the first model did not answer, so the next best one draws",
    }
)
KEYS = {REASONS.english(key): key for key in REASONS}


def reason(because: str) -> str:
    """The backend's sentence in the language that is spoken; one that is not known stays as it is."""
    key = KEYS.get(because)
    return REASONS[key] if key else because
