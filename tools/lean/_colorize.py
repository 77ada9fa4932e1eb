"""Stands in for the standard library's _colorize on the page: a traceback without colours.

The original builds a theme of five dataclasses on every start, for a terminal that a page does not have. Here a
theme, each of its sections and each of their colours is the same empty string.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

COLORIZE = False


class Plain(str):
    """No colour, whatever is asked of it."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Plain:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: Any) -> Plain:
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Plain:
        return self

    def items(self) -> Iterator[tuple[str, str]]:
        """A section has no colours to list."""
        return iter(())


PLAIN = Plain()
ANSIColors = NoColors = default_theme = theme_no_color = PLAIN


def get_colors(colorize: bool = False, *, file: Any = None) -> Plain:
    """No colours."""
    return PLAIN


def decolor(text: str) -> str:
    """`text`: there is nothing to take out."""
    return text


def can_colorize(*, file: Any = None) -> bool:
    """Never."""
    return False


def get_theme(*, tty_file: Any = None, force_color: bool = False, force_no_color: bool = False) -> Plain:
    """The empty theme."""
    return PLAIN


def set_theme(theme: Any) -> None:
    """There is only one."""
