"""How long reports take and what memory, beside what they are compared with; writes docs/benchmarks.md.

Run `make bench`, or `python benchmarks/speed.py --lines 1000000 --repeats 5`. All runs take turns, each in a
process of its own, so that a busy machine slows all alike. What counts is processor time over all threads and
child processes, as the ratio of two medians. `--runs lines,table` measures these alone (see `commands`) and
what they are compared with. `--write` puts table and chart into docs/, where other rows stay as they are;
`--smoke` is a small size that only has to run, with `--version` in place of `build`.

What others are compared with:

- `floor.py`, a hand-written script: reads, fits k = 2..10, draws eight charts and lays out some ten pages.
- pandas: `read_csv` of the five columns that are needed, and a groupby by customer.
- the interpreter with `import typer`, a usual library for command lines, of which reportgen does without.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PAGE, CHART = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "images" / "benchmarks.svg"
BEGIN, END = "<!-- measured -->", "<!-- end -->"
DAYS, LINES_AN_ORDER, LINES_A_CUSTOMER = 730, 3, 20
LESS = 10
"""How many times fewer lines the small file of orders has, to tell what an added line costs."""
WITHOUT_WORKBOOK = ("--formats", "html,pdf,brief,lists,email")
COLUMNS = ["order_id", "order_date", "customer_id", "quantity", "unit_price"]


# --- data


def write_lines(path: Path, lines: int) -> None:
    """Order lines of two years: customers come at different rates, begin at different times, some leave."""
    import duckdb  # noqa: PLC0415 - not in the processes that are measured
    import numpy as np  # noqa: PLC0415

    draws = np.random.default_rng(0)
    customers, orders = max(lines // LINES_A_CUSTOMER, 1), -(-lines // LINES_AN_ORDER)
    begin = draws.integers(0, DAYS * 3 // 4, customers)
    stay = np.minimum(draws.exponential(DAYS / 2, customers).astype(int) + 1, DAYS - begin)
    rate = draws.gamma(0.8, 1.0, customers) * stay
    buyer = draws.choice(customers, orders, p=rate / rate.sum())
    day = begin[buyer] + (draws.random(orders) * stay[buyer]).astype(int)
    in_time = np.argsort(day, kind="stable")
    order = np.repeat(np.arange(orders), LINES_AN_ORDER)[:lines]
    sold = {
        "order_id": order + 500_000,
        "day": day[in_time][order],
        "customer_id": buyer[in_time][order] + 10_000,
        "product": draws.integers(0, 800, lines),
        "quantity": draws.integers(1, 9, lines),
        "cents": (draws.gamma(2.0, 400.0, lines) * (1 + buyer[in_time][order] % 4)).astype(int) + 50,
    }
    with duckdb.connect() as connection:
        connection.register("sold", sold)
        connection.execute(
            f"""COPY (SELECT order_id, DATE '2025-01-01' + CAST(day AS INTEGER) AS order_date, customer_id,
                'P' || product AS product, quantity, CAST(cents / 100 AS DECIMAL(12, 2)) AS unit_price,
                'United Kingdom' AS country FROM sold) TO '{path}' (HEADER)"""
        )


def write_customers(path: Path, customers: int) -> None:
    """A table of customers with six measures, of four overlapping kinds of people."""
    import numpy as np  # noqa: PLC0415 - not in the processes that are measured
    import pandas as pd  # noqa: PLC0415

    draws = np.random.default_rng(0)
    kind = draws.integers(0, 4, customers)

    def around(*middles: float, spread: float) -> np.ndarray:
        return np.asarray(middles)[kind] * np.exp(draws.normal(0, spread, customers))

    pd.DataFrame(
        {
            "customer_id": np.arange(customers) + 10_000_000,
            "age": np.clip(around(28, 45, 60, 38, spread=0.2), 18, 95).round(),
            "income": around(30, 60, 45, 90, spread=0.3).round(1),
            "spend": around(120, 900, 300, 2500, spread=0.6).round(2),
            "orders": np.maximum(around(2, 9, 4, 20, spread=0.4).round(), 1),
            "visits": around(30, 20, 8, 60, spread=0.5).round(),
            "tenure_months": around(8, 40, 70, 24, spread=0.4).round(1),
        }
    ).to_csv(path, index=False)


def write_all(work: Path, sizes: Sizes) -> None:
    """Every made-up file."""
    write_lines(work / "lines.csv", sizes.lines)
    write_lines(work / "fewer-lines.csv", sizes.lines // LESS)
    write_customers(work / "customers.csv", sizes.customers)
    write_customers(work / "people.csv", sizes.people)


# --- what is measured


class Cost(NamedTuple):
    """What one run took."""

    processor: float
    """Seconds over all threads and child processes."""
    wall: float
    memory: float
    """MB of the largest process at its peak."""


@dataclass(frozen=True)
class Row:
    """A line of the table: what is measured, what it is compared with, and what is aimed at."""

    what: str
    run: str
    beside: str
    goal: float
    memory: float | None = None
    """MB that are aimed at."""


@dataclass(frozen=True)
class Sizes:
    """How large the made-up files are."""

    lines: int
    customers: int
    people: int = 200

    def named(self, number: int) -> str:
        """A number as in a table."""
        return f"{number // 10**6} million" if number >= 10**6 and number % 10**6 == 0 else f"{number:,}"


def rows(sizes: Sizes) -> tuple[Row, ...]:
    """The table."""
    lines, customers = sizes.named(sizes.lines), sizes.named(sizes.customers)
    return (
        Row(f"{sizes.people} customers, all default outputs / floor", "people", "floor", 1.4, 350),
        Row(f"{sizes.people} customers, HTML only / floor", "people html", "floor", 0.8),
        Row("demo shop, 31,433 lines, all default outputs / floor", "shop", "floor", 1.8),
        Row(f"{lines} lines, report without workbook / pandas", "lines", "pandas", 5, 1024),
        Row(f"{lines} lines, to the customer table / pandas", "table", "pandas", 3.5),
        Row(f"{customers} customers x 6, without workbook / floor", "customers", "floor", 5, 819),
        Row("`--help` / `import typer`", "help", "typer", 1.5),
        Row("mistyped path / `import typer`", "mistyped", "typer", 1.5),
    )


def commands(work: Path, *, smoke: bool) -> dict[str, list[str]]:
    """Name of a run -> its command; `{out}` is a fresh folder."""
    python, here = sys.executable, __file__
    lines, fewer, customers, people = (str(work / f"{name}.csv") for name in FILES)

    def build(source: str, *more: str) -> list[str]:
        if smoke:
            return [python, "-m", "reportgen", "--version"]
        return [python, "-m", "reportgen", "build", source, "--out", "{out}", "--quiet", *more]

    def bare(source: str) -> list[str]:
        return build(source) if smoke else [python, here, "--only", "bare", source, "{out}"]

    floor = [python, str(Path(here).with_name("floor.py")), people, "{out}", "--seq"]
    return {
        "floor": [*floor, "--n-init", "1"] if smoke else floor,
        "pandas": [python, here, "--only", "pandas", lines],
        "typer": [python, "-c", "import typer"],
        "people": build(people),
        "people html": build(people, "--formats", "html"),
        "shop": build(fewer if smoke else str(ROOT / "data" / "orders.csv")),
        "lines": bare(lines),
        "fewer lines": bare(fewer),
        "table": [python, here, "--only", "table", lines],
        "customers": bare(customers),
        "help": [python, "-m", "reportgen", "--help"],
        "mistyped": [python, "-m", "reportgen", "build", "no-such-file.csv"],
    }


HEAD = (
    "| what | processor s | beside | ratio | goal | wall s | peak MB | goal MB |",
    "|---|---|---|---|---|---|---|---|",
)
FILES = ("lines", "fewer-lines", "customers", "people")
MAY_FAIL = frozenset({"mistyped"})


def measured(name: str, command: Sequence[str], work: Path) -> Cost:
    """What one run takes in a process of its own.

    Raises:
        SystemExit: it failed.
    """
    with tempfile.TemporaryDirectory(dir=work) as out, tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - this project's own commands
            [part.format(out=out) for part in command],
            stdout=said,
            stderr=said,
            env=_as_installed(),
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and name not in MAY_FAIL:
            said.seek(0)
            raise SystemExit(f"{name} failed:\n{said.read().decode()}")
        wall = time.perf_counter() - begun
        cost = Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)
        print(f"{name}: {cost.processor:.1f} s, {wall:.1f} s, {cost.memory:.0f} MB", file=sys.stderr)
        return cost


def _as_installed() -> dict[str, str]:
    """The environment of a run: its code is compiled once, as that of an installed package is."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT)}


