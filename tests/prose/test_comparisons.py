import pytest

from reportgen.base.formatting import Formatter
from reportgen.prose.comparisons import largest, more
from reportgen.prose.facts import Fact, Facts, Unit

FORMAT = Formatter()


def share(key: str, value: float) -> Fact:
    return Fact.of(key, value, Unit.SHARE, FORMAT.share(value))


def test_the_largest_must_be_alone_after_rounding() -> None:
    assert largest([share("a", 0.324), share("b", 0.316)]) is None  # both print 32%
    assert largest([share("a", 0.331), share("b", 0.316)]).key == "a"


def test_nothing_is_largest_alone_in_the_world() -> None:
    assert largest([share("a", 0.5)]) is None
    assert largest([]) is None


def test_more_means_more_as_printed() -> None:
    assert not more(share("a", 0.324), share("b", 0.316))
    assert more(share("a", 0.331), share("b", 0.316))


def test_one_key_has_one_fact() -> None:
    with pytest.raises(ValueError, match="one key, two facts: a"):
        Facts([share("a", 0.1), share("a", 0.2)])
