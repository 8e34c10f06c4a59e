"""What sentences claim, held against the figures that stand beside them.

A sentence is reduced to its skeleton: `#` is a figure, `@` a segment's name, `~` words of the user's file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from reportgen.prose.facts import Fact, Facts, Unit
from reportgen.prose.sentence import Name, Sentence, UserLabel
from tests.reports import classes, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    Check = Callable[["Told", "Said"], bool]

BANNED = re.compile(
    r"\b(optimal\w*|significan\w+|because(?! of rounding)|caus\w+|leads? to|will increase|roi|centroids?"
    r"|z-scores?|p-values?|guarantee\w*|prov(?:e|es|en)|underperform\w*)\b",
    re.IGNORECASE,
)
"""Words that promise more than the data hold, or that only a statistician reads."""
COMPARING = re.compile(
    r"\b(most|largest|highest|widest|furthest|smallest|lowest|best|more|fewer|less|higher|lower|longer|shorter"
    r"|than|top|first|only|times)\b",
    re.IGNORECASE,
)
PLAIN = re.compile(
    r"# later rows|nearer to their own segment than to the next|(?:more|fewer) than #"
    r"|# (?:points )?or (?:less|more)"
    r"|the first report; the next one"
    r"|ordered only last season|highest first|holds only customers won by"
    r"|only the control group can tell|contact only the people on the lists"
    r"|the (?:stronger the colour,|larger) the more"
    r"|How to find them: |Coming for a season only: (?:yes|no)"
    r"|over # times their (?:own )?(?:usual|average) gap|whose first order is recent"
    r"|come for a season only"
    r"|those who are worth most|most of whom|count as one extra gap|fewer than #, who are not in the sum"
    r"|which they buy more of than others|compared only where the file holds"
    r"|the smallest that shows a rise of # points, at most half"
    r"|most past (?:revenue|value)|sixteen times p times|^Times the average:|their first orders date from",
    re.IGNORECASE,
)
"""Comparisons that define a figure, and claim nothing about others."""


class Said(NamedTuple):
    """Figures and names within one claim, in order, and what the pattern caught."""

    figures: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    caught: re.Match[str]


@dataclass(frozen=True)
class Statement:
    """A sentence's skeleton with the keys of its figures and names, and the words of the file."""

    skeleton: str
    figures: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]

    @classmethod
    def of_sentence(cls, sentence: Sentence) -> Statement:
        signs = (
            piece
            if isinstance(piece, str)
            else "#"
            if isinstance(piece, Fact)
            else "@"
            if isinstance(piece, Name)
            else "~"
            for piece in sentence.pieces
        )
        figures = tuple(piece.key for piece in sentence.pieces if isinstance(piece, Fact))
        names = tuple(piece.key for piece in sentence.pieces if isinstance(piece, Name))
        labels = tuple(piece.text for piece in sentence.pieces if isinstance(piece, UserLabel))
        return cls(_unquoted("".join(signs)), figures, names, labels)

    @classmethod
    def of_element(cls, element: Element) -> Statement:
        figures: list[str] = []
        names: list[str] = []
        labels: list[str] = []
        text = " ".join("".join(_signs(element, figures, names, labels)).split())
        return cls(_unquoted(text), tuple(figures), tuple(names), tuple(labels))

    def within(self, caught: re.Match[str]) -> Said:
        """The figures and names of a part."""
        starts = [self.skeleton[: caught.start()].count(sign) for sign in "#@~"]
        ends = [self.skeleton[: caught.end()].count(sign) for sign in "#@~"]
        lists = (self.figures, self.names, self.labels)
        said = (kind[a:b] for kind, a, b in zip(lists, starts, ends, strict=True))
        return Said(*said, caught)


def _unquoted(text: str) -> str:
    return re.sub("[\u201c\u201d]", "", text)


