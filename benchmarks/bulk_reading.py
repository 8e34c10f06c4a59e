"""How long reading, checking and aggregating clean order lines takes, against DuckDB alone.

Run `python benchmarks/bulk_reading.py --rows 10000000`. The two take turns in one run, each in a
process of its own, so that a busy machine slows both; prints the medians of wall time and of processor
time over all threads, their ratios, and peak memory.
DuckDB alone reads the file as text, casts dates and amounts with try_cast, and adds up per customer:
it checks nothing, keeps no line numbers and stores nothing. The forecast of what each customer will spend
goes beyond adding up, and stands below the sum.
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
    from reportgen.config import BuildOptions  # noqa: PLC0415 - in the measured process alone
    from reportgen.customers.cohorts import cohorts  # noqa: PLC0415
    from reportgen.customers.lifetime_value import lifetime_value  # noqa: PLC0415
    from reportgen.customers.order_days import with_order_days  # noqa: PLC0415
    from reportgen.customers.orders import order_table  # noqa: PLC0415
    from reportgen.rows.clean import clean  # noqa: PLC0415
    from reportgen.rows.read import read  # noqa: PLC0415
    from reportgen.rows.roles import assign_roles  # noqa: PLC0415

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


def engine_alone(path: Path) -> dict[str, Step]:
    """What DuckDB takes for the same sums."""
    import duckdb  # noqa: PLC0415 - in the measured process alone

    start = now()
    duckdb.sql(
        f"""SELECT customer_id, count(DISTINCT order_id), max(try_cast(order_date AS DATE)),
            sum(try_cast(quantity AS DECIMAL(18, 4)) * try_cast(unit_price AS DECIMAL(18, 4)))
        FROM read_csv('{path}', header = true, all_varchar = true) GROUP BY 1"""
    ).fetchall()
    return {"all": since(start, now())}


def measured(which: str, path: Path) -> dict[str, Step]:
    """What one run takes in a process of its own, and its peak memory in MB."""
    command = [sys.executable, __file__, "--only", which, "--file", str(path)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this file
    return dict(json.loads(ended.stdout))


def compare(path: Path, repeats: int) -> None:
    """Let the two take turns, and print what they took."""
    runs = [(measured("ours", path), measured("engine", path)) for _ in range(repeats)]
    memory = [max(run[which].pop("MB")[0] for run in runs) for which in (0, 1)]
    alone = [statistics.median(run[1]["all"][clock] for run in runs) for clock in (0, 1)]
    print(
        "| step | seconds | times DuckDB alone | processor seconds | times DuckDB alone |\n"
        "|---|---|---|---|---|"
    )
    for step in (*SUMMED, "all", FORECAST):
        cells = [f"| {step} "]
        for clock in (0, 1):
            taken = [
                sum(run[0][name][clock] for name in (SUMMED if step == "all" else (step,))) for run in runs
            ]
            median = statistics.median(taken)
            cells.append(f"| {median:.2f} | {median / alone[clock]:.1f} ")
        print("".join(cells) + "|")
    print(f"| DuckDB alone | {alone[0]:.2f} | 1 | {alone[1]:.2f} | 1 |")
    print(
        f"\nPeak memory: {memory[0]:.0f} MB, DuckDB alone {memory[1]:.0f} MB; {repeats} runs each, medians."
    )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=("ours", "engine"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        taken = ours(given.file) if given.only == "ours" else engine_alone(given.file)
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
