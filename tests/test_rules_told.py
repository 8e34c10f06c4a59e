"""The printed rules, applied again as a reader would: they find whom they say they find."""

from __future__ import annotations

import functools
import operator
import re
from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.reports import by_tag, cards, features, holds, printed, short, text_of, with_class
from tests.statements import Statement

if TYPE_CHECKING:
    from tests.reports import Report

SMALLEST = 10
CONDITION = re.compile(
    r"\s*(?P<joint>,? ?or |and )?"
    r"(?:(?P<holds>[^#:]+): (?P<answer>yes|no)|(?:(?P<measure>[^#]*?) )?(?P<side>over|up to) #)"
)


def matching(report: Report, rule: Statement) -> pd.Series:
    """Customers who fulfil a printed rule: its paths joined by or, their conditions by and."""
    columns = {short(column): column for column in features(report).values()}
    nobody = pd.Series(data=False, index=report.customers.index)
    paths: list[pd.Series] = [~nobody]
    column = ""
    for condition in CONDITION.finditer(rule.skeleton):
        said = rule.within(condition)
        if "or" in (condition["joint"] or ""):
            paths.append(~nobody)
        measure = (
            said.labels[0] if said.labels else (condition["holds"] or condition["measure"] or "").strip()
        )
        column = column if not measure else columns[measure.casefold()]
        values = report.customers[column].fillna(report.customers[column].median())
        limit = 0.5 if condition["answer"] else printed(report.text(said.figures[0])).value
        above = condition["side"] == "over" or condition["answer"] == "yes"
        paths[-1] &= values > limit if above else values <= limit
    return functools.reduce(operator.or_, paths, nobody)


def test_the_printed_rules_find_whom_they_say(report: Report) -> None:
    tested = 0
    for card, key in cards(report):
        texts = [Statement.of_element(p) for p in by_tag(card, "p")]
        for statement in texts:
            if "finds # of them" not in statement.skeleton:
                continue
            told = statement.skeleton.removeprefix("How to find them: ")
            conditions = re.split(r"\. (?:It|This) finds", told)[0]
            count = conditions.count("#")
            rule = Statement(conditions, statement.figures[:count], (), statement.labels)
            found, own = matching(report, rule), report.customers["segment key"] == key
            assert holds(report, f"rules.{key}.recall", (found & own).sum() / own.sum()), conditions
            assert holds(report, f"rules.{key}.precision", (found & own).sum() / found.sum()), conditions
            tested += 1
    assert tested == sum("How to find them" in text_of(card) for card, _ in cards(report))


def test_the_questions_of_the_drawing_count_right(report: Report) -> None:
    """The alt text tells the whole tree; its leaves hold as many customers as the facts say."""
    spoken = [e.get("aria-label", "") for e in with_class(report.page, "chart")]
    tree = next((text for text in spoken if text.startswith("If ")), None)
    if tree is None:
        pytest.skip("no rules for these segments")
    counted = Counter(len(rows) for rows in leaves(report, tree.split(), report.customers)[0])
    told = Counter(
        int(fact["value"])
        for key, fact in report.facts.items()
        if re.fullmatch(r"rules\.tree(\.(low|high))+\.customers", key) and fact["text"][0].isdigit()
    )
    assert told - counted == Counter()
    assert all(size < SMALLEST for size in (counted - told).elements())


def leaves(report: Report, words: list[str], rows: pd.DataFrame) -> tuple[list[pd.DataFrame], list[str]]:
    """Customers at every end of the spoken tree, and the words after it."""
    if words[0] == "then":
        end = next(i for i, word in enumerate(words) if word.endswith(".")) + 1
        return [rows], words[end:]
    asked = words[1:4] == ["the", "answer", "to"]
    at = words.index("no:" if asked else "less:")
    label = " ".join(words[4 : at - 1]).strip("\u201c\u201d") if asked else " ".join(words[1 : at - 3])
    limit = 0.5 if asked else printed(words[at - 2]).value
    column = next(c for c in features(report).values() if short(c) == label.casefold())
    values = rows[column].fillna(report.customers[column].median())
    low, rest = leaves(report, words[at + 1 :], rows[values <= limit])
    otherwise = ["If", "it", "is", "yes:"] if asked else ["If", "it", "is", "more", "than"]
    assert rest[: len(otherwise)] == otherwise
    high, rest = leaves(report, rest[4 if asked else 6 :], rows[values > limit])
    return low + high, rest