def _signs(element: Element, figures: list[str], names: list[str], labels: list[str]) -> Iterator[str]:
    if not isinstance(element.tag, str) or tag(element) in {"svg", "style", "script"}:
        return
    if tag(element) == "data":
        figures.append(element.get("data-fact", ""))
        yield "#"
    elif "name" in classes(element):
        names.append(element.get("data-segment", ""))
        yield "@"
    elif "label" in classes(element):
        labels.append("".join(element.itertext()))
        yield "~"
    else:
        yield element.text or ""
        for child in element:
            yield from _signs(child, figures, names, labels)
            yield child.tail or ""


@dataclass(frozen=True)
class Told:
    """What a report prints: its figures, its segments, and where known how they differ."""

    facts: Mapping[str, Fact]
    segments: tuple[str, ...]
    effects: Mapping[tuple[str, str], float] | None = None
    """(segment, measure) -> effect size; None where it is not at hand."""
    ranges: Mapping[str, float] | None = None
    """Measure as it is called in a sentence -> distance of its outermost segments; None likewise."""

    def of_segments(self, figure: str) -> dict[str, Fact]:
        return {key: self.facts[f"segment.{key}.{figure}"] for key in self.segments}

    def leads(self, segment: str, figure: str) -> bool:
        """Whether a segment's printed figure is above all others."""
        figures = self.of_segments(figure)
        return all(figures[segment].shown > fact.shown for key, fact in figures.items() if key != segment)

    def shown(self, key: str) -> float:
        return self.facts[key].shown


def facts_of(stored: Mapping[str, Mapping[str, Any]]) -> Facts:
    """Facts as read from facts.json."""
    return Facts(Fact(key, f["value"], Unit(f["unit"]), f["shown"], f["text"]) for key, f in stored.items())


def owner(key: str) -> str | None:
    """The segment that a figure belongs to."""
    group, _, rest = key.partition(".")
    return rest.partition(".")[0] if group == "segment" else None


def _figure(key: str) -> str:
    return key.split(".", 2)[2]


# --- the claims


def _worth(told: Told, said: Said) -> bool:
    people, value, *overdue = said.figures
    segment = owner(people) or ""
    own = f"segment.{segment}"
    return (
        people == f"{own}.customers"
        and value == f"{own}.value_share"
        and told.shown(value) > told.shown(f"{own}.customer_share")
        and told.leads(segment, "value_share")
        and overdue in ([], [f"{own}.overdue.customers"])
    )


def _account(told: Told, said: Said) -> bool:
    return said.figures == (f"segment.{said.names[0]}.value", "total.value") and bool(told)


def _largest(told: Told, said: Said) -> bool:
    return told.leads(said.names[0], "customers")


def _as_large(told: Told, said: Said) -> bool:
    shares = {key: fact.shown for key, fact in told.of_segments("customer_share").items()}
    top = {key for key, share in shares.items() if share == max(shares.values())}
    return top == set(said.names) and len(top) > 1


def _largest_and_most(told: Told, said: Said) -> bool:
    most = said.names[-1] if said.caught["same"] or said.caught["other"] else None
    right = told.shown(said.figures[0]) == len(told.segments) and _largest(told, said)
    return right and (most is None or told.leads(most, "value"))


def _two_leaders(told: Told, said: Said) -> bool:
    shares = {key: fact.shown for key, fact in told.of_segments("value_share").items()}
    one, two = said.names
    others = [share for key, share in shares.items() if key not in said.names]
    total = told.shown(said.figures[0])
    return min(shares[one], shares[two]) > max(others) and abs(shares[one] + shares[two] - total) < 0.0101


def _runs(told: Told, said: Said) -> bool:
    figures = [fact.shown for fact in told.of_segments(_figure(said.figures[0])).values()]
    low, high = map(told.shown, said.figures)
    return low == min(figures) < max(figures) == high


def _times(told: Told, said: Said) -> bool:
    return said.figures == (f"segment.{said.names[0]}.index",) and told.leads(said.names[0], "index")


