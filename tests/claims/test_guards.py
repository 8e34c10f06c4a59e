import pytest

from reportgen.claims.facts import Fact, Facts, Unit
from reportgen.claims.guards import about_the_same, largest, more, smallest
from reportgen.formatting import Formatter

FORMAT = Formatter()


def share(key: str, value: float) -> Fact:
    return Fact.of(key, value, Unit.SHARE, FORMAT.share(value))


def test_the_largest_must_be_alone_after_rounding() -> None:
    assert largest([share("a", 0.324), share("b", 0.316)]) is None  # both print 32%
    assert largest([share("a", 0.331), share("b", 0.316)]).key == "a"
    assert smallest([share("a", 0.331), share("b", 0.316)]).key == "b"


def test_nothing_is_largest_alone_in_the_world() -> None:
    assert largest([share("a", 0.5)]) is None
    assert largest([]) is None


def test_more_means_more_as_printed() -> None:
    assert not more(share("a", 0.324), share("b", 0.316))
    assert more(share("a", 0.331), share("b", 0.316))


def test_small_groups_differ_only_by_chance() -> None:
    assert about_the_same(0.30, 50, 0.36, 50)
    assert not about_the_same(0.30, 5_000, 0.36, 5_000)


def test_one_key_has_one_fact() -> None:
    with pytest.raises(ValueError, match="one key, two facts: a"):
        Facts([share("a", 0.1), share("a", 0.2)])
