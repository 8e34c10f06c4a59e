"""What a user may name as a source: files, patterns, standard input, addresses of databases."""

from __future__ import annotations

import glob
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from reportgen.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Callable

STDIN = "-"
STDIN_NAME = "standard input"
FILE_SCHEMES = ("sqlite", "duckdb")
SERVER_SCHEMES = ("postgresql", "postgres")
CLUSTER_SCHEMES = ("abfs", "abfss", "dbfs", "file", "gs", "hdfs", "s3", "s3a", "wasbs")
"""Addresses of files that only a cluster reads."""
_ADDRESS = re.compile(r"([A-Za-z][\w+.-]+)://")
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Address:
    """A table or a query in a database."""

    scheme: str
    server: str
    """User, host and port; empty for a file."""
    path: str
    """The file as the user wrote it, or the name of the database."""
    table: str | None
    query: str | None
    settings: tuple[tuple[str, str], ...]
    """What else stands behind the question mark; it goes to the server's driver."""

    @property
    def place(self) -> Place:
        """What messages call it: neither user nor host."""
        return Place(Path(self.path).name or self.scheme, column=self.table)

    def __str__(self) -> str:
        asked = {"table": self.table, "query": self.query}
        words = [*((key, value) for key, value in asked.items() if value), *self.settings]
        path = quote(self.path) if self.is_file else f"/{quote(self.path)}"
        path = f"/{path}" if self.is_file else path
        return f"{self.scheme}://{self.server}{path}" + (
            f"?{urlencode(words, quote_via=quote)}" if words else ""
        )

    @property
    def is_file(self) -> bool:
        """Whether the database is a file."""
        return self.scheme in FILE_SCHEMES


def is_address(source: str) -> bool:
    """Whether a source is written as an address, of whatever kind."""
    return _ADDRESS.match(source) is not None


def parse_address(source: str) -> Address:
    """The parts of an address such as sqlite:///shop.db?table=orders; four slashes begin an absolute path.

    Raises:
        InputError: it is of another kind, or holds a password. The message never repeats it.
    """
    try:
        parts = urlsplit(source)
        words = dict(parse_qsl(parts.query, keep_blank_values=True))
        secret = parts.password is not None or any("password" in key.lower() for key in words)
    except ValueError:
        cause, secret = "this is no address of a database", True
        raise InputError(cause, "Write it as in: sqlite:///shop.db?table=orders") from None
    if secret:
        hint = "Put it into PGPASSWORD or the password file ~/.pgpass, and take it out of the address."
        raise InputError("the address holds a password, which others could see", hint)
    if parts.scheme not in (*FILE_SCHEMES, *SERVER_SCHEMES):
        hint = "Addresses begin with sqlite:///, duckdb:/// or postgresql://."
        raise InputError(f"sources of the kind {parts.scheme}:// are not known", hint)
    if parts.fragment:
        raise InputError("an address ends at its first #", "Write %23 for a # that belongs to it.")
    table, query = words.pop("table", None), words.pop("query", None)
    path = unquote(parts.path).removeprefix("/")
    return Address(parts.scheme, parts.netloc, path, table, query, tuple(words.items()))


def expanded(source: str) -> tuple[str, ...]:
    """The files that a pattern such as orders-*.csv stands for, sorted; anything else as it is.

    Raises:
        InputError: no file fits the pattern.
    """
    if source == STDIN or is_address(source) or not _PATTERN.search(source) or Path(source).exists():
        return (source,)
    found = glob.glob(str(Path(source).expanduser()), recursive=True)  # noqa: PTH207 - it takes absolute patterns
    files = sorted(file for file in found if Path(file).is_file())
    if not files:
        raise InputError("no file fits this pattern", "Check it; * stands for any letters.", Place(source))
    return tuple(files)


def file_of(source: str) -> Path | None:
    """The file behind a source; None for standard input and for a server.

    Raises:
        InputError: an address is not right.
    """
    if source == STDIN or source.partition("://")[0] in CLUSTER_SCHEMES:
        return None
    if not is_address(source):
        return Path(source)
    address = parse_address(source)
    return Path(address.path) if address.is_file else None


def seen_from(folder: Path, source: str) -> str:
    """A source whose relative path counts from `folder`, as the current folder would write it."""
    return with_file(source, lambda file: str(folder / file.expanduser()))


def with_file(source: str, rewrite: Callable[[Path], str]) -> str:
    """A source with another path for its file; one without a file as it is."""
    file = file_of(source)
    if file is None:
        return source
    return str(replace(parse_address(source), path=rewrite(file))) if is_address(source) else rewrite(file)
