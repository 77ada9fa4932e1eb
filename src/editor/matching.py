"""Matching what a person types with the words of a list: beginnings, parts, initials, letters in order, one slip.

Distances are small whole numbers; only their order means something.
"""

from __future__ import annotations

import re

_PLAIN = str.maketrans("äöüáàâéèêíìîóòôúùûñç", "aouaaaeeeiiiooouuunc")


GUESS = 100
"""A distance from here on is a guess: letters of a word, or a slip. Nobody wants one beside a real match."""


def folded(text: str) -> list[str]:
    """The words of `text` in lower case, without accents."""
    return re.findall(r"\w+", text.casefold().translate(_PLAIN))


def distance(query: str, label: str, also: str = "", detail: str = "") -> int | None:
    """How far `query` is from a row: 0 is how its label begins, None means that some word of it fits nowhere. The words
    of the label are nearer than `also`, other words for the same, and these nearer than `detail`, what stands by."""
    asked, named = folded(query), folded(label)
    fields = ((named, 0), (folded(also), 3), (folded(detail), 6))
    total = 0
    for term in asked:
        fits = [step + far for written, far in fields for word in written if (step := _step(term, word)) is not None]
        if len(term) > 1 and "".join(word[0] for word in named).startswith(term):
            fits.append(2)
        if not fits:
            return None
        total += min(fits)
    return total + (named[: len(asked)] != asked)


def _step(term: str, word: str) -> int | None:
    """How far what was typed is from a word: the word, its start, a part, letters of it in order, a slip."""
    if term == word:
        return 0
    if word.startswith(term):
        return 1
    if len(term) > 1 and term in word:
        return 4
    if len(term) > 2 and term[0] == word[0] and _in_order(term, word):
        return GUESS
    return GUESS + 1 if len(term) > 3 and _slipped(term, word) else None


def _in_order(term: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in term)


def _slipped(term: str, word: str) -> bool:
    """Whether `term` is a beginning of `word` with one letter wrong, missing, too many, or swapped with the next."""
    size = len(term)
    same, longer, shorter = word[:size], word[: size + 1], word[: size - 1]
    wrong = [at for at, pair in enumerate(zip(term, same, strict=False)) if pair[0] != pair[1]]
    if len(same) == size and (len(wrong) == 1 or (len(wrong) == 2 and sorted(term) == sorted(same) and _beside(wrong))):
        return True
    return _drops_to(longer, term) or _drops_to(term, shorter)


def _beside(places: list[int]) -> bool:
    return places[1] - places[0] == 1


def _drops_to(longer: str, shorter: str) -> bool:
    """Whether `longer` without one of its letters is `shorter`."""
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
