"""How long reading, checking and aggregating clean order lines takes, against DuckDB alone.

Run `python benchmarks/bulk_reading.py --rows 10000000`. All take turns in one run, each in a
process of its own, so that a busy machine slows all; prints the medians of wall time and of processor
time over all threads, their ratios, and peak memory.
DuckDB alone takes two turns. `the same` is the plain SQL that gives what the product gives: rows with their
lines, what the cells of each column are, rows that repeat others, orders of several customers, why a row does
not count, and per customer days, spend, products, gaps and cohorts; in as much memory. `sums only` reads
the file as text, casts dates and amounts, and adds up per customer: it checks nothing, keeps no line numbers
and stores nothing. The forecast of what each customer will spend goes beyond both, and stands below the sum.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

HEADER = "order_id,order_date,customer_id,product,quantity,unit_price,country\n"
DAYS = [
    f"{year}-{month:02}-{day:02}" for year in (2025, 2026) for month in range(1, 13) for day in range(1, 29)
]
LINES_AN_ORDER, LINES_A_CUSTOMER, SCATTER = 3, 20, 4099
BATCH = 100_000


def write_orders(path: Path, rows: int) -> None:
    """Order lines without a fault; the same for every run."""
    random = Random(0)
    customers = max(rows // LINES_A_CUSTOMER, 1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(HEADER)
        for start in range(0, rows, BATCH):
            draws = [random.getrandbits(32) for _ in range(min(BATCH, rows - start))]
            stream.writelines(
                f"{at // LINES_AN_ORDER + 500000},{DAYS[at * len(DAYS) // rows]},"
                f"{at // LINES_AN_ORDER * SCATTER % customers + 10000},"
                f"P{draw % 800},{draw % 8 + 1},{draw % 90}.{draw % 100:02},United Kingdom\n"
                for at, draw in enumerate(draws, start)
            )


SUMMED, FORECAST = ("read", "roles", "clean", "aggregate"), "forecast"
Step = tuple[float, float]
"""Seconds of wall time and of processor time."""


def now() -> Step:
    """Both clocks."""
    return time.perf_counter(), time.process_time()


def since(before: Step, after: Step) -> Step:
    """What passed on both clocks."""
    return after[0] - before[0], after[1] - before[1]


def ours(path: Path) -> dict[str, Step]:
    """What each step of the product takes."""
    from reportgen.cleaning.clean import clean  # noqa: PLC0415
    from reportgen.cleaning.order_days import with_order_days  # noqa: PLC0415
    from reportgen.columns.roles import assign_roles  # noqa: PLC0415
    from reportgen.features.cohorts import cohorts  # noqa: PLC0415
    from reportgen.features.lifetime_value import lifetime_value  # noqa: PLC0415
    from reportgen.features.orders import order_table  # noqa: PLC0415
    from reportgen.input.read import read  # noqa: PLC0415
    from reportgen.options.build_options import BuildOptions  # noqa: PLC0415 - in the measured process alone

    options, marks = BuildOptions((str(path),)), [now()]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        raw = read(options.sources, work)
        marks.append(now())
        roles = assign_roles(raw, options)
        marks.append(now())
        rows = clean(raw, roles, options, work)
        marks.append(now())
        assert rows.period is not None  # noqa: S101 - the orders carry dates
        rows = with_order_days(rows)
        order_table(rows, rows.period, options.min_cell)
        cohorts(rows, rows.period, options.min_cell)
        marks.append(now())
        lifetime_value(rows, rows.period)
        marks.append(now())
    steps = zip((*SUMMED, FORECAST), marks, marks[1:], strict=False)
    return {step: since(before, after) for step, before, after in steps}


def sums_only(path: Path) -> dict[str, Step]:
    """What DuckDB takes to cast and add up."""
    import duckdb  # noqa: PLC0415 - in the measured process alone

    start = now()
    duckdb.sql(
        f"""SELECT customer_id, count(DISTINCT order_id), max(try_cast(order_date AS DATE)),
            sum(try_cast(quantity AS DECIMAL(18, 4)) * try_cast(unit_price AS DECIMAL(18, 4)))
        FROM read_csv('{path}', header = true, all_varchar = true) GROUP BY 1"""
    ).fetchall()
    return {"all": since(start, now())}


def the_same(path: Path) -> dict[str, Step]:
    """What DuckDB takes to read, check and aggregate as the product does, statement by statement."""
    import duckdb  # noqa: PLC0415 - in the measured process alone

    with tempfile.TemporaryDirectory() as folder:
        start = now()
        settings = {"memory_limit": "1GB", "temp_directory": folder}
        with duckdb.connect(Path(folder) / "lines.db", config=settings) as connection:
            for statement in _statements(path):
                connection.execute(statement).fetchall()
        return {"all": since(start, now())}


def _statements(path: Path) -> Iterator[str]:
    columns = HEADER.strip().split(",")
    yield f"""CREATE TABLE raw AS SELECT row_number() OVER () + 1 AS line, *
        FROM read_csv('{path}', header = true, all_varchar = true)"""
    for column in columns:
        yield f"""SELECT count(*), sum(n), sum(n) FILTER (try_cast(v AS DOUBLE) IS NOT NULL),
                sum(n) FILTER (try_cast(v AS DATE) IS NOT NULL), min(length(v)), max(length(v)), min(v),
                min(try_cast(v AS DOUBLE)), max(try_cast(v AS DOUBLE)), median(try_cast(v AS DOUBLE))
            FROM (SELECT {column} AS v, count(*) AS n FROM raw GROUP BY 1)"""
    yield "SELECT count(DISTINCT order_id), count(DISTINCT (order_id, customer_id)) FROM raw"
    yield f"""CREATE TABLE repeated AS SELECT min(line) AS first, {", ".join(columns)} FROM raw
        GROUP BY {", ".join(columns)} HAVING count(*) > 1"""
    yield f"""CREATE TABLE lines AS SELECT *, CASE WHEN date IS NULL OR amount IS NULL THEN 'unreadable'
            WHEN customer_id IS NULL THEN 'guest' WHEN amount = 0 THEN 'free'
            WHEN repeated THEN 'duplicate' WHEN amount < 0 OR quantity < 0 THEN 'return' END AS cause
        FROM (SELECT raw.line, customer_id, order_id, try_cast(order_date AS DATE) AS date, product,
            try_cast(quantity AS DECIMAL(18, 4)) AS quantity,
            try_cast(try_cast(quantity AS DECIMAL(18, 4)) * try_cast(unit_price AS DECIMAL(18, 4))
                AS DECIMAL(18, 4)) AS amount, first IS NOT NULL AND first <> raw.line AS repeated
        FROM raw LEFT JOIN repeated USING ({", ".join(columns)}))"""
    yield "SELECT cause, count(*), sum(amount) FROM lines GROUP BY cause"
    yield """CREATE TABLE days AS SELECT customer_id, date, count(*) AS lines, sum(amount) AS spent FROM lines
        WHERE cause IS NULL GROUP BY ALL"""
    yield """CREATE TABLE customers AS SELECT * FROM (
            SELECT customer_id, sum(spent) AS spent, count(*) AS days, min(date) AS first, max(date) AS last
            FROM days GROUP BY customer_id)
        LEFT JOIN (SELECT customer_id, count(DISTINCT product) AS products, sum(quantity) AS items FROM lines
            WHERE cause IS NULL GROUP BY customer_id) USING (customer_id)
        LEFT JOIN (SELECT customer_id, median(gap) AS gap, stddev_pop(gap) AS spread FROM (
            SELECT customer_id, date - lag(date) OVER (PARTITION BY customer_id ORDER BY date) AS gap
            FROM days)
            WHERE gap IS NOT NULL GROUP BY customer_id) USING (customer_id)"""
    yield "SELECT * FROM customers"
    yield """SELECT first, date_trunc('month', days.date), count(DISTINCT customer_id) FROM days
        JOIN (SELECT customer_id, date_trunc('month', first) AS first FROM customers) USING (customer_id)
        GROUP BY ALL"""


def measured(which: str, path: Path) -> dict[str, Step]:
    """What one run takes in a process of its own, and its peak memory in MB."""
    command = [sys.executable, __file__, "--only", which, "--file", str(path)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this file
    return dict(json.loads(ended.stdout))


RUNS: dict[str, Callable[[Path], dict[str, Step]]] = {
    "ours": ours,
    "the same": the_same,
    "sums only": sums_only,
}


def compare(path: Path, repeats: int) -> None:
    """Let them take turns, and print what they took."""
    runs = [{which: measured(which, path) for which in RUNS} for _ in range(repeats)]
    memory = {which: max(run[which].pop("MB")[0] for run in runs) for which in RUNS}
    alone = {
        which: [statistics.median(run[which]["all"][clock] for run in runs) for clock in (0, 1)]
        for which in ("the same", "sums only")
    }
    print(
        "| step | seconds | times the same | times sums only "
        "| processor seconds | times the same | times sums only |\n|---|---|---|---|---|---|---|"
    )
    for step in (*SUMMED, "all", FORECAST):
        names = SUMMED if step == "all" else (step,)
        taken = [
            statistics.median(sum(run["ours"][name][clock] for name in names) for run in runs)
            for clock in (0, 1)
        ]
        print(_row(step, taken, alone))
    for which, seconds in alone.items():
        print(_row(f"DuckDB alone, {which}", seconds, alone))
    peaks = ", ".join(f"{which} {peak:.0f} MB" for which, peak in memory.items())
    print(f"\nPeak memory: {peaks}; {repeats} runs each, medians.")


def _row(name: str, seconds: Sequence[float], alone: Mapping[str, Sequence[float]]) -> str:
    cells = [
        f"{seconds[clock]:.2f} | "
        + " | ".join(f"{seconds[clock] / other[clock]:.1f}" for other in alone.values())
        for clock in (0, 1)
    ]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=RUNS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        taken = RUNS[given.only](given.file)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**taken, "MB": (peak, peak)}))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        write_orders(path, given.rows)
        print(f"{given.rows:,} order lines, {path.stat().st_size / 2**20:.0f} MB\n")
        compare(path, given.repeats)


if __name__ == "__main__":
    main()
