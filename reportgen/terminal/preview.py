"""`reportgen build --dry-run`: what a build would change of the segments that stand; writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from reportgen.base.names import slug
from reportgen.terminal import console, tables
from reportgen.terminal.progress import progress

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from reportgen.options.build_options import BuildOptions
    from reportgen.options.history import HistoryOptions
    from reportgen.record.previous import Previous
    from reportgen.segments.naming import Segment
    from reportgen.terminal.flags import RunFlags


def show_preview(options: BuildOptions, history: HistoryOptions, run: RunFlags) -> int:
    """Print the segments beside those of the month compared with; the exit code."""
    with progress(quiet=run.quiet) as on_stage:
        from reportgen import pipeline  # noqa: PLC0415 - takes a moment, in which progress is shown

        analysis, previous = pipeline.preview(options, on_stage, history)
    name, month = slug(analysis.options.name or ""), analysis.customers.month or pipeline.UNDATED
    keys = dict(zip(analysis.customers.frame.index, analysis.segmented.keys, strict=True))
    counts = None if previous is None else _moved(keys, previous)
    if run.json:
        console.print_json(_answer(name, month, analysis.segments, previous, counts))
        return 0
    _print_segments(analysis.segments, previous)
    if previous is not None and counts is not None:
        moved, common = counts
        console.print_line(
            f"{moved:,} of the {common:,} customers who are also in {previous.manifest.month} "
            "would be in another segment than there."
        )
    stands = (options.out / "record" / name / month).is_dir()
    console.print_line(
        f"Nothing has been written. A build would {'replace' if stands else 'add'} {name} {month}."
    )
    return 0


def _print_segments(segments: Sequence[Segment], previous: Previous | None) -> None:
    before = {} if previous is None else {each.key: each for each in previous.manifest.segments}
    heads = ("Customers",) if previous is None else ("Customers", f"In {previous.manifest.month}")
    table = tables.new_table("Segment", *heads, right=heads)
    for segment in segments:
        figures = [f"{segment.profile.customers:,}"]
        if previous is not None:
            known = before.pop(segment.key, None)
            figures.append("new" if known is None else f"{known.customers:,}")
        table.add_row(Text(console.printable(segment.name)), *figures)
    for gone in before.values():
        table.add_row(Text(console.printable(gone.name)), "none", f"{gone.customers:,}")
    tables.print_table(table)


def _moved(now: Mapping[Hashable, str], previous: Previous) -> tuple[int, int]:
    """How many customers of both months would change their segment, and how many are in both."""
    both = [(now[who], key) for who, key in previous.record.customers["segment"].items() if who in now]
    return sum(key != earlier for key, earlier in both), len(both)


def _answer(
    name: str,
    month: str,
    segments: Sequence[Segment],
    previous: Previous | None,
    counts: tuple[int, int] | None,
) -> dict[str, object]:
    moved, common = counts or (None, None)
    return {
        "name": name,
        "month": month,
        "compared_with": None if previous is None else previous.manifest.month,
        "customers_in_both": common,
        "would_move": moved,
        "segments": [
            {"key": each.key, "name": each.name, "customers": each.profile.customers} for each in segments
        ],
    }