def _ends(told: Told, said: Said) -> bool:
    """A measure's lowest and highest segment."""
    (low, high), names = said.figures, said.names
    figures = [fact.shown for fact in told.of_segments(_figure(low)).values()]
    alone = figures.count(min(figures)) == figures.count(max(figures)) == 1
    told_right = (owner(low), owner(high)) == names and _figure(low) == _figure(high)
    return told_right and alone and (told.shown(low), told.shown(high)) == (min(figures), max(figures))


def _beside_everyone(told: Told, said: Said) -> bool:
    """A segment's figures, each with everybody's behind it, and different as printed."""
    pairs = list(zip(said.figures[::2], said.figures[1::2], strict=True))
    right = all(
        everyone == f"all.{_figure(own)}" and told.shown(own) != told.shown(everyone)
        for own, everyone in pairs
    )
    if told.effects is None or not right:
        return right
    sizes = [told.effects[owner(own) or "", _figure(own)] for own, _ in pairs]
    up = [told.shown(own) > told.shown(everyone) for own, everyone in pairs]
    return all(abs(size) >= 0.3 and (size > 0) is more for size, more in zip(sizes, up, strict=True))


def _came_out(told: Told, said: Said) -> bool:
    chosen, votes, every = said.figures[0], said.figures[1], said.figures[2]
    return votes == f"{chosen}.chosen_in" and told.shown(votes) <= told.shown(every) == 100


def _furthest(told: Told, said: Said) -> bool:
    return said.figures == (f"segment.{said.names[0]}.silhouette",) and told.leads(
        said.names[0], "silhouette"
    )


def _sizes(told: Told, said: Said) -> bool:
    shares = [fact.shown for fact in told.of_segments("customer_share").values()]
    count, low, high = said.figures
    right = (told.shown(count), told.shown(low), told.shown(high)) == (len(shares), min(shares), max(shares))
    return right and min(shares) < max(shares)


def _commoner(told: Told, said: Said) -> bool:
    own, everyone = said.figures
    return everyone == f"{own}.all" and told.shown(own) > told.shown(everyone)


def _weighs_more(told: Told, said: Said) -> bool:
    return all(told.shown(key) > 1 and key.endswith(".lift") for key in said.figures)


def _best_cell(told: Told, said: Said) -> bool:
    return said.figures == ("grid.5.5.customers",) and bool(told.facts["grid.5.5.customers"].text)


def _top(told: Told, said: Said) -> bool:
    people, value = said.figures
    right = (people, value) == ("concentration.top", "concentration.top_value")
    return right and told.shown(value) >= told.shown(people)


def _each(_told: Told, said: Said) -> bool:
    return said.figures == (f"segment.{said.names[0]}.value_each", "total.value_each")


def _giants(told: Told, said: Said) -> bool:
    keys = ("concentration.giants", "concentration.giants_share", "concentration.giants_value")
    return said.figures == keys and told.shown(keys[2]) > told.shown(keys[1])


def _home_of_giants(told: Told, said: Said) -> bool:
    own, everybody = f"segment.{said.names[0]}.giants", told.shown("concentration.giants")
    number = {"all": everybody, "most": None}.get(said.caught["who"].lower(), told.facts.get(own))
    counted = number is None or said.caught["who"] != "#" or said.figures[0] == own
    return (
        counted and said.figures[-1] == f"{own}_aside" and (number != everybody or told.shown(own) == number)
    )


def _once(_told: Told, said: Said) -> bool:
    home = tuple(f"segment.{name}.once" for name in said.names)
    keys = ("orders.once_customers", "orders.once_share", *home, "orders.once_value")
    return said.figures == keys[: len(said.figures)]


def _inside(told: Told, said: Said) -> bool:
    """Segments whose customers are clearly inside above all others, and below all others."""
    shares = {key: fact.shown for key, fact in told.of_segments("confident_share").items()}
    count = said.caught["firm"].count("@")
    firm, soft = said.names[:count], said.names[count:]
    others = [share for key, share in shares.items() if key not in said.names]
    between = [*others, (min(map(shares.get, firm)) + max(map(shares.get, soft))) / 2]
    return all(shares[key] > max(between) for key in firm) and all(shares[key] < min(between) for key in soft)


