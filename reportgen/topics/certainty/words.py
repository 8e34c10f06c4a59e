"""How sure the segments are, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.page.parts import ChartText
from reportgen.prose.sentence import EMPTY, OR, Sentence, joined, just, listed, say
from reportgen.segments.values import Verdict
from reportgen.shared.words import VerdictWords, first_fitting, spoken, verdict_words

if TYPE_CHECKING:
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.topics.certainty.facts import CertaintyFacts

CLEAR, BLURRED = 0.8, 0.6
"""Share clearly inside from which a segment's edge is clear, and below which it is blurred."""
MOST_RIVALS = 2
"""Other numbers of segments that a heading names; the table beside it has all."""
OTHER_WAYS = {
    "kmeans": phrase("k-means"),
    "gmm": phrase("a Gaussian mixture"),
    "ward": phrase("Ward's method"),
}
"""Other ways to make segments, as they are named beside the one that made them."""


def words_of(certainty: CertaintyFacts, shared: Shared) -> VerdictWords:
    """The verdict, short and long."""
    return verdict_words(
        certainty.verdict, gaps=certainty.gaps, continuum=certainty.continuum, by_rules=shared.by_rules
    )


def sure_heading(certainty: CertaintyFacts, shared: Shared) -> Sentence:
    """The verdict, the number of segments, and numbers that would do as well."""
    verdict, rivals = (
        say(words_of(certainty, shared).heading, k=shared.total.segments),
        certainty.choice.rivals,
    )
    if not rivals:
        return verdict
    return say(
        "{verdict}; {rivals} would fit about as well",
        verdict=verdict,
        rivals=listed(tuple(certainty.candidates[rival].k for rival in rivals[:MOST_RIVALS]), OR),
    )


def sure_in_short(certainty: CertaintyFacts, shared: Shared) -> Sentence:
    """How sure we are, for page one: what the verdict rests on with its figures, and what to make of it."""
    words = words_of(certainty, shared)
    if certainty.confident_share is None:
        return joined((just(words.basis), just(words.use)))
    return joined((repeated(certainty, shared), just(words.use))) + say(
        " {share} of customers are clearly nearer to their own segment than to the next.",
        share=certainty.confident_share,
    )


def sure_lead(certainty: CertaintyFacts, shared: Shared) -> Sentence:
    """How sure we are, in three sentences."""
    words = words_of(certainty, shared)
    basis = (just(words.basis),) if shared.by_rules else ()
    told = joined((*basis, repeated(certainty, shared), just(words.use)))
    inside = _inside(certainty.confident_share, shared)
    return told + came_out(certainty) + inside + _rules_instead(certainty, shared)


def repeated(certainty: CertaintyFacts, shared: Shared) -> Sentence:
    """How far the segments come out again from resampled customers."""
    ari = certainty.repeatability.mean
    if shared.by_rules:
        return say(
            "Limits drawn from resampled customers are nearly these (agreement {ari} of 1).",
            ari=ari,
        )
    if certainty.verdict is Verdict.CONSTRUCTIVE:
        return say(
            "Repeating the analysis on resampled customers gives other segments (agreement {ari} of 1).",
            ari=ari,
        )
    return say(
        "Repeating the analysis on resampled customers gives nearly the same segments (agreement "
        "{ari} of 1).",
        ari=ari,
    )


def came_out(certainty: CertaintyFacts) -> Sentence:
    """How often each number came out of the resamples; empty where the number was not chosen so."""
    choice, every = certainty.choice, certainty.resamples
    if choice.reason != "resamples" or every is None:
        return EMPTY
    chosen = certainty.candidates[choice.k]
    others = sorted(
        (each for k, each in certainty.candidates.items() if k != choice.k and each.chosen_in.shown),
        key=lambda each: (-each.chosen_in.shown, each.k.shown),
    )
    first = say("{k} segments in {n} of {every} resamples", k=chosen.k, n=chosen.chosen_in, every=every)
    rest = tuple(say("{k} in {n}", k=each.k, n=each.chosen_in) for each in others[:MOST_RIVALS])
    votes = joined((first, *rest), ", ")
    if certainty.kept:
        return say(" How often each number came out when the segments were made: {votes}.", votes=votes)
    return say(" How often each number came out: {votes}.", votes=votes)


