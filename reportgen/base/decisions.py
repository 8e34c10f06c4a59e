"""What has to be decided of a whole file before its parts can be cleaned, each on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = TypeVar("Value")


class Decisions:
    """Answers by name; each is found out once, and told to whoever asks again.

    One machine sees the whole file and finds out everything itself. On a cluster they are found out before,
    and every part of the file goes by them: so one definition of each step serves both.
    """

    def __init__(self, told: Mapping[str, object] | None = None) -> None:
        """Begin with what is known beforehand."""
        self.made: dict[str, Any] = dict(told or {})

    def once(self, name: str, decide: Callable[[], Value]) -> Value:
        """What was told or found out before; else what `decide` finds out now."""
        if name not in self.made:
            self.made[name] = decide()
        return cast("Value", self.made[name])