def _name_holds(told: Told, said: Said) -> bool:
    """What a name means, and that it is true of four in five."""
    return said.figures[0].endswith(".name_fits") and told.shown(said.figures[0]) >= 0.795


def _pooled(_told: Told, said: Said) -> bool:
    return said.figures == ("cohort.next_month",)


def _nobody_came_back(told: Told, said: Said) -> bool:
    keys = ("cohort.customers", "cohort.came_back")[: len(said.figures)]
    return said.figures == keys and told.shown("cohort.came_back") == 0


def _own_figures(_told: Told, said: Said) -> bool:
    """Figures that follow a name belong to it."""
    return all(owner(key) == said.names[0] for key in said.figures)


def _own_figure_before(_told: Told, said: Said) -> bool:
    return owner(said.figures[0]) == said.names[0]


def _widest(told: Told, said: Said) -> bool:
    if told.ranges is None:
        return True
    measures = said.labels or tuple(said.caught["measure"].split(" and "))
    others = [width for name, width in told.ranges.items() if name not in measures]
    return min(told.ranges[measure] for measure in measures) > max(others, default=0.0)


def _against_usual(told: Told, said: Said) -> bool:
    """More or fewer than usual: the figure, what is usual, and the range between which it is no news."""
    now, usual = said.figures[:2]
    up = said.caught["way"].lower() == "more"
    own = now.removesuffix(".customers")
    low, high = told.shown(f"{own}.low"), told.shown(f"{own}.high")
    beyond = told.shown(now) > high if up else told.shown(now) < low
    kinds = ("ordered", "slower")
    of_segment = not said.names or own in {f"movement.{kind}.{said.names[0]}" for kind in kinds}
    return usual == f"{own}.usual" and beyond and of_segment


def _slowed(told: Told, said: Said) -> bool:
    """Who orders less now had more before."""
    return told.shown(said.figures[0]) < told.shown(said.figures[1])


def _quiet(told: Told, said: Said) -> bool:
    """No printed figure of the month lies outside the range that is printed beside it."""
    usual = [key.removesuffix(".usual") for key in told.facts if re.fullmatch(r"movement\..*\.usual", key)]
    return not said.figures and all(
        told.shown(f"{key}.low") <= told.shown(f"{key}.customers") <= told.shown(f"{key}.high")
        for key in usual
        if f"{key}.low" in told.facts
    )


def _ordered_since(told: Told, said: Said) -> bool:
    """Of how many how many ordered, beside what was expected; outside the range that is printed with it."""
    of, _since, ordered, *ranges = said.figures
    own = ordered.removesuffix(".customers")
    right = of == f"{own}.of" and ranges == [f"{own}.{name}" for name in ("usual", "low", "high")]
    return right and not told.shown(f"{own}.low") <= told.shown(ordered) <= told.shown(f"{own}.high")


def _orders_less(_told: Told, said: Said) -> bool:
    """Who orders less is counted for the segment that is named."""
    return said.figures[0] == f"movement.slower.{said.names[0]}.customers"


def _ten_orders(told: Told, said: Said) -> bool:
    """Ten times the average order, as both are printed."""
    order, ten = said.figures
    own = order.removesuffix(".order")
    return ten == f"{own}.ten_orders" and abs(10 * told.shown(order) - told.facts[ten].value) < 1e-6


def _flow(told: Told, said: Said) -> bool:
    """A move that is told stands in the matrix; as time passed where most of them did not order."""
    one, other = said.names
    own = f"movement.flow.{one}.{other}"
    still = told.facts.get(f"{own}.ordered")
    passed = still is not None and 2 * still.shown < told.shown(f"{own}.customers")
    who = {"None": 0.0, "All": told.shown(f"{own}.customers")}.get(said.caught["who"] or "")
    right = who is None or (still is not None and still.shown == who)
    return said.figures == (f"{own}.customers",) and bool(said.caught["time"]) == passed and right