def _inside(confident: Fact | None, shared: Shared) -> Sentence:
    """Whose customers are clearly inside their segment, and whose near a border; empty for fixed limits."""
    if confident is None:
        return EMPTY
    clear = tuple(spoken(each.segment) for each in shared.segments if inside_share(each) >= CLEAR)
    blurred = tuple(spoken(each.segment) for each in shared.segments if inside_share(each) < BLURRED)
    if not clear or not blurred:
        return say(
            " {share} of customers are clearly nearer to their own segment than to the next.", share=confident
        )
    return say(
        " {share} of customers are clearly nearer to their own segment than to the next; most so in {firm}, "
        "least in {soft}.",
        share=confident,
        firm=listed(clear),
        soft=listed(blurred),
    )


def inside_share(figures: SegmentFigures) -> float:
    """Share of a segment's customers who are clearly inside it, as printed; all for fixed limits."""
    return 1.0 if figures.confident_share is None else figures.confident_share.shown


def _rules_instead(certainty: CertaintyFacts, shared: Shared) -> Sentence:
    """Fixed limits, offered where segments of orders are not stable."""
    unstable = certainty.verdict is Verdict.CONSTRUCTIVE
    if not (shared.has_orders and unstable) or shared.by_rules:
        return EMPTY
    return say(
        " Fixed limits on days since the last order and on orders would divide them as well, and can be "
        "typed into a shop or mail system (--segments rules)."
    )


def second_opinion(certainty: CertaintyFacts, shared: Shared) -> Sentence:
    """How far other algorithms find the same segments at the same number."""
    others = certainty.other_methods
    if not others:
        return EMPTY
    agreement = listed(tuple(say("{way} {ari}", way=OTHER_WAYS[way], ari=ari) for way, ari in others.items()))
    limit = shared.limits.agreement
    weak = min(ari.shown for ari in others.values()) < limit.shown
    after = say(" Below {limit} another method draws other segments.", limit=limit) if weak else EMPTY
    return say("Agreement with these segments at the same number: {told}.", told=agreement) + after


def panel_text(certainty: CertaintyFacts, shared: Shared) -> ChartText:
    """The figures behind the number of segments."""
    tried = tuple(certainty.candidates.values())
    rows = tuple(
        say(
            "{k} segments: silhouette {s}, repeatability {p}.",
            k=each.k,
            s=each.silhouette,
            p=each.prediction_strength.mean,
        )
        for each in tried
    )
    note = say(
        "Repeatability: prediction strength, the share of pairs in the weakest segment that two "
        "halves of the data agree on. Bars span the middle of the repeats; {limit} is the limit. "
        "Separation: mean silhouette.",
        limit=shared.limits.prediction,
    )
    subtitle = say(
        "k-means with {first} to {last} segments; the chosen number is shaded",
        first=tried[0].k,
        last=tried[-1].k,
    )
    neutral = say("Three measures by number of segments")
    return ChartText(first_fitting((_panel_title(certainty),), neutral), subtitle, joined(rows), note)


def _panel_title(certainty: CertaintyFacts) -> Sentence | None:
    """Why this number; None where an earlier version chose it."""
    choice = certainty.choice
    chosen = certainty.candidates[choice.k]
    if choice.reason == "given":
        return say("{k} segments, as asked for", k=chosen.k)
    if choice.reason != "resamples" or certainty.resamples is None:
        return None
    return say(
        "{k} segments come out of {n} of {every} resamples",
        k=chosen.k,
        n=chosen.chosen_in,
        every=certainty.resamples,
    )
