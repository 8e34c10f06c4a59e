"""What has to be said to be trusted: where the figures come from, what was left out, what they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase, translated
from reportgen.features.table import Use
from reportgen.options.enums import Role
from reportgen.page.parts import ChartText
from reportgen.prose.sentence import (
    EMPTY,
    THEN,
    Sentence,
    UserLabel,
    capitalised,
    counted,
    joined,
    just,
    listed,
    plainly,
    say,
)
from reportgen.segments.field_names import NameForms
from reportgen.segments.naming import MAP_NAMES
from reportgen.segments.segment_areas import areas_by_segment
from reportgen.shared.words import label_of, window_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.base.audit import Issue
    from reportgen.columns.assigned_roles import Roles
    from reportgen.features.table import Feature
    from reportgen.options.enums import Vocabulary
    from reportgen.prose.facts import Fact
    from reportgen.segments.naming import Segment
    from reportgen.segments.segment_map import Area
    from reportgen.segments.values import KChoice, SavedModel, Segmentation
    from reportgen.shared.figures import Shared
    from reportgen.topics.method.facts import (
        DroppedFigures,
        GroupFigures,
        MethodFacts,
        RunFigures,
        WaterfallFigures,
    )

LATER = phrase(" {n} later rows are left out: their month is not complete.")
LATER_OF_ASKED = phrase(" {n} later rows are left out.")
"""Rows after the month: of a month not yet over, or after the month that was asked for."""
EITHER = phrase("; or ")
GLOSSARY = (
    (phrase("Segment"), phrase("A group of customers who are alike on the measures they were grouped by.")),
    (phrase("Median"), phrase("The value in the middle: half of the customers lie below it, half above.")),
    (
        phrase("Repeatability"),
        phrase("Whether two halves of the customers, grouped apart, agree who belongs together."),
    ),
    (
        phrase("Separation"),
        phrase(
            "How much nearer customers are to their own segment than to the next; one is most, zero none."
        ),
    ),
    (
        phrase("Control group"),
        phrase(
            "Customers of the same segment, drawn at random, who are not contacted, so that an "
            "effect can be told from chance."
        ),
    ),
)
NOT_COUNTED = {
    "duplicate": phrase("{amount} of rows that repeat an earlier one"),
    "other-currency": phrase("{amount} in other currencies"),
    "unreadable": phrase("{amount} of rows without a readable date"),
    "cancelled": phrase("{amount} of cancelled or failed orders"),
}
"""Money that is left out, by its cause."""
ALGORITHMS = {
    "kmeans": phrase("k-means on standardised measures, clipped at {clip} standard deviations."),
    "gmm": phrase(
        "A Gaussian mixture on standardised measures, clipped at {clip} standard deviations; the number is "
        "k-means' own."
    ),
    "ward": phrase(
        "Ward's method on standardised measures, clipped at {clip} standard deviations; customers belong to "
        "the nearest centre, and the number is k-means' own."
    ),
    "rules": phrase("Fixed limits on days since the last order and on orders, rounded for use."),
}
"""How segments were made."""


def method_heading(waterfall: WaterfallFigures) -> Sentence:
    """How much of the file counts."""
    if not waterfall.steps:
        return say("All {n} rows of the file make the segments", n=waterfall.end.rows)
    return say(
        "{n} of the file\u2019s {all} rows make the segments", n=waterfall.end.rows, all=waterfall.start.rows
    )


def waterfall_text(waterfall: WaterfallFigures) -> ChartText:
    """Around the drawing of what counts."""
    return ChartText(
        say("Every row accounted for"),
        say("Rows left after each step, and what was left out at it"),
        say("{all} rows in the file, {n} used.", all=waterfall.start.rows, n=waterfall.end.rows),
    )


def data(shared: Shared, *, month_given: bool) -> Sentence:
    """What time the figures cover; `month_given` says that the user asked for this month."""
    window = shared.window
    if window is None:
        return say("A table of customers without dates; this report describes it as it stands.")
    if not (shared.has_orders or shared.has_visits):
        return say(
            "A table of customers, described as it stands; its dates run from {first} to {until}.",
            first=window.data_from,
            until=window.data_until,
        )
    until = say("Data from {first} to {until}.", first=window.data_from, until=window.data_until)
    covered = say(" Figures are for the {window}.", window=window_words(window))
    if not window.rows_after.value:
        return until + covered
    later = LATER_OF_ASKED if month_given else LATER
    return until + covered + say(later, n=window.rows_after)


def people(groups: Sequence[GroupFigures], shared: Shared) -> Sentence:
    """Who was segmented, and who was counted apart."""
    n = shared.total.customers
    text = say("{n} customers.", n=n)
    if shared.has_orders:
        text = say("{n} customers with an order in that time are segmented.", n=n)
    if shared.has_visits:
        text = say("{n} customers with a visit in that time are segmented.", n=n)
    largest = sorted(groups, key=lambda group: -group.customers.shown)
    apart = tuple(
        say("{n} {n:customer|customers} {label}", n=each.customers, label=translated(each.label))
        if place == 0
        else say("{n} {label}", n=each.customers, label=translated(each.label))
        for place, each in enumerate(largest)
    )
    return text + (say(" Not included: {groups}.", groups=listed(apart)) if apart else EMPTY)


def missing(dropped: Sequence[DroppedFigures], shared: Shared) -> Sentence:
    """What the data do not hold, and what of them is not counted, in a sentence."""
    guests, told = shared.guests, []
    if guests.amount is not None and guests.amount.shown:
        told.append(_without_number(guests.amount, guests.share))
    elif guests.amount is None and guests.rows is not None:
        told.append(say("{rows} {rows:row|rows} without a customer number", rows=guests.rows))
    told += [say(NOT_COUNTED[each.cause], amount=each.amount) for each in dropped]
    if not told and not shared.has_orders and not shared.has_visits:
        return say("Orders by date, costs and margins.")
    if not told:
        return say("Costs, margins, and what was sold outside this file.")
    return say("Costs, margins, and what was sold outside this file; {amounts}.", amounts=listed(tuple(told)))


def _without_number(amount: Fact, share: Fact | None) -> Sentence:
    if share is None:
        return say("{amount} without a customer number", amount=amount)
    return say("{amount} without a customer number, {share} of all revenue", amount=amount, share=share)


def left_out(roles: Roles, features: Sequence[Feature]) -> Sentence:
    """Columns about the person that play no part, named."""
    used = {feature.label for feature in features}
    columns = (column for column in roles.columns if column.role in (Role.SENSITIVE, Role.PERSONAL))
    labels = tuple(UserLabel(column.label) for column in columns if column.label not in used)
    if not labels:
        return EMPTY
    return say("{labels}: sensitive or personal, neither grouped by nor described by.", labels=listed(labels))


def limit_sentences(model: SavedModel, segments: Sequence[Segment]) -> tuple[str, ...]:
    """One sentence a segment, in their order; none where an algorithm made the segments."""
    return tuple(
        plainly(
            "{name}: {areas}.",
            name=UserLabel(segment.name),
            areas=joined(tuple(map(_area_in_words, areas)), EITHER),
        )
        for segment, areas in areas_by_segment(model, segments)
    )


def _area_in_words(area: Area) -> Sentence:
    orders = _order_range(area.least or 1, area.below)
    after, until = UserLabel(str(area.after)), UserLabel(str(area.within))
    if area.after is None:
        return say("{orders}, the last within {until} days", orders=orders, until=until)
    if area.within is None:
        return say("{orders}, the last more than {after} days ago", orders=orders, after=after)
    first = UserLabel(str(area.after + 1))
    return say("{orders}, the last {first} to {until} days ago", orders=orders, first=first, until=until)


def _order_range(least: int, below: int | None) -> Sentence:
    fewest = UserLabel(str(least))
    if below is None:
        return say("{least} orders or more", least=fewest)
    if least == below - 1:
        return counted("{n} order", "{n} orders", least, n=fewest)
    return say("{least} to {most} orders", least=fewest, most=UserLabel(str(below - 1)))


def fixed_limits(segments: Sequence[Segment], model: SavedModel, vocabulary: Vocabulary) -> Sentence:
    """The limits that make the segments, and groups too small to stand alone; empty for clusters.

    Args:
        segments: in the order of the model's groups.
        model: which groups of the map are counted together.
        vocabulary: whose words name the groups.
    """
    text, names = " ".join(limit_sentences(model, segments)), MAP_NAMES[vocabulary]
    shown = {group: segment.name for segment, group in zip(segments, model.groups, strict=False)}
    merged = joined(
        tuple(
            say(
                "\u201c{small}\u201d with \u201c{target}\u201d",
                small=UserLabel(NameForms.of(names[small]).name),
                target=UserLabel(shown[target]),
            )
            for small, target in model.joined
        ),
        THEN,
    )
    if merged.pieces:
        text += plainly(" Too small to stand alone, and counted together: {groups}.", groups=merged)
    return just(UserLabel(text)) if text else EMPTY


def fitted(
    choice: KChoice, model: SavedModel, segmentation: Segmentation, run: RunFigures, shared: Shared
) -> Sentence:
    """How the segments were fitted and their number chosen."""
    made = say(ALGORITHMS[model.algorithm], clip=run.clip) + _scaled(model)
    number = made + say(" Number of segments: {reason}.", reason=_reason(choice, run, shared))
    if not segmentation.set_aside.any():
        return number
    return number + say(
        " Kept out of the fitting, then given to the nearest segment: {n} customers unlike any other.",
        n=shared.total.set_aside,
    )


def _scaled(model: SavedModel) -> Sentence:
    """On which scale the measures were; empty for fixed limits."""
    if model.groups:
        return EMPTY
    if any(column.scale == "power" for column in model.columns):
        return say(
            " Each measure is on the scale between its figures (power one) and their logarithm (power "
            "zero) that makes it most like a bell curve. One whose values form groups counts up to "
            "double."
        )
    return say(" Skewed measures are on a log scale.")


def _reason(choice: KChoice, run: RunFigures, shared: Shared) -> Sentence:
    """Why there are so many segments."""
    match choice.reason:
        case "resamples":
            return say(
                "the one that comes out of most resamples. Each resample parts the customers into halves "
                "{splits} times. It looks at the numbers that repeat well (prediction strength of {limit} or "
                "more) and leave no segment too small. Of these it takes the largest that separates at most "
                "{less} less than the best (mean silhouette). One larger than the best may separate less if "
                "its borders are empty: between two segments fewer customers stand than about either centre. "
                "Where no such number has empty borders, a larger one may separate {loss} less all the same. "
                "Where none repeats well, it takes, of the numbers that separate at most {less} less than "
                "the best, the one that repeats best. Whole numbers and prices are spread out there between "
                "their steps",
                splits=run.splits,
                limit=shared.limits.prediction,
                loss=run.silhouette_loss,
                less=run.silhouette_loss_of_fewer,
            )
        case "given":
            return say("the number that was asked for")
        case "rules":
            return say("as many as the limits make")
        case _:
            return say("chosen by an earlier version, when the segments were made")


def limits(shared: Shared) -> Sentence:
    """What the segments cannot say."""
    text = say("Segments describe what was recorded; they do not predict.")
    if shared.has_value:
        word = shared.value_word
        text += say(" Costs and margins were not in the file, so value means {word}.", word=word)
    if shared.has_orders:
        return text + say(" A customer near a border can change segment by one order.")
    return text + say(" A customer near a border may as well stand in the next segment.")


def repeat(facts: MethodFacts, shared: Shared) -> Sentence:
    """What repeats the run."""
    return say(
        "reportgen {version}; seed {seed}; settings {settings}; data fingerprint {data}. "
        "Groups of fewer than {cell} customers are not shown.",
        version=facts.run.version,
        seed=facts.run.seed,
        settings=facts.run.settings,
        data=facts.run.fingerprint,
        cell=shared.limits.min_cell,
    )


def grouped(features: Sequence[Feature]) -> Sentence:
    """What made the segments, and what only describes them."""
    basis = tuple(label_of(f) for f in features if f.use is Use.GROUPED_BY)
    described = tuple(label_of(f) for f in features if f.use is Use.DESCRIBED_BY)
    text = say("By {basis}.", basis=listed(basis))
    if not described:
        return text
    return text + say(" Only described by {described}.", described=listed(described))


def doubt(issue: Issue) -> Sentence:
    """A doubt about the data, with its column where the message does not name it."""
    message = just(UserLabel(translated(issue.message)))
    if issue.column is None or issue.column in issue.message:
        return capitalised(message)
    return say("Column {column}: {message}", column=UserLabel(translated(issue.column)), message=message)