def _pandas(path: str) -> None:
    import pandas as pd  # noqa: PLC0415 - in the measured process alone

    sold = pd.read_csv(path, usecols=COLUMNS, parse_dates=["order_date"])
    sold["amount"] = sold["quantity"] * sold["unit_price"]
    sold.groupby("customer_id").agg({"order_id": "nunique", "order_date": "max", "amount": "sum"})


def _table(path: str) -> None:
    from reportgen.base.put_off import seldom_needed_put_off  # noqa: PLC0415 - in the measured process alone

    with seldom_needed_put_off():  # as `reportgen build` does
        from reportgen.cleaning.clean import clean  # noqa: PLC0415
        from reportgen.columns.roles import assign_roles  # noqa: PLC0415
        from reportgen.features.build_features import build_features  # noqa: PLC0415
        from reportgen.input.read import read  # noqa: PLC0415
        from reportgen.options.build_options import BuildOptions  # noqa: PLC0415

    options = BuildOptions((path,))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        raw = read(options.sources, work)
        build_features(clean(raw, assign_roles(raw, options), options, work), options)


def _bare(source: str, out: str) -> None:
    """A report without the workbook, whatever the number of customers."""
    from reportgen.base.put_off import seldom_needed_put_off  # noqa: PLC0415 - in the measured process alone
    from reportgen.cli import main as build  # noqa: PLC0415

    with seldom_needed_put_off():  # as `reportgen build` does
        from reportgen.exports import private_files  # noqa: PLC0415

    private_files.MOST_IN_WORKBOOK = 0
    sys.exit(build(["build", source, "--out", out, "--quiet", *WITHOUT_WORKBOOK]))