def _month_of(key: str) -> str:
    return key.split(".")[1]


def _in_month(told: Told, said: Said) -> bool:
    """Who ordered in a month adds up, where none of it is withheld."""
    ordered, month, *ways = (key for key in said.figures if key != "window.months")
    parts = [told.facts[key] for key in ways]
    same = {_month_of(key) for key in (ordered, month, *ways)}
    withheld = any(isinstance(fact.value, str) for fact in parts)
    known, everybody = sum(fact.shown for fact in parts), told.shown(ordered)
    among = "among them" in said.caught[0] and known < everybody
    return len(same) == 1 and (withheld or among or known == everybody)


def _lapsed(told: Told, said: Said) -> bool:
    return said.figures[0].endswith(".lapsed") and said.figures[1] == "window.months" and bool(told)


def _on_earlier(told: Told, said: Said) -> bool:
    """The change of this month's revenue has the sign of the difference that stands beside it."""
    _month, revenue, change, *before = said.figures
    if not before:
        earlier = told.shown("history.revenue.last_three")
    else:
        earlier = told.shown(before[0].replace(".month", ".revenue"))
    return told.shown(change) * (told.shown(revenue) - earlier) >= 0


def _out_of_range(told: Told, said: Said) -> bool:
    """The month's revenue lies outside the range that is printed with it, on the side that is told."""
    revenue, _gap, usual = said.figures[-3:] if len(said.figures) > 2 else (None, *said.figures)
    shown = told.shown(revenue or f"history.{_last_month(told)}.revenue")
    low, high = told.shown("history.revenue.low"), told.shown("history.revenue.high")
    beyond = shown > high if said.caught["way"] in ("more", "above") else shown < low
    return usual == "history.revenue.usual" and beyond


def _last_month(told: Told) -> str:
    return max(_month_of(key) for key in told.facts if re.fullmatch(r"history\.\d{4}-\d\d\.revenue", key))


def _earlier_months(told: Told) -> list[float]:
    """Revenue of the twelve months before this one, as far as they are told, lowest first."""
    months = sorted(key for key in told.facts if re.fullmatch(r"history\.\d{4}-\d\d\.revenue", key))
    return sorted(told.shown(key) for key in months[-13:-1])


def _between_months(told: Told, said: Said) -> bool:
    """The month lies between the lowest and the highest of the year before, which stand beside it."""
    month, low, high = said.figures
    this = told.shown(month.replace(".month", ".revenue"))
    months = _earlier_months(told)
    return [told.shown(low), told.shown(high)] == [months[0], months[-1]] and months[0] <= this <= months[-1]


def _two_ways(told: Told, said: Said) -> bool:
    """The month is up beside one and down beside the other, as the sentence says."""
    year, three = map(told.shown, said.figures[1:])
    return year * three < 0 and (said.caught["way"] == "more") is (year > 0)


def _less_than_a_year_before(told: Told, said: Said) -> bool:
    """What the month brought less is the difference of both months, as far as they are printed."""
    month, less, before = said.figures
    revenue = [told.facts[each.replace(".month", ".revenue")].value for each in (before, month)]
    earlier, this = map(float, revenue)
    return told.facts[less].value == pytest.approx(earlier - this) and earlier > this


def _lapsed_this_month(told: Told, said: Said) -> bool:
    """Those who reached a year without an order this month are told to be more of that kind."""
    return said.figures == (f"history.{_last_month(told)}.lapsed",)


def _unnumbered(told: Told, said: Said) -> bool:
    """The month without numbers lies above what was expected, by as much as is printed."""
    amount, _, more, usual = said.figures
    return (
        told.facts[more].value == pytest.approx(told.shown(amount) - told.shown(usual))
        and told.shown(more) > 0
    )


