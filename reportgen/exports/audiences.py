"""Audience files: each list of people to contact as the services take it, for upload; private.

<month>/audiences/<service>/<list>.csv            everybody to contact
<month>/audiences/<service>/added/<list>.csv      who was not in the file of the last month that has one
<month>/audiences/<service>/removed/<list>.csv    who was in it, and is not any more
<month>/audiences/rows.csv                        whose row is which: what `forget` goes by
<month>/audiences/summary.csv                     how many stand in each file, and what was left out

Files for services are UTF-8 without a mark, parted by commas, lines ending with CR LF, each row once, sorted.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from reportgen.exports.audience_formats import FORMATS
from reportgen.exports.cells import cell_text, csv_bytes, csv_line
from reportgen.exports.contact_values import Person, Unusable, person
from reportgen.exports.redact import plain_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from reportgen.options.enums import Service

AUDIENCES = "audiences"
"""The folder, in the private folder of a month."""
ROWS = "rows.csv"
_SUMMARY = "summary.csv"
_ROWS_HEADER = ("customer", "service", "row")
_SUMMARY_HEADER = ("service", "list", "people", "people in the file", "added", "removed", *Unusable)
_ADDED, _REMOVED = "added", "removed"
_END = "\r\n"
_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class AudienceCounts:
    """How many people of all lists stand in the files of one service, and why others do not."""

    service: Service
    people: int
    in_files: int
    unusable: Mapping[Unusable, int]


@dataclass(frozen=True)
class _File:
    """The rows of one list for one service."""

    name: str
    people: Mapping[str, Person]
    rows: Mapping[str, tuple[str, ...]]
    """Line -> the customers it stands for."""


@dataclass(frozen=True)
class _Earlier:
    """What the last month that has audience files left for one service."""

    lists: Mapping[str, frozenset[str]]
    """Name of a list -> its lines."""
    people: Mapping[str, tuple[str, ...]]
    """Mark of a line -> the customers it stands for."""


def write_audiences(
    target: Path,
    lists: Mapping[str, Mapping[str, Person]],
    services: Iterable[Service],
    earlier: Path | None,
) -> tuple[AudienceCounts, ...]:
    """Write the files of each service.

    Args:
        target: a folder that is not there yet.
        lists: name of a list -> who is to be contacted, by id: nobody who opted out or is of a control group.
        services: for which.
        earlier: the same folder of the last month that has one.

    Returns:
        How many people stand in the files, by service.
    """
    target.mkdir(mode=0o700)
    owners, summary, counts = set[tuple[str, ...]](), [], []
    for service in sorted(services):
        before = _earlier(earlier, service)
        files = [_file(name, people, service) for name, people in sorted(lists.items())]
        files += [_File(name, {}, {}) for name in sorted(before.lists.keys() - lists.keys())]
        for file in files:
            changed = _write(target / service, file, before, service, is_list=file.name in lists)
            owners |= set(_owners(file, before, service))
            summary.append(_summary(file, service, changed))
        counts.append(_counted(files, service))
    (target / ROWS).write_bytes(csv_bytes(_ROWS_HEADER, (map(cell_text, row) for row in sorted(owners))))
    (target / _SUMMARY).write_bytes(csv_bytes(_SUMMARY_HEADER, summary))
    return tuple(counts)


def people_of(ids: Iterable[str], reached: pd.DataFrame | None, country: str | None) -> dict[str, Person]:
    """How some customers are reached, by id.

    Args:
        ids: whose.
        reached: see `Customers`; None where no column of the file tells.
        country: of customers whose own is not known.
    """
    if reached is None:
        return {each: person({}, country) for each in ids}
    wanted = list(ids)
    fields = list(reached.columns)
    cells = reached.loc[wanted].itertuples(index=False, name=None)
    return {
        each: person(dict(zip(fields, row, strict=True)), country)
        for each, row in zip(wanted, cells, strict=True)
    }


def last_audiences(private: Path, month: str) -> Path | None:
    """The audience files of the newest month before one of YYYY-MM; None where there are none.

    Args:
        private: the folder of all months of a report.
        month: of this build.
    """
    months = (path for path in private.glob(f"*/{AUDIENCES}") if _MONTH.fullmatch(path.parent.name))
    return max((path for path in months if path.parent.name < month), default=None)


def is_for_upload(path: str) -> bool:
    """Whether a path below a month's private folder is a file for a service."""
    return path.startswith(f"{AUDIENCES}/") and path.count("/") > 1