ONLY = {"pandas": _pandas, "table": _table, "bare": _bare}


# --- results


def medians(turns: Sequence[Mapping[str, Cost]]) -> dict[str, Cost]:
    """The median of each run, field by field."""
    return {
        name: Cost(*(statistics.median(turn[name][field] for turn in turns) for field in range(3)))
        for name in turns[0]
    }


def chosen(runs: Mapping[str, list[str]], named: str) -> dict[str, list[str]]:
    """The runs that are named, separated by commas, and what they are compared with; all where none is."""
    wanted = {name.strip() for name in named.split(",") if name.strip()}
    beside = {row.beside for row in rows(Sizes(0, 0)) if row.run in wanted}
    return {name: command for name, command in runs.items() if not wanted or name in wanted | beside}


def table(costs: Mapping[str, Cost], sizes: Sizes, before: Sequence[str]) -> list[str]:
    """The results as lines of Markdown; what was not measured stands as it did `before`."""
    lines = [
        _line(row, costs) if row.run in costs else old
        for row, old in zip(rows(sizes), [*before, *[""] * len(rows(sizes))], strict=False)
    ]
    last = before[len(lines)] if len(before) > len(lines) else ""
    if {"lines", "fewer lines"} <= costs.keys():
        more = sizes.lines - sizes.lines // LESS
        added = (costs["lines"].processor - costs["fewer lines"].processor) / more * 1e6
        sizes_named = f"from {sizes.named(sizes.lines // LESS)} to {sizes.named(sizes.lines)}"
        last = f"| an added line, {sizes_named} | {added:.1f} µs | | | 4 µs | | | |"
    return [line for line in (*lines, last) if line]


