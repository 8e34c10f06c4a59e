"""Do the number of segments and their names stay when 1% of a file's rows change?

    python benchmarks/small_changes.py FILE [FILE ...] [--draws 5]

Of each file 1% of the rows are left out, repeated (order lines as they are, customers under ids of their own)
or changed by a tenth (numbers other than ids), each several times. Printed are how often the number of
segments stays or is named as about as good, the least agreement of who is where (adjusted Rand), and the
share of names kept: of the segment that holds most of the same customers. A file needs a column of ids.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportgen.cleaning.clean import clean
from reportgen.features.build_features import build_features
from reportgen.features.matrix import encode
from reportgen.options.build_options import BuildOptions
from reportgen.pipeline import read_source
from reportgen.segments.algorithms import agreement, contingency, one_thread
from reportgen.segments.choose_k import choose_k
from reportgen.segments.description_selection import with_distinctive_features
from reportgen.segments.model import assign, fit_model
from reportgen.segments.naming import name_segments
from reportgen.segments.profile import profile
from reportgen.segments.values import SegmentStability

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[pd.DataFrame, np.ndarray, np.random.Generator], pd.DataFrame]

SHARE = 0.01


@dataclass(frozen=True)
class Answer:
    """What a report says of the customers of one file."""

    k: int
    rivals: tuple[int, ...]
    names: tuple[str, ...]
    """Of each segment."""
    where: pd.Series
    """Place of each customer's segment, by id."""


def answer(frame: pd.DataFrame) -> Answer:
    """Segment and name the customers of a file, as `build` does."""
    options = BuildOptions(("file",), name="file", accept_rejected=True)
    with TemporaryDirectory() as folder, one_thread():
        source = read_source(options, Path(folder), lambda _stage: None, frame)
        customers = build_features(clean(source.raw, source.roles, options, Path(folder)), options)
    with one_thread():
        matrix = encode(customers)
        choice = choose_k(matrix, k=None, max_segments=options.max_segments)
        model = fit_model(matrix, choice.k, month=customers.month)
        found = assign(model, matrix)
        described = with_distinctive_features(customers, found.labels, options.describe)
        unknown = dict.fromkeys(model.keys, SegmentStability(1.0, 1.0))
        profiles = profile(described, matrix, model, found, unknown)
        segments = name_segments(profiles, described, found, options.vocabulary)
    names = tuple(segment.name for segment in segments)
    return Answer(choice.k, choice.rivals, names, pd.Series(found.labels, customers.frame.index))


def left_out(frame: pd.DataFrame, rows: np.ndarray, _: np.random.Generator) -> pd.DataFrame:
    """The file without some rows."""
    return frame.drop(index=frame.index[rows])


def repeated(frame: pd.DataFrame, rows: np.ndarray, _: np.random.Generator) -> pd.DataFrame:
    """The file with some rows once more; customers get ids of their own."""
    more = frame.iloc[rows].copy()
    first = frame.columns[0]
    if frame[first].is_unique:
        more[first] = [f"9{i:08d}" for i in range(len(more))]
    return pd.concat((frame, more), ignore_index=True)


def changed(frame: pd.DataFrame, rows: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """The file with other numbers in some rows: a tenth more or less; whole numbers stay whole."""
    other = frame.copy()
    for column in frame.columns[1:]:
        numbers = pd.to_numeric(frame[column].iloc[rows], errors="coerce")
        if numbers.notna().any() and not is_id(frame[column]):
            moved = numbers * np.exp(0.1 * rng.standard_normal(len(rows)))
            whole = (numbers.dropna() % 1 == 0).all() and "." not in "".join(frame[column].head(50))
            texts = moved.map(lambda x, whole=whole: f"{x:.0f}" if whole else f"{x:.2f}")
            other.iloc[rows, frame.columns.get_loc(column)] = texts.where(
                numbers.notna(), frame[column].iloc[rows]
            )
    return other


def is_id(column: pd.Series) -> bool:
    """Whether numbers of a column are names or dates rather than measures."""
    return bool(column.str.fullmatch(r"(19|20)\d\d[01]\d[0-3]\d|\d{5,}(\.0)?").mean() > 1 / 2)


CHANGES: dict[str, Change] = {"left out": left_out, "repeated": repeated, "changed": changed}


def kept_names(before: Answer, after: Answer) -> float:
    """Share of the names that the same customers still have."""
    both = before.where.index.intersection(after.where.index)
    most = max(before.k, after.k)
    table = contingency(before.where[both].to_numpy(), after.where[both].to_numpy(), most)
    rows, columns = linear_sum_assignment(table, maximize=True)
    new = dict(zip(rows.tolist(), columns.tolist(), strict=True))
    same = [new[i] < after.k and after.names[new[i]] == name for i, name in enumerate(before.names)]
    return sum(same) / before.k


def main() -> None:
    """Measure the files asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--tell", action="store_true", help="print every name that did not stay")
    asked = parser.parse_args()
    print("| file | k | k kept or a rival | smallest ARI | names kept | least kept by one draw |")
    print("|---" * 6 + "|")
    for path in asked.files:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        before, same, agree, kept = answer(frame), [], [], []
        for which, (name, change) in enumerate(CHANGES.items()):
            for draw in range(asked.draws):
                rng = np.random.default_rng((which, draw))
                rows = rng.choice(len(frame), max(1, round(SHARE * len(frame))), replace=False)
                after = answer(change(frame, rows, rng))
                both = before.where.index.intersection(after.where.index)
                same.append(after.k == before.k or after.k in before.rivals or before.k in after.rivals)
                agree.append(agreement(before.where[both].to_numpy(), after.where[both].to_numpy()))
                kept.append(kept_names(before, after))
                if asked.tell and kept[-1] < 1:
                    print(name, draw, after.k, after.rivals, before.names, after.names, sep="\n  ")
        print(
            f"| {path.stem} | {before.k} {before.rivals or ''} | {sum(same)} of {len(same)} "
            f"| {min(agree):.2f} | {np.mean(kept):.3f} | {min(kept):.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