def audience_without(data: bytes, marks: Collection[str]) -> bytes:
    """An audience file without the rows of these marks; every other byte stays."""
    lines = data.decode("utf-8", "replace").split(_END)
    kept = [line for line in lines if mark(line) not in marks]
    return data if len(kept) == len(lines) else _END.join(kept).encode()


def marks_of(rows: bytes, ids: Collection[str]) -> frozenset[str]:
    """Marks of the rows that stand for some customers, from the text of `rows.csv`."""
    read = csv.DictReader(StringIO(rows.decode("utf-8-sig", "replace"), newline=""))
    return frozenset(row["row"] for row in read if plain_id(row["customer"]) in ids)


def mark(line: str) -> str:
    """What a row is known by: its SHA-256."""
    return hashlib.sha256(line.encode()).hexdigest()


def _file(name: str, people: Mapping[str, Person], service: Service) -> _File:
    rows = defaultdict[str, list[str]](list)
    for each, contact in people.items():
        cells = FORMATS[service].row(contact)
        if cells is not None:
            rows[csv_line(cells).removesuffix(_END)].append(each)
    return _File(name, people, {line: tuple(rows[line]) for line in sorted(rows)})


def _write(
    folder: Path, file: _File, before: _Earlier, service: Service, *, is_list: bool
) -> tuple[int, int] | None:
    """Write a list, and what changed since the earlier month; how many were added and removed."""
    if is_list:
        _write_rows(folder / f"{file.name}.csv", file.rows, service)
    then = before.lists.get(file.name)
    if then is None:
        return None
    added, removed = file.rows.keys() - then, then - file.rows.keys()
    _write_rows(folder / _ADDED / f"{file.name}.csv", added, service)
    _write_rows(folder / _REMOVED / f"{file.name}.csv", removed, service)
    return len(added), len(removed)


def _write_rows(path: Path, rows: Iterable[str], service: Service) -> None:
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    head = csv_line(FORMATS[service].header)
    path.write_bytes((head + "".join(f"{row}{_END}" for row in sorted(rows))).encode())


def _owners(file: _File, before: _Earlier, service: Service) -> Iterator[tuple[str, str, str]]:
    """Customer, service and mark of each row that is written, of those that were removed as well."""
    for line, people in file.rows.items():
        yield from ((each, str(service), mark(line)) for each in people)
    for line in before.lists.get(file.name, frozenset()) - file.rows.keys():
        yield from ((each, str(service), mark(line)) for each in before.people.get(mark(line), ()))


def _earlier(folder: Path | None, service: Service) -> _Earlier:
    if folder is None:
        return _Earlier({}, {})
    people = defaultdict[str, list[str]](list)
    if (folder / ROWS).is_file():
        text = (folder / ROWS).read_text("utf-8-sig")
        for row in csv.DictReader(StringIO(text, newline="")):
            people[row["row"]].append(plain_id(row["customer"]))
    lists = {path.stem: _lines(path) for path in (folder / service).glob("*.csv")}
    return _Earlier(lists, {line: tuple(ids) for line, ids in people.items()})


def _lines(path: Path) -> frozenset[str]:
    """The rows of a file that an earlier month left, whoever saved it since."""
    _, *rows = path.read_bytes().decode("utf-8-sig", "replace").splitlines() or [""]
    return frozenset(row for row in rows if row)


def _summary(file: _File, service: Service, changed: tuple[int, int] | None) -> tuple[str, ...]:
    unusable = Counter(cause for each in file.people.values() for cause in each.unusable)
    added, removed = ("", "") if changed is None else map(str, changed)
    in_file = sum(map(len, file.rows.values()))
    counts = (str(unusable[cause]) for cause in Unusable)
    return (service, cell_text(file.name), str(len(file.people)), str(in_file), added, removed, *counts)


def _counted(files: Iterable[_File], service: Service) -> AudienceCounts:
    """Everybody once, however many lists they stand in."""
    people, in_files = dict[str, Person](), set[str]()
    for file in files:
        people |= file.people
        in_files.update(*file.rows.values())
    unusable = Counter(cause for each in people.values() for cause in each.unusable)
    return AudienceCounts(service, len(people), len(in_files), {cause: unusable[cause] for cause in Unusable})
