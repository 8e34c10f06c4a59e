"""Small sound tables of every sort: they come out as they are, without a doubt."""

from __future__ import annotations

import csv
from itertools import product
from random import Random
from typing import TYPE_CHECKING

from tests.troubled.case import Case, Must, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.troubled.case import Table

TABLES: dict[str, Table] = {
    "numbers": (("a", "b", "c"), ("1", "2", "3")),
    "empty cells": (("a", "b", "c"), ("1", "", ""), ("2", "3", "4")),
    "objects": (("key", "value"), ("1", '{"kind": "point", "at": [52.1, 0.5]}')),
    "cells of several lines": (("a", "b"), ("1", "High Street\n\nLeeds"), ("2", 'he said:\n"no"\nand left')),
    "coordinates": (("phone", "place", "town"), ("+44 1632 960983", "52.1,0.5", "Ely, March")),
    "scripts": (("客户", "город"), ("王", "Казань"), ("李", "上海"), ("ʤ", "Łódź")),
    "words": (("name", "town"), ("Ann", "Leeds"), ("Bob", "Ulm")),
    "one column": (("id",), ("7",), ("8",), ("9",)),
    "one column of words": (("town",), ("Leeds",), ("New York",), ("Ulm",)),
    "words for nothing": (("first", "last"), ("Null", "None"), ("NA", "nan"), ("True", "Total")),
    "names that sum up": (("id", "name", "total"), ("1", "Total", "5"), ("2", "Sum", "6"), ("3", "Ann", "7")),
    "years as labels": (("2019", "2020", "2021"), ("1", "2", "3"), ("4", "5", "6")),
    "numbers as labels": (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9")),
    "signs": (("id", "share", "pay"), ("#1", "5%", "$1,200.50"), ("#2", "7.5%", "($99.00)")),
    "other delimiters": (("id", "a", "b"), ("1", "x;y;z", "p|q"), ("2", "x;y", "p|q"), ("3", "a\tb", "c^d")),
    "lists": (("id", "list", "x"), ("1", "a,b,c", "x"), ("2", "d,e,f", "y"), ("3", "g,h,i", "z")),
    "apostrophes": (("id", "said"), ("1", "'tis"), ("2", "it's"), ("3", "'so'")),
    "quotes": (("id", "said"), ("1", '"so"'), ("2", 'say "hi"'), ("3", '""')),
    "backslashes": (("id", "path"), ("1", "C:\\dir\\"), ("2", "a\\b"), ("3", "\\")),
    "wide": (tuple(f"c{at}" for at in range(60)), tuple("7" * 60), tuple("8" * 60)),
    "the same row twice": (("a", "b"), ("1", "x"), ("1", "x")),
    "codes like numbers": (("id", "v"), ("1E5", "007"), ("2E5", "008")),
    "nothing but dashes": (("id", "v"), ("1", "-"), ("2", "-")),
}  # fmt: skip
DELIMITERS, ENDS = (",", ";", "\t", "|"), ("\n", "\r\n", "\r")


def sound_files() -> Iterator[Case]:
    """All of them, in the usual dialects."""
    for name, table in TABLES.items():
        for quoting, delimiter, end in product((csv.QUOTE_MINIMAL, csv.QUOTE_ALL), DELIMITERS, ENDS):
            if end == "\r" and any("\n" in cell for row in table for cell in row):
                continue
            content = written(table, delimiter, quoting, end).encode()
            yield Case("sound", f"{name}, {quoting} {delimiter!r} {end!r}", content, Must.LOAD, table)
    for seed in range(60):
        table = gappy(seed)
        yield Case("sound, with gaps", f"{seed}", written(table).encode(), Must.LOAD, table)


def gappy(seed: int) -> Table:
    """Customers as they are: cells missing here and there, words among the numbers."""
    random = Random(seed)
    rows, gaps, unknown = random.randint(12, 300), random.random() / 3, random.random() / 20
    makers = [
        lambda: random.choice(("Leeds", "New York", "Ulm", "Nice")),
        lambda: str(random.randint(1, 90)),
        lambda: f"{random.uniform(1, 900):.2f}",
        lambda: f"2025-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
        lambda: random.choice(("yes", "no")),
        lambda: f"+44 {random.randint(10**9, 10**10 - 1)}",
    ]
    columns = [random.choice(makers) for _ in range(random.randint(2, 9))]
    header = ("id", *(f"measure {chr(97 + at)}" for at in range(len(columns))))
    body = [
        (
            f"{number:04}",
            *(
                "" if random.random() < gaps else "unknown" if random.random() < unknown else make()
                for make in columns
            ),
        )
        for number in range(1, rows + 1)
    ]
    return (header, *body)
