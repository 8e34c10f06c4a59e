"""Everything that is known when the figures stand and before a word is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from babel import Locale

from reportgen.base.audit import Issue
from reportgen.base.fonts import Typefaces, typefaces, use_typefaces
from reportgen.base.formatting import Formatter
from reportgen.base.glyphs import missing_glyph_issues
from reportgen.base.language import language_of, letters_of
from reportgen.base.phrases import phrase
from reportgen.changes.month_changes import MonthComparison
from reportgen.features.offered_products import OfferedProducts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.changes.month_history import PastMonth
    from reportgen.cleaning.clean import CleanRows
    from reportgen.features.descriptive_statistics import DescriptiveStatistics
    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers
    from reportgen.features.top_products import TopProducts
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions
    from reportgen.record.manifest import Baseline
    from reportgen.record.registered import RegisteredAction
    from reportgen.segments.fit import SegmentedCustomers
    from reportgen.segments.naming import Segment
    from reportgen.segments.values import KChoice, RuleTree, SavedModel, Segmentation, Structure


@dataclass(frozen=True)
class Analysis:
    """The results of one build, from the file to the named segments."""

    options: BuildOptions
    raw: RawRows
    rows: CleanRows
    customers: Customers
    """With the features that the report describes."""
    segmented: SegmentedCustomers
    """The customers in their segments, with the model that places them and the evidence for it."""
    segments: tuple[Segment, ...]
    statistics: DescriptiveStatistics
    rules: RuleTree | None
    top_products: tuple[TopProducts, ...] = ()
    """Products of the segments; empty where the file names none."""
    offered: OfferedProducts = field(default_factory=OfferedProducts)
    """Products to show those who are overdue, or ordered once."""
    comparison: MonthComparison = field(default_factory=MonthComparison)
    """This month compared with the earlier ones."""
    baseline: Baseline | None = None
    """What the next month's file will be compared with; None for data without dates."""
    history: tuple[PastMonth, ...] = ()
    """Revenue and customers month by month, oldest first; none for data without orders."""
    registered: tuple[RegisteredAction, ...] = ()
    """Lists of this month and earlier ones that were used."""
    typefaces: Typefaces = field(default_factory=typefaces)
    """In which its report is set."""

    @property
    def model(self) -> SavedModel:
        """The model that made the segments."""
        return self.segmented.model

    @property
    def matrix(self) -> Matrix:
        """The customers as points."""
        return self.segmented.matrix

    @property
    def segmentation(self) -> Segmentation:
        """Who is in which segment."""
        return self.segmented.segmentation

    @property
    def choice(self) -> KChoice:
        """The number of segments, and why."""
        return self.segmented.evidence.choice

    @property
    def structure(self) -> Structure:
        """How real the segments are."""
        return self.segmented.evidence.structure

    @property
    def formatter(self) -> Formatter:
        """How this report writes numbers."""
        return Formatter(self.options.locale, self.options.currency)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """All doubts: what months are counted by, then in the order of the steps."""
        recounted = self.comparison.counting_changed
        return (
            *((recounted,) if recounted else ()),
            *self.raw.issues,
            *self.rows.roles.issues,
            *self.rows.issues,
            *self.customers.issues,
            *self.matrix.issues,
            *_words_missing(self.options.locale),
            *self._letters_missing(),
        )

    @property
    def has_value(self) -> bool:
        """Whether the data hold what customers are worth, and it is more than nothing in all."""
        name = self.customers.value
        return name is not None and float(self.customers.frame[name].sum()) > 0

    @property
    def has_orders(self) -> bool:
        """Whether the file holds orders, so that recency and frequency are known."""
        return self.customers.scores is not None

    @property
    def by_rules(self) -> bool:
        """Whether the segments are fixed limits instead of clusters."""
        return bool(self.model.groups)

    def segment(self, key: str) -> Segment:
        """The segment of a key."""
        return next(segment for segment in self.segments if segment.key == key)

    def _letters_missing(self) -> tuple[Issue, ...]:
        with use_typefaces(self.typefaces):
            return missing_glyph_issues((*self._words(), letters_of(self.options.locale)))

    def _words(self) -> Iterator[str]:
        """What the user's file and settings, and the locale, bring into the report besides our own words."""
        yield from filter(None, (self.options.company, self.options.contact, self.options.name))
        yield from (self.raw.source, *self.raw.labels)
        yield from (segment.name for segment in self.segments)
        yield from (level.name for category in self.statistics.categories for level in category.levels)
        for products in self.top_products:
            yield from (p.name for p in (products.commonest, *products.over_indexed) if p is not None)
        yield from (self.formatter.money(1).text, self.formatter.month("2000-01"))


def _words_missing(locale: str) -> tuple[Issue, ...]:
    """Said once where a locale's language has no catalogue."""
    if language_of(locale) == Locale.parse(locale).language:
        return ()
    message = phrase(
        "there are no words for {locale} yet: numbers and dates are written as it asks, words in English",
        locale=locale,
    )
    return (Issue.of("no-catalogue", message),)
