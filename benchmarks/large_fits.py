"""How good k-means of many customers is: what the program does beside twenty starts on all of them.

Run `python benchmarks/large_fits.py --customers 200000`. The program starts on the first 20,000 customers in
random order and moves on over all until nobody moves (`kmeans_large`); while it looks for the number of
segments it starts on 5,000 and moves on over 50,000 (`kmeans_searched`). A ratio of inertia above 1 is worse.
"""

from __future__ import annotations

import argparse
import time
from unittest.mock import patch

import families
import numpy as np

from reportgen.features.column_transform import CLIP, learn_column
from reportgen.segments.algorithms import FIT_STARTS, kmeans, kmeans_large, kmeans_searched, one_thread

SETS = ("near", "uneven", "stretched", "skewed", "wild")
CLOUDS = ("correlated", "lognormal", "orders")
NUMBERS = (3, 5, 8)


def made(name: str, customers: int) -> np.ndarray:
    """Points of a family, as a report scales them."""
    with patch.object(families, "_size", return_value=customers):
        drawn = getattr(families, name)(np.random.default_rng(0))
    raw = drawn[0] if isinstance(drawn, tuple) else drawn
    columns = (np.clip(learn_column(column, "").standardise(column), -CLIP, CLIP) for column in raw.T)
    return np.ascontiguousarray(np.column_stack(list(columns)))


def main() -> None:
    """Print a row for each set and number of clusters."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--customers", type=int, default=200_000)
    customers = parser.parse_args().customers
    print("| set | k | fit / all | search / all | seconds | of all |")
    print("|---|---|---|---|---|---|")
    for name in (*SETS, *CLOUDS):
        points = made(name, customers)
        for k in NUMBERS:
            began = time.process_time()
            with one_thread():
                large, ended = kmeans_large(points, k, 0, FIT_STARTS), time.process_time()
                searched = kmeans_searched(points, k).inertia
                again = time.process_time()
                whole = kmeans(points, k, 0, FIT_STARTS)
            ratios = f"{large.inertia / whole.inertia:.5f} | {searched / whole.inertia:.5f}"
            print(
                f"| {name} | {k} | {ratios} | {ended - began:.1f} | {time.process_time() - again:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