def _line(row: Row, costs: Mapping[str, Cost]) -> str:
    cost, other = costs[row.run], costs[row.beside]
    ratio = cost.processor / other.processor
    return (
        f"| {row.what} | {cost.processor:.1f} | {other.processor:.1f} | {ratio:.1f} | {row.goal:g} "
        f"| {cost.wall:.1f} | {cost.memory:.0f} | {row.memory or ''} |"
    )


def on_the_page() -> list[str]:
    """The lines of the table as it stands in docs/."""
    text = PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    return [line for line in text.splitlines() if line.startswith("| ")][1:]


def machine(repeats: int) -> str:
    """The class of this machine, and with what was measured."""
    return (
        "Goals are set for 10 million lines and 1 million customers. "
        f"Runs of each, taking turns, of which the median stands here: {repeats}. "
        f"{os.cpu_count()} cores ({_processor()}), "
        f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB of memory, "
        f"{platform.system()}, Python {platform.python_version()}. Other work on the machine when it began: "
        f"{os.getloadavg()[0]:.1f} processes on average. Rows may be of different days and machines; "
        "what stands behind the stroke is always of the same."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")


def draw(lines: Sequence[str]) -> str:
    """Ratios as bars, goals as ticks: an SVG."""
    import altair as alt  # noqa: PLC0415 - once, at the end
    import vl_convert  # noqa: PLC0415

    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    values = [
        {"what": what.replace("`", ""), "ratio": float(ratio), "goal": float(goal)}
        for _, what, _, _, ratio, goal, *_ in cells
        if ratio
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=420))
    )
    bars = base.mark_bar(color="#4c78a8").encode(
        alt.X(
            "ratio:Q", title="times the processor time of what stands behind the stroke; the tick is the goal"
        )
    )
    goals = base.mark_tick(color="black", thickness=2, size=18).encode(alt.X("goal:Q"))
    return str(vl_convert.vegalite_to_svg((bars + goals).properties(width=420).to_json()))


def publish(text: str, chart: str) -> None:
    """Put table and chart where readers find them."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")
    CHART.write_text(chart, "utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument(
        "--people", type=Path, help="a small table of customers to use instead of a made-up one"
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--smoke", action="store_true", help="small files, one run each")
    parser.add_argument("--write", action="store_true", help="put table and chart into docs/")
    parser.add_argument("--make", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--runs", default="", help="names of what is measured; all without it")
    parser.add_argument("--only", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make:
        write_all(Path(given.make[0]), Sizes(*map(int, given.make[1:])))
        return
    if given.only:
        ONLY[given.only[0]](*given.only[1:])
        return
    sizes = Sizes(2_000, 1_000) if given.smoke else Sizes(given.lines, given.customers)
    repeats = 1 if given.smoke else given.repeats
    with tempfile.TemporaryDirectory() as folder:
        work, said = Path(folder), machine(repeats)
        # In a process of its own: peak memory counts from the size of the process that starts another.
        made = [sys.executable, __file__, "--make", folder, *map(str, vars(sizes).values())]
        subprocess.run(made, check=True)  # noqa: S603 - this file
        if given.people:
            (work / "people.csv").write_bytes(given.people.read_bytes())
        runs = chosen(commands(work, smoke=given.smoke), given.runs)
        turns = [
            {name: measured(name, command, work) for name, command in runs.items()} for _ in range(repeats)
        ]
    costs = medians(turns)
    lines = table(costs, sizes, on_the_page())
    text = "\n".join([*HEAD, *lines, "", said])
    print(text)
    if given.write:
        publish(text, draw(lines))


if __name__ == "__main__":
    main()
