"""How files are read as a whole: grain, customer, date and money against the truth.

    python benchmarks/readings.py [--cases FOLDER] [--data FOLDER] [--seed N] [--verbose]

`--cases` holds files with a `truth.json`, `--data` the published files that the tests know too. Made
files are scored besides: those of kinds looked at while the rules were made, and those of held kinds,
whose failures are not printed. Verdicts: right, refused (rightly), refused though plain, wrong but
reported, silently wrong. A doubt about a clean file is false.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.exports import export_files
from benchmarks.made_businesses import business_files
from benchmarks.made_readings import HELD, LOOKED_AT, Truth, made_files
from benchmarks.stranger_exports import stranger_files
from benchmarks.troubled_kinds import troubled_files
from reportgen.cleaning.clean import clean
from reportgen.cleaning.unread import refuse_unread
from reportgen.columns.roles import assign_roles
from reportgen.commands.check import in_short
from reportgen.errors import ReportgenError
from reportgen.features.build_features import build_features
from reportgen.input.read import read
from reportgen.input.reshape import read_plain
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.base.audit import Issue
    from reportgen.cleaning.clean_rows import CleanRows
    from reportgen.columns.assigned_roles import Roles

VERDICTS = ("right", "refused", "refused though plain", "wrong but reported", "silently wrong")
GRAINS = {"orders": {"order", "order_line"}, "visits": {"visit"}, "customers": {"customer"}}
GRAINS["one row a customer"] = GRAINS["customers"]
HARMLESS = frozenset(
    {"number-format", "delimiter", "partial-month", "short-history", "returns", "known-export"}
    | {"incomplete-month", "coded-date", "no-value", "left-out-of-basis", "code-page"}
)
"""Issues that tell what is so: no doubt about the reading."""
PUBLISHED = {
    "Mall_Customers.csv": ("customer", "CustomerID", None, 200, (None,)),
    "Mall_Customers_gender.csv": ("customer", "CustomerID", None, 200, (None,)),
    "Wholesale customers data.csv": ("customer", None, None, 440, (None,)),
    "marketing_campaign.csv": ("customer", "ID", "Dt_Customer", 2240, (None,)),
    "marketing_campaign_semicolon_bom.csv": ("customer", "ID", "Dt_Customer", 2240, (None,)),
    "CC GENERAL.csv": ("customer", "CUST_ID", None, 8950, (None,)),
    "CDNOW_master.txt": ("order", 0, 1, 23570, ("2500315.63",)),
    "CDNOW_sample.txt": ("order", (0, 1), 2, 2357, ("242960.12", "244091.94", "242930.49")),
    "onlinefoods.csv": ("customer", None, None, 388, (None,)),
    "Online Retail.csv.gz": ("order_line", "CustomerID", "InvoiceDate", 4372, ("9747747.934",)),
}
"""File -> grain, customer and date (label, or place of a column without one), customers, total."""


class Outcome(NamedTuple):
    """What came out of one file."""

    truth: Truth
    verdict: str
    read: str
    false_doubts: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """A source as far as it was read."""

    roles: Roles
    rows: CleanRows
    basis: frozenset[str]
    """Labels of what makes the segments; of orders nothing, as it is never a column of the file."""
    doubts: tuple[str, ...]


def _read(path: Path, work: Path) -> Read:
    options = BuildOptions((str(path),))
    raw = read_plain(options.sources, work, options.sheet)
    roles = assign_roles(raw, options)
    try:
        refuse_unread(raw, accepted=options.accept_rejected)
        rows = clean(raw, roles, options, work)
        refuse_unread(raw, rows, accepted=options.accept_rejected)
        customers = None if roles.grain.sells else build_features(rows, options)
    except ReportgenError as error:
        doubts = "\n".join(_words(issue) for issue in (*raw.issues, *roles.issues))
        raise RefusedError(f"{error} {error.hint}", doubts) from error
    issues = (*raw.issues, *roles.issues, *rows.issues, *(customers.issues if customers else ()))
    basis = (
        frozenset(feature.label for feature in customers.clustering_features) if customers else frozenset()
    )
    return Read(roles, rows, basis, tuple(map(_words, issues)))


class RefusedError(Exception):
    """What a refusal says, and the doubts beside it."""


def _words(issue: Issue) -> str:
    return f"{issue.code}: {issue.column!r} {issue.message} ({issue.hint})"


def judge(truth: Truth, path: Path) -> Outcome:
    """Reads a file as `reportgen check` does, and compares."""
    with tempfile.TemporaryDirectory() as work:
        try:
            found = _read(path, Path(work))
        except RefusedError as error:
            return _refused(truth, *error.args)
        except ReportgenError as error:
            return _refused(truth, f"{error} {error.hint}")
        wrong = list(_differences(truth, found))
        said = "\n".join(found.doubts)
        if truth.never_said and re.search(truth.never_said, said):
            wrong.append("says what is not so")
        untold = bool(truth.always) and not re.search(truth.always, said, re.IGNORECASE)
        if untold:
            wrong.append(f"does not say {truth.always}")
        false = (
            [doubt for doubt in found.doubts if doubt.split(":")[0] not in HARMLESS] if truth.clean else []
        )
    if not wrong:
        return Outcome(truth, "right", "", tuple(false))
    reported = truth.reported and re.search(truth.reported, said, re.IGNORECASE) and not untold
    verdict = "wrong but reported" if reported else "silently wrong"
    return Outcome(truth, verdict, "; ".join(wrong), tuple(false))


def _refused(truth: Truth, said: str, doubts: str = "") -> Outcome:
    named = re.search(truth.refusal, f"{said}\n{doubts}", re.IGNORECASE)
    verdict = "refused" if "refuse" in truth.accept and named else "refused though plain"
    return Outcome(truth, verdict, said, ())


def _differences(truth: Truth, found: Read) -> Iterable[str]:
    """In what a reading differs from the truth."""
    if "read" not in truth.accept:
        yield "read, and should be refused"
        return
    rows, roles = found.rows, found.roles
    if roles.grain not in truth.grains:
        yield f"grain {roles.grain}"
    for role, labels in ((Role.CUSTOMER, truth.customers), (Role.DATE, truth.date)):
        column = roles.first(role)
        needed = labels or (role is Role.CUSTOMER and truth.grains == GRAINS["customers"])
        if needed and (column.label if column else None) not in (labels or {None}):
            yield f"{role} {column.label if column else None!r}"
    total = rows.waterfall.start_amount
    if roles.grain in GRAINS["visits"]:
        total = None
    if truth.sold and roles.grain.sells:
        total = in_short(rows).amount
    if not any(_same(total, each) for each in truth.sold or truth.totals):
        yield f"total {total} for {(truth.sold or truth.totals)[0]}"
    seen = in_short(rows).customers if truth.sold and roles.grain.sells else _customers(rows)
    if truth.counts and seen not in truth.counts:
        yield f"{seen} customers for {min(truth.counts)}"
    wrongly = truth.never_basis & found.basis
    if wrongly:
        yield f"grouped by {', '.join(sorted(wrongly))}"


def _same(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < Decimal("0.01")


def _customers(rows: CleanRows) -> int:
    """Customers in the whole file."""
    counted = duckdb.sql(f"SELECT count(DISTINCT customer) FROM read_parquet('{rows.path}')")
    return int(counted.fetchall()[0][0])


def cases(folder: Path) -> Iterable[tuple[Truth, Path]]:
    """Files with a truth.json beside them."""
    for told in json.loads((folder / "truth.json").read_text("utf-8")):
        grains = [told["grain"]] if isinstance(told["grain"], str) else told["grain"]
        totals = told["total"] if isinstance(told["total"], list) else [told["total"]]
        counts = told["customers"] if isinstance(told["customers"], list) else [told["customers"]]
        yield (
            Truth(
                name=told["file"],
                accept=frozenset(told["accept"]),
                grains=frozenset(each for grain in grains for each in GRAINS.get(grain, ())),
                customers=frozenset(told["customer"] or ()),
                date=frozenset(told["date"] or ()),
                totals=tuple(None if each is None else Decimal(str(each)) for each in totals),
                counts=frozenset(each for each in counts if each is not None),
                never_basis=frozenset(told["never_basis"]),
                reported=told["must_say"],
                always=told["say_always"],
                refusal=told["refusal_names"] or ".",
                never_said=told["must_not_say"],
            ),
            folder / told["file"],
        )


def published(folder: Path) -> Iterable[tuple[Truth, Path]]:
    """The published files that are there."""
    for name, (grain, customer, date, count, totals) in PUBLISHED.items():
        if (folder / name).is_file():
            named, dated = _labelled(folder / name, customer), _labelled(folder / name, date)
            yield (
                Truth(
                    name=name,
                    accept=frozenset({"read"}),
                    grains=frozenset({grain}),
                    customers=named,
                    date=dated,
                    totals=tuple(None if each is None else Decimal(each) for each in totals),
                    counts=frozenset({count}),
                    reported="'customer|--id",
                ),
                folder / name,
            )


def _labelled(path: Path, column: str | int | tuple[int, ...] | None) -> frozenset[str]:
    """Labels of columns that are given by label, or by their places."""
    if column is None or isinstance(column, str):
        return frozenset({column} - {None})
    with tempfile.TemporaryDirectory() as work:
        labels = read(path, Path(work)).labels
    return frozenset(labels[place] for place in ((column,) if isinstance(column, int) else column))


def main() -> None:
    """Print the score."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--exports", nargs="*", default=("first", "second"), help="sets of export_headers.toml"
    )
    parser.add_argument("--strangers", nargs="*", default=(), help="sets of stranger_headers.toml")
    parser.add_argument("--group", default="", help="groups whose names hold this")
    parser.add_argument("--only", default="", help="names that hold this")
    parser.add_argument("--verbose", action="store_true", help="every file, held kinds aside")
    given = parser.parse_args()
    groups: dict[str, list[Outcome]] = {}
    with tempfile.TemporaryDirectory() as folder:
        files: list[tuple[str, Truth, Path]] = []
        files += [("cases", *each) for each in (cases(given.cases) if given.cases else ())]
        files += [("published", *each) for each in (published(given.data) if given.data else ())]
        made = (
            ("made, kinds looked at", made_files(LOOKED_AT, given.seed)),
            ("made, held kinds", made_files(HELD, given.seed)),
            ("made, other businesses", business_files(given.seed)),
            *((f"exports, {part} set", export_files(part, given.seed)) for part in given.exports),
            *((f"strangers, {part} set", stranger_files(part, given.seed)) for part in given.strangers),
        )
        for truth, ending, content in troubled_files(given.seed):
            path = Path(folder) / f"{len(files)}.{ending}"
            path.write_bytes(content)
            files.append(("made, kinds once misread", truth, path))
        for group, content_of_files in made:
            for truth, content in content_of_files:
                path = Path(folder) / str(len(files)) / f"{truth.name}.csv"  # Sets may share names.
                path.parent.mkdir()
                path.write_bytes(content)
                files.append((group, truth, path))
        for group, truth, path in files:
            if given.only not in truth.name or given.group not in group:
                continue
            outcome = judge(truth, path)
            groups.setdefault(group, []).append(outcome)
            shown = group != "made, held kinds" or given.only
            bad = outcome.verdict not in {"right", "refused"} or outcome.false_doubts
            if shown and (bad or given.verbose):
                doubts = f" FALSE DOUBTS {outcome.false_doubts}" if outcome.false_doubts else ""
                print(f"{outcome.verdict}: {truth.name}: {outcome.read}{doubts}", file=sys.stderr)
    print(f"| files | n | {' | '.join(VERDICTS)} | clean | with a false doubt |")
    print(f"|---{'|---' * (len(VERDICTS) + 3)}|")
    everything = {**groups, "all": [each for outcomes in groups.values() for each in outcomes]}
    for group, outcomes in everything.items():
        counts = Counter(outcome.verdict for outcome in outcomes)
        clean = [outcome for outcome in outcomes if outcome.truth.clean]
        doubted = sum(bool(outcome.false_doubts) for outcome in clean)
        figures = " | ".join(str(counts[verdict]) for verdict in VERDICTS)
        print(f"| {group} | {len(outcomes)} | {figures} | {len(clean)} | {doubted} |")


if __name__ == "__main__":
    main()