def _more_that_make_it_a_success(told: Told, said: Said) -> bool:
    """What they bring is that many average orders, and each one contacted counts for as much of it."""
    *of_success, order, gain, each = said.figures
    more = next(key for key in of_success if key.endswith(".more"))
    contact = told.shown(more.replace(".more", ".contact"))
    whole = told.facts[gain].value
    return (
        whole == pytest.approx(told.shown(more) * told.shown(order)) and told.shown(each) <= whole / contact
    )


def _beyond_months(told: Told, said: Said) -> bool:
    """This month brought less or more than each of the year before."""
    low, high = map(told.shown, said.figures[1:])
    months, this = _earlier_months(told), told.shown(f"history.{_last_month(told)}.revenue")
    beyond = this < months[0] if said.caught["way"] == "less" else this > months[-1]
    return [low, high] == [months[0], months[-1]] and beyond


def _brought_most(told: Told, said: Said) -> bool:
    """A segment brought more of this month's revenue than any other that is told."""
    part, total, month = said.figures
    own = _month_of(part)
    others = [told.facts.get(f"history.{own}.{key}.revenue") for key in told.segments]
    return {_month_of(total), _month_of(month)} == {own} and told.shown(part) == max(
        fact.shown for fact in others if fact is not None
    )


def _acted(told: Told, said: Said) -> bool:
    """What an action did, against its control group: by an interval that leaves zero out, or does not."""
    own, low, high = said.figures[-3:]
    below, above = told.shown(low), told.shown(high)
    ways = {"brought": below > 0, "cost": above < 0, None: below <= 0 <= above}
    shares = tuple(f"{own.removesuffix('shares')}{part}.share" for part in ("contact", "control"))
    return ways[said.caught["way"]] and said.figures[:4:2] == shares


