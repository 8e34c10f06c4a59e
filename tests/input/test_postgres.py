"""A table of a PostgreSQL server reads as its export does; the test starts one of its own, on a socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen.errors import InputError
from reportgen.input.read import read

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"))), None)
MISSING = [] if find_spec("psycopg") else ["psycopg"]
MISSING += [] if PROGRAMS else ["a PostgreSQL server"]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)}")
TABLE = """CREATE TABLE sold (
    id text, "Order Day" date, at timestamp, zoned timestamptz, price numeric(8, 2), weight float8,
    paid boolean, note text, raw bytea)"""
ROWS = """INSERT INTO sold VALUES
    ('007', '2026-03-01', '2026-03-01 00:00', '2026-03-01 10:00+02', 1.50, 3, true, E' a "q", b\\n', 'x'),
    ('0', 'infinity', '2026-03-01 10:30:01.5', NULL, 'NaN', 'Infinity', false, '', NULL),
    (NULL, NULL, NULL, NULL, NULL, 0.1, NULL, E'two\\r\\nlines', NULL)"""
CELLS = [
    ["007", "2026-03-01", "2026-03-01", "2026-03-01 08:00:00+00", "1.50", "3", "true", 'a "q", b', "x"],
    ["0", "infinity", "2026-03-01 10:30:01.5", "", "", "", "false", "", ""],
    ["", "", "", "", "", "0.1", "", "two\r\nlines", ""],
]


def _run(folder: Path, program: str, *words: str) -> None:
    """A program of the server, which refuses to be run by root."""
    assert PROGRAMS is not None
    owner = "nobody" if os.geteuid() == 0 else None
    command = [str(PROGRAMS / program), "-D", str(folder / "data"), *words]
    subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)


@contextmanager
def _server() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
        _run(folder, "initdb", "-A", "trust", "-U", "ann", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = f"-k {folder} -c listen_addresses= -c fsync=off"
        _run(folder, "pg_ctl", "-o", settings, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://ann@/postgres?host={folder}"
        finally:
            _run(folder, "pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def test_a_table_and_a_query_of_a_server(tmp_path: Path) -> None:
    import psycopg  # noqa: PLC0415 - an extra

    with _server() as address:
        with psycopg.connect(address) as connection:
            connection.execute(TABLE)
            connection.execute(ROWS)
        raw = read(f"{address}&table=sold", tmp_path)
        assert raw.labels[:2] == ("id", "Order Day")
        assert raw.to_pandas().to_numpy().tolist() == CELLS
        twice = read(f"{address}&query=SELECT id, id FROM sold WHERE paid -- only;", tmp_path)
        assert (twice.labels, twice.rows) == (("id", "id"), 1)
        for refused in (
            "DELETE FROM sold",
            "SELECT 1; DROP TABLE sold",
            "SELECT 1) AS x) TO PROGRAM 'id' --",
        ):
            with pytest.raises(InputError, match="the database says: syntax error"):
                read(f"{address}&query={refused}", tmp_path)
        with pytest.raises(InputError, match="there is no such table"):
            read(f"{address}&table=sole", tmp_path)
