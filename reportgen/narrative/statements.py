"""What has to be said to be trusted: where the figures come from, how sure they are, what they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.features.table import Use
from reportgen.narrative.fixed_limits import limit_sentences
from reportgen.narrative.words import label_of, spoken, value_word, verdict_words, window_words
from reportgen.options.enums import Role
from reportgen.prose.sentence import EMPTY, OR, THEN, Sentence, UserLabel, joined, just, listed, plainly, say
from reportgen.segments.naming import MAP_NAMES
from reportgen.segments.values import Verdict

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts

FIRM, SOFT = 0.8, 0.6
"""Share clearly inside from which a segment is firm, and below which its borders are soft."""
RIVALS_TOLD = 2
"""Other numbers of segments that a heading names; the table beside it has all."""
LATER = phrase(" {n} later rows are left out: their month is not complete.")
LATER_OF_ASKED = phrase(" {n} later rows are left out.")
"""Rows after the month: of a month not yet over, or after the month that was asked for."""
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
        phrase("Comparison group"),
        phrase(
            "Customers of the same segment, drawn by lot, who are left alone, "
            "so that a change can be told from chance."
        ),
    ),
)


def data(analysis: Analysis, facts: Facts) -> Sentence:
    """What time the figures cover."""
    if "data.until" not in facts:
        return say("A table of customers without dates; this report describes it as it stands.")
    until = say("Data from {first} to {until}.", first=facts["data.from"], until=facts["data.until"])
    if not analysis.has_orders:
        return until + say(" The table is described as it stands.")
    covered = say(" Figures are for the {window}.", window=window_words(facts))
    if not facts["data.rows_after"].value:
        return until + covered
    later = LATER_OF_ASKED if analysis.options.month else LATER
    return until + covered + say(later, n=facts["data.rows_after"])


def people(analysis: Analysis, facts: Facts) -> Sentence:
    """Who was segmented, and who was counted apart."""
    n = facts["total.customers"]
    text = (
        say("{n} customers with an order in that time are segmented.", n=n)
        if analysis.has_orders
        else say("{n} customers.", n=n)
    )
    groups = tuple(
        say("{label} ({n})", n=facts[f"group.{group.key}.customers"], label=group.label)
        for group in analysis.customers.groups
    )
    return text + (say(" Others in the file are not: {groups}.", groups=listed(groups)) if groups else EMPTY)


def missing(facts: Facts) -> Sentence:
    """What the data do not hold, in a sentence."""
    if "guests.rows" not in facts:
        return say("Costs, margins and other sales channels.")
    if "guests.amount" not in facts:
        return say(
            "Costs, margins and other sales channels; {rows} order lines without a customer number.",
            rows=facts["guests.rows"],
        )
    return say(
        "Costs, margins and other sales channels; {amount} of order lines without a customer number.",
        amount=facts["guests.amount"],
    )


def contact(analysis: Analysis) -> Sentence:
    """Whom to ask."""
    if analysis.options.contact:
        return just(UserLabel(analysis.options.contact))
    return say("Whoever sent you this report.")


def sure_heading(analysis: Analysis, facts: Facts) -> Sentence:
    """The verdict, the number of segments, and numbers that would do as well."""
    short = verdict_words(analysis).short
    rivals = analysis.choice.rivals
    if not rivals:
        return say("{verdict}: {k} segments", verdict=short, k=facts["total.segments"])
    return say(
        "{verdict}: {k} segments, and {rivals} would fit about as well",
        verdict=short,
        k=facts["total.segments"],
        rivals=listed(tuple(facts[f"k.{k}"] for k in rivals[:RIVALS_TOLD]), OR),
    )


def sure_in_short(analysis: Analysis, facts: Facts) -> Sentence:
    """How sure we are, for page one: the verdict and the two figures behind it."""
    verdict = just(verdict_words(analysis).long)
    if analysis.by_rules:
        return verdict
    return verdict + say(
        " Made anew from resampled customers, the segments agree at {ari}, where one is full agreement; "
        "{share} of customers are clearly nearer to their own segment than to the next.",
        ari=facts["certainty.repeatability"],
        share=facts["certainty.confident_share"],
    )


def sure_lead(analysis: Analysis, facts: Facts) -> Sentence:
    """How sure we are, in three sentences."""
    words = verdict_words(analysis)
    repeat = say(
        " Segments made anew from resampled customers agree with these at {ari}, "
        "where one is full agreement.",
        ari=facts["certainty.repeatability"],
    )
    return just(words.long) + repeat + _placed(analysis, facts) + _rules_instead(analysis)


def _rules_instead(analysis: Analysis) -> Sentence:
    """Fixed limits, offered where the clusters are only a convenient division of orders."""
    convenient = analysis.structure.verdict is Verdict.CONSTRUCTIVE
    if not (analysis.has_orders and convenient) or analysis.by_rules:
        return EMPTY
    return say(
        " Fixed limits on days since the last order and on orders would divide them as well, and can be "
        "typed into a shop or mail system (--segments rules)."
    )


def _placed(analysis: Analysis, facts: Facts) -> Sentence:
    """Whose customers are clearly inside their segment, and whose near a border; empty for fixed limits."""
    if analysis.by_rules:
        return EMPTY
    shares = tuple((s, facts[f"segment.{s.key}.confident_share"].shown) for s in analysis.segments)
    firm = tuple(spoken(s) for s, share in shares if share >= FIRM)
    soft = tuple(spoken(s) for s, share in shares if share < SOFT)
    share = facts["certainty.confident_share"]
    if not firm or not soft:
        return say(
            " {share} of customers are clearly nearer to their own segment than to the next.", share=share
        )
    return say(
        " {share} of customers are clearly nearer to their own segment than to the next; most so in {firm}, "
        "least in {soft}.",
        share=share,
        firm=listed(firm),
        soft=listed(soft),
    )


def left_out(analysis: Analysis) -> Sentence:
    """Columns about the person that play no part, named."""
    used = {feature.label for feature in analysis.customers.features}
    columns = (c for c in analysis.rows.roles.columns if c.role in (Role.SENSITIVE, Role.PERSONAL))
    labels = tuple(UserLabel(column.label) for column in columns if column.label not in used)
    if not labels:
        return EMPTY
    return say("{labels}: sensitive or personal, neither grouped by nor described by.", labels=listed(labels))


ALGORITHMS = {
    "kmeans": phrase(
        "k-means on standardised measures, clipped at {clip} standard deviations, skewed ones on a log scale."
    ),
    "gmm": phrase(
        "A Gaussian mixture on standardised measures, clipped at {clip} standard deviations, skewed ones on "
        "a log scale; the number is k-means' own."
    ),
    "ward": phrase(
        "Ward's method on standardised measures, clipped at {clip} standard deviations, skewed ones on a log "
        "scale; customers belong to the nearest centre, and the number is k-means' own."
    ),
    "rules": phrase("Fixed limits on days since the last order and on orders, rounded for use."),
}
OTHER_WAYS = {
    "kmeans": phrase("k-means"),
    "gmm": phrase("a Gaussian mixture"),
    "ward": phrase("Ward's method"),
}
"""How segments were made, and the other ways as they are named beside it."""


def fixed_limits(analysis: Analysis) -> Sentence:
    """The limits that make the segments, and groups too small to stand alone; empty for clusters."""
    text = " ".join(limit_sentences(analysis))
    vocabulary = MAP_NAMES[analysis.options.vocabulary]
    together = joined(
        tuple(
            say(
                "\u201c{small}\u201d with \u201c{target}\u201d",
                small=vocabulary[small],
                target=vocabulary[target],
            )
            for small, target in analysis.model.joined
        ),
        THEN,
    )
    if together.pieces:
        text += plainly(" Too small to stand alone, and counted together: {groups}.", groups=together)
    return just(UserLabel(text)) if text else EMPTY


def second_opinion(analysis: Analysis, facts: Facts) -> Sentence:
    """How far other algorithms find the same segments at the same number."""
    opinions = analysis.structure.opinions
    if not opinions:
        return EMPTY
    found = {OTHER_WAYS[other]: facts[f"certainty.other.{other}"] for other, _ in opinions}
    told = listed(tuple(say("{way} {ari}", way=way, ari=ari) for way, ari in found.items()))
    limit = facts["run.agreement_limit"]
    weak = min(ari.shown for ari in found.values()) < limit.shown
    after = say(" Below {limit} another method draws other segments.", limit=limit) if weak else EMPTY
    return say("Agreement with these segments at the same number: {told}.", told=told) + after


def fitted(analysis: Analysis, facts: Facts) -> Sentence:
    """How the segments were fitted and their number chosen."""
    reason = {
        "prediction-strength": say(
            "the largest that repeats well (prediction strength of {limit} or more) and separates no more "
            "than {loss} below the best (mean silhouette)",
            limit=facts["run.prediction_limit"],
            loss=facts["run.silhouette_loss"],
        ),
        "silhouette": say(
            "the widest separation (mean silhouette), as every number that repeats well (prediction strength "
            "of {limit} or more) separates clearly less",
            limit=facts["run.prediction_limit"],
        ),
        "given": say("the number that was asked for"),
        "rules": say("as many as the limits make"),
    }[analysis.choice.reason]
    made = say(ALGORITHMS[analysis.model.algorithm], clip=facts["run.clip"])
    number = made + say(" Number of segments: {reason}.", reason=reason)
    aside = facts["total.set_aside"]
    if not analysis.segmentation.set_aside.any():
        return number
    return number + say(
        " Kept out of the fitting, then given to the nearest segment: {n} customers unlike any other.",
        n=aside,
    )


def limits(analysis: Analysis) -> Sentence:
    """What the segments cannot say."""
    text = say("Segments describe what was recorded; they do not predict.")
    if analysis.has_value:
        word = value_word(analysis)
        text += say(" Costs and margins were not in the file, so value means {word}.", word=word)
    if analysis.has_orders:
        return text + say(" A customer near a border can change segment by one order.")
    return text + say(" A customer near a border may as well stand in the next segment.")


def repeat(facts: Facts) -> Sentence:
    """What repeats the run."""
    return say(
        "reportgen {version}; seed {seed}; settings {settings}; data fingerprint {data}. "
        "Groups of fewer than {cell} customers are not shown.",
        version=facts["run.version"],
        seed=facts["run.seed"],
        settings=facts["run.settings"],
        data=facts["run.fingerprint"],
        cell=facts["run.min_cell"],
    )


def grouped(analysis: Analysis) -> Sentence:
    """What made the segments, and what only describes them."""
    basis = tuple(label_of(f) for f in analysis.customers.features if f.use is Use.GROUPED_BY)
    described = tuple(label_of(f) for f in analysis.customers.features if f.use is Use.DESCRIBED_BY)
    text = say("By {basis}.", basis=listed(basis))
    return text + (
        say(" Only described by {described}.", described=listed(described)) if described else EMPTY
    )
