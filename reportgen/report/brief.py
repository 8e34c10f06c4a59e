"""The two-page brief: what matters, what is at stake, what to do on Monday, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase, translated
from reportgen.charts.ribbons import LOW
from reportgen.charts.trend import LOW as LOW_TREND
from reportgen.page.parts import Illustration, Term, titled
from reportgen.prose.finding import MONTH, NONE_NEW, OF_ALL
from reportgen.prose.sentence import (
    EMPTY,
    Sentence,
    UserLabel,
    joined,
    just,
    say,
)
from reportgen.record.flows import BACK, JOINED
from reportgen.report.brief_action import (
    as_it_stands,
    is_doubted,
    make_sure_of,
    nothing_reported,
    nothing_to_do,
)
from reportgen.report.brief_figures import key_figures
from reportgen.report.content import BriefContent
from reportgen.report.findings import CERTAINTY
from reportgen.shared.words import no_lists, overdue_words, spoken
from reportgen.topics.actions.facts import ActionsFacts
from reportgen.topics.advice.decisions import foremost
from reportgen.topics.advice.words import on_lists_only
from reportgen.topics.certainty.facts import CertaintyFacts
from reportgen.topics.certainty.words import words_of
from reportgen.topics.history.facts import HistoryFacts
from reportgen.topics.history.section import lines_picture, revenue_picture
from reportgen.topics.history.words import history_heading, is_outside, steady_month
from reportgen.topics.method import words as method
from reportgen.topics.method.facts import MethodFacts
from reportgen.topics.movement.change import paragraph
from reportgen.topics.movement.charts import ribbons, trend, with_news_labelled
from reportgen.topics.movement.facts import MovementFacts
from reportgen.topics.movement.notes import out_of_date
from reportgen.topics.movement.words import brief_account, ribbons_text, trend_text
from reportgen.topics.overview.charts import pairs_illustration
from reportgen.topics.overview.words import headline
from reportgen.topics.segments.brief_table import BriefColumns, brief_table
from reportgen.topics.segments.section import heat_illustration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.table import Feature
    from reportgen.options.build_options import BuildOptions
    from reportgen.report.facts import ReportFacts
    from reportgen.report.joint import Joint
    from reportgen.shared.figures import Shared
    from reportgen.topics.actions.designs import DesignFigures

STORY = 132
"""Pixels that the drawing of page one is high,"""
MOST_STORY = 280
"""and that another one may be: a higher one is drawn with fewer measures."""
LEAST_EARLIER = 2
"""Earlier months from which on lines show a course."""
MOST_ALSO, MOST_THEN = 2, 2
"""Findings beside the one that leads, and decisions below the first one."""
THEY_FALL = phrase(" Returns are taken off the month of their order.")
"""Why an earlier month may stand lower than in its own report."""
WAITS = phrase(" What to do with the other segments waits until they are defined anew.")
"""Said of segments that are out of date."""
NO_CHANCE = {
    MONTH: phrase("What the headline says is news, not chance."),
    NONE_NEW: phrase("This is not chance: it lies in the shop or in the file."),
}
"""Whether what concerns all customers and leads the page is news."""
OF_MOVES = (JOINED, BACK, "flow")
"""Findings that the picture of who moved carries, by the beginning of their key."""


def brief_content(analysis: Analysis, computed: ReportFacts, joint: Joint) -> BriefContent:
    """The brief, in the same words and figures as the report.

    Args:
        analysis: of the build.
        computed: its figures.
        joint: what the report says, too.
    """
    shared, whose, moved = computed.shared, joint.imprint, computed.of(MovementFacts)
    features, fmt = analysis.customers.features, analysis.formatter
    value = analysis.customers.value_definition
    lead = joint.findings.first
    title, eyebrow = whose.title(say("Customer brief")), whose.eyebrow(say("Customer brief"))
    first, *then = foremost(joint.decisions, MOST_THEN + 1) or (None,)
    certainty = computed.need(CertaintyFacts)
    before = make_sure_of(lead.key, first, computed.of(HistoryFacts), doubted=is_doubted(certainty, moved))
    if first is not None and not before.pieces:
        first = as_it_stands(first, certainty, moved)
    if first is not None:
        before = paragraph(before, first.before)
    said, history = headline(lead, shared), _history(computed, features, fmt)
    table = brief_table(shared, _of_segments(computed, joint))
    return BriefContent(
        title=title,
        running_title=title,
        description=said.plain + ".",
        company=whose.company,
        branding=whose.branding,
        language=whose.language,
        created=whose.created,
        facts=computed.listed,
        eyebrow=eyebrow,
        headline=said,
        lead=lead.below_title if lead.key != CERTAINTY else say("{title}.", title=table.title),
        in_short=lead.in_short,
        figures=key_figures(shared, None if moved is None else moved.moves, computed.of(HistoryFacts), first),
        story=_story(lead.key, computed, features, fmt),
        first=first,
        before=before,
        then=tuple(each for each in then if each is not None),
        notes=tuple(_notes(analysis.options, computed, joint)),
        table=table,
        movement=_movement(computed, fmt),
        history=history or joint.flow,
        spare=pairs_illustration(shared, low=True) if shared.has_value else None,
        definitions=tuple(_definitions(analysis.options, value, computed, joint)),
    )


def _story(key: str, computed: ReportFacts, features: tuple[Feature, ...], fmt: Formatter) -> Illustration:
    """The drawing that carries the headline: who moved where that is the news, else who brings how much."""
    shared = computed.shared
    if key.startswith(OF_MOVES):
        moved = _movement(computed, fmt)
        if moved is not None:
            return moved
    months = computed.of(HistoryFacts)
    if months is not None and shared.has_value:
        return titled(revenue_picture(months, shared, fmt, STORY), history_heading(months))
    if shared.has_value:
        return pairs_illustration(shared, low=True)
    whole = heat_illustration(features, shared)
    return whole if whole.figure.height <= MOST_STORY else heat_illustration(features, shared, low=True)


def _movement(computed: ReportFacts, fmt: Formatter) -> Illustration | None:
    moved = computed.of(MovementFacts)
    if moved is None or moved.moves is None:
        return None
    moves, shared = moved.moves, computed.shared
    drawn = ribbons(moved, with_news_labelled(moves), shared, fmt, LOW)
    title = say(
        "{n} customers changed segment since {since}", n=moves.total.changed_segment, since=moved.since
    )
    return titled(Illustration(drawn, ribbons_text(moved, moves, shared)), title)


def _history(computed: ReportFacts, features: tuple[Feature, ...], fmt: Formatter) -> Illustration | None:
    """The segments over the months; in a first month what sets them apart."""
    moved, shared, months = computed.of(MovementFacts), computed.shared, computed.of(HistoryFacts)
    lines = None if months is None else lines_picture(months, shared, fmt, LOW_TREND)
    if lines is not None:
        return lines
    if moved is not None and moved.moves is not None and len(moved.moves.past_months) >= LEAST_EARLIER:
        drawn = trend(moved.moves, shared, fmt, LOW_TREND)
        return Illustration(drawn, trend_text(shared))
    return heat_illustration(features, shared, low=True) if shared.has_value else None


def _notes(options: BuildOptions, computed: ReportFacts, joint: Joint) -> Iterator[Term]:
    """What page one always says: what changed, how sure, what is missing, whom to ask."""
    shared, moved = computed.shared, computed.of(MovementFacts)
    changed = paragraph(joint.minor_news, joint.compared)
    if moved is not None and moved.moves is not None:
        changed = brief_account(
            moved, moved.moves, joint.minor_news, shared, steady=not is_outside(computed.of(HistoryFacts))
        )
    months = computed.of(HistoryFacts)
    lead = joint.findings.first.key
    steady = say(NO_CHANCE[lead]) if lead in OF_ALL else steady_month(months)
    yield Term(say("What changed"), paragraph(steady, changed))
    also = joint.findings.besides(MOST_ALSO, ("overdue", *OF_ALL))
    if also:
        yield Term(say("Also"), joined(tuple(say("{headline}.", headline=each.headline) for each in also)))
    if not joint.decisions and options.recommendations:
        yield Term(say("What to do"), nothing_to_do(shared))
    if joint.last_action is not None:
        yield Term(say("The last action"), joint.last_action)
    elif joint.decisions and moved is not None and moved.moves is not None:
        told = nothing_reported(foremost(joint.decisions, MOST_THEN + 1), computed)
        yield Term(say("The last action"), told)
    elif joint.decisions and moved is None:
        yield Term(say("The last action"), say("None yet: this is the first report."))
    yield Term(say("How sure"), _how_sure(computed.need(CertaintyFacts), moved, shared))
    yield Term(say("Not included"), method.missing(computed.need(MethodFacts).dropped, shared))
    if options.contact is not None:
        yield Term(say("Questions to"), just(UserLabel(options.contact)))


def _how_sure(certainty: CertaintyFacts, moved: MovementFacts | None, shared: Shared) -> Sentence:
    """One verdict, what it rests on and what to make of it; segments that no longer fit are out of date."""
    old, verdict = out_of_date(moved), words_of(certainty, shared)
    if old.pieces:
        return say("Out of date. {reason}", reason=old)
    return say("{short}. {basis} {use}", short=verdict.short, basis=verdict.basis, use=verdict.use)


def _holds_back(design: DesignFigures | None) -> bool:
    return design is not None and design.control is not None


def _of_segments(computed: ReportFacts, joint: Joint) -> BriefColumns:
    moved, shared = computed.of(MovementFacts), computed.shared
    moves = None if moved is None else moved.moves
    changes = (
        {}
        if moves is None or moves.window_filling
        else {key: size.change for key, size in moves.sizes.items() if size.change is not None}
    )
    months = computed.of(HistoryFacts)
    on_year = {} if months is None else months.segments_on_year
    to_do = {each.segment.key: each.to_do for each in joint.decisions}
    waits = bool(out_of_date(moved).pieces) and len(to_do) < len(shared.segments)
    designs = computed.need(ActionsFacts).designs
    held_back = [each.segment for each in shared.segments if _holds_back(designs.get(each.segment.key))]
    note = (say(WAITS) if waits else EMPTY) + on_lists_only(tuple(map(spoken, held_back)))
    change = moves.total.change if changes and moves is not None else None
    return BriefColumns(changes, on_year, change, to_do, note if to_do else EMPTY)


def _definitions(options: BuildOptions, value: str, computed: ReportFacts, joint: Joint) -> Iterator[Term]:
    """Four lines: the data, the comparison or the people, what value is, who is overdue."""
    shared = computed.shared
    yield Term(say("Data"), method.data(shared, month_given=bool(options.month)))
    moved = computed.of(MovementFacts)
    if moved is not None and moved.moves is not None:
        yield Term(say("Comparison"), joint.compared)
    if not shared.has_orders:
        yield Term(say("Customers"), method.people(computed.need(MethodFacts).groups, shared))
    if joint.decisions and not shared.writes_lists:
        yield Term(say("Lists"), no_lists())
    falls = say(THEY_FALL) if moved is not None and shared.has_orders and shared.has_value else EMPTY
    yield Term(say("Value"), just(translated(value)) + falls)
    if shared.overdue is not None:
        yield Term(say("Overdue"), overdue_words(shared))