CLAIMS: tuple[tuple[re.Pattern[str], Check], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), check)
    for pattern, check in (
        (
            (
                r"(?:no difference shown by )?~ \(@\)(?: (?P<way>brought|cost) orders)?: # of # contacted "
                r"ordered, # of # left out\. that is # points \(# to #\)"
            ),
            _acted,
        ),
        (
            (
                r"# (?:@ customers ordered|[^#@,.]+)"
                r", (?P<way>more|fewer) than the # expected"
            ),
            _against_usual,
        ),
        (r"they order on # days a month now, against # before", _slowed),
        (
            r"# @ customers (?:who )?order less(?: than they used to|: # of [^#@.]+|; they spent #)?",
            _orders_less,
        ),
        (r"every ten more orders at their average of # bring #", _ten_orders),
        (
            (
                r"of the # at the end of [^,.]*, # have ordered since; about # were expected"
                r" \(normally # to #\)"
            ),
            _ordered_since,
        ),
        (r"a quiet month: since [^,]*, every count stayed within its normal range", _quiet),
        (r"(?:a quiet month: )?nothing changed more than usual", _quiet),
        (
            (
                r"# customers moved from @ to @(?P<time> as time passed)?"
                r"(?:\. (?P<who>None|All) of them ordered)?"
            ),
            _flow,
        ),
        (r"^# customers bring # of \w+(?:; # of them are overdue)?", _worth),
        (r"the (?:customers in )?@(?: customers)? bring # of #", _account),
        (r"the largest segment is @", _largest),
        (r"^# segments; the largest are (?:\W*@\W*(?:and)?)+", _as_large),
        (
            (
                r"^# segments[:;] @ is the largest(?P<same>, with most \w+)?"
                r"(?P<other>, the most \w+ comes from @)?$"
            ),
            _largest_and_most,
        ),
        (r"@ is the largest segment|# segments, @ the largest", _largest),
        (r"@ and @ bring # of \w+", _two_leaders),
        (r"they [^#.]+ \(true of #\)", _name_holds),
        (r"# of new customers ordered again in the month after their first order", _pooled),
        (r"none of the # new customers has ordered|of the # new customers # have ordered", _nobody_came_back),
        (r"@: # a customer on average, against # for all customers", _each),
        (r"^just # customers \(#\) bring # of \w+", _giants),
        (r"(?P<who>most|all|#) of them are in @, whose other customers bring #", _home_of_giants),
        (r"^# customers \(#\) ordered on one day only(?:, # of them in @)?\.?(?: They bring #)?", _once),
        (r"most so in (?P<firm>[^;]*), least in (?P<soft>[^;.]*)", _inside),
        (r"\w+ per customer runs from # to #", _runs),
        (r"the top # of customers bring #|the top # bring #", _top),
        (r"a customer in @ brings # times the average", _times),
        (r": (?:median|average) of # in @, # in @", _ends),
        (
            (
                r"(?:the typical customer|typically:|on average:|^ordered|^last ordered|^spent|^first ordered"
                r"|^bought|^is expected) [^#.]*#[^#.()]*\((?:all customers: )?#\)(?:[^#.]*#[^#.()]*\(#\))*\."
            ),
            _beside_everyone,
        ),
        (
            (
                r"# customers ordered in #(?:: |, among them )(?:# for the first time)?(?:, | and )?"
                r"(?:# who had ordered in the # months before)?(?: and )?(?:# after a longer break)?"
            ),
            _in_month,
        ),
        (r"# customers lapsed: their last order is now more than # months ago", _lapsed),
        (r"# brought #(?::|, daily average) # on (?:#|the three months before)", _on_earlier),
        (
            r"# lies between the worst and the best month of the year before \(#, #\)",
            _between_months,
        ),
        (
            (
                r"# brought (?P<way>less|more) than a year before \(#\), though (?:less|more) a day than "
                r"the three months before \(#\)"
            ),
            _two_ways,
        ),
        (r"# brought # less than #\.", _less_than_a_year_before),
        (r"; # more have not ordered for a year", _lapsed_this_month),
        (r"# of # came without a customer number, # more than the # expected", _unnumbered),
        (
            (
                r"success is (?:# more orders, # for every 100 contacted|# more orders than the # that would "
                r"come anyway|# more orders): at their average of # that (?:brings|leaves) # \(arithmetic, "
                r"not a forecast\)\. spend no more (?:on a contact than you earn on|than) #"
            ),
            _more_that_make_it_a_success,
        ),
        (
            r"# brought (?P<way>less|more) than any month of the year before \(# to #\)",
            _beyond_months,
        ),
        (r"# brought #, # (?P<way>more|less) than the # expected", _out_of_range),
        (r"revenue # (?P<way>above|below) the # expected", _out_of_range),
        (r"@ brought # of # in #", _brought_most),
        (r"# segments come out of # of # resamples", _came_out),
        (r"@ stands furthest apart, # on average", _furthest),
        (r"^# segments, each with # to # of customers", _sizes),
        (r"# (?:are in|have \S+) ~ \(# of all\)|# have ~ ~ \(# of all\)", _commoner),
        (
            r"buy more than others of (?:(?:, | and )?~ \(# times as often\))+",
            _weighs_more,
        ),
        (r"# customers order both often and lately|# have the highest score on both", _best_cell),
        (r"@: #(?: of customers, #)?(?! of #)", _own_figures),
        (r"# in @", _own_figure_before),
        (r"differ most in (?P<measure>[^#@;.]+)", _widest),
    )
)
"""Every pattern that may compare, and what must hold for it."""


def false_claims(statement: Statement, told: Told) -> list[str]:
    """Parts of a sentence that the printed figures do not bear out."""
    return [
        f"{caught[0]} {statement.figures}"
        for pattern, check in CLAIMS
        for caught in pattern.finditer(statement.skeleton)
        if not check(told, statement.within(caught))
    ]


def unchecked(statement: Statement) -> str | None:
    """What is left of a comparison that no claim covers; None where nothing compares."""
    rest = PLAIN.sub("", statement.skeleton)
    for pattern, _ in CLAIMS:
        rest = pattern.sub("", rest)
    return rest if (statement.figures or statement.names) and COMPARING.search(rest) else None
