"""The error tree: every code belongs to one class and comes back from the wire as that class."""

from __future__ import annotations

import pytest

from errors import CODES, FAMILIES, EngineError, InputError, from_code


def test_no_code_stands_in_two_classes() -> None:
    assert sum(len(family.codes) for family in FAMILIES) == len(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_comes_back_as_its_class(code: str) -> None:
    error = from_code(code, {"name": "a"})
    assert code in type(error).codes and error.details == {"name": "a"}


def test_a_code_of_another_class_is_refused() -> None:
    with pytest.raises(ValueError, match="model/hash"):
        InputError("model/hash")


def test_an_unknown_code_becomes_a_fault_that_names_it() -> None:
    error = from_code("nonsense", {})
    assert isinstance(error, EngineError) and error.details["kind"] == "nonsense"
