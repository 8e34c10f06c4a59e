"""Write `reportgen/options/keywords.py` anew from the declarations of the options: `make keywords`.

A type checker reads the keywords of `reportgen.build` from there, as it cannot make them out of a dataclass.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.options import enums
from reportgen.options.build_options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = Path(__file__).parents[1] / "reportgen" / "options" / "keywords.py"
LINE = 110
FROM = {
    "collections.abc": ("Collection", "Mapping", "Sequence"),
    "decimal": ("Decimal",),
    "pathlib": ("Path",),
}
TEXT = '''
"""What `build` takes from Python besides the source. Written by `make keywords`: do not change it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
{imports}


class Options(TypedDict, total=False):
    """What `build` takes besides the source: the fields of `reportgen.options.build_options.BuildOptions`."""

{keywords}
'''


def keywords() -> str:
    """The module's text."""
    types = {field: option.keyword_type for field, option in OPTIONS.items()}
    used = {word for written in types.values() for word in re.findall(r"\w+", written)}
    return TEXT.lstrip().format(
        imports="\n".join(f"    {line}" if line else "" for line in _imports(used)),
        keywords="\n".join(f"    {field}: {written}" for field, written in types.items()),
    )


def _imports(used: set[str]) -> Iterable[str]:
    if "dt" in used:
        yield "import datetime as dt"
    for module, names in FROM.items():
        if used & set(names):
            yield f"from {module} import {', '.join(name for name in names if name in used)}"
    kinds = {name for name, kind in vars(enums).items() if isinstance(kind, type)}
    yield from ("", *_wrapped("reportgen.options.enums", sorted(used & kinds)))


def _wrapped(module: str, names: list[str]) -> Iterable[str]:
    """An import on one line, or a name a line where that would be too long."""
    line = f"from {module} import {', '.join(names)}"
    if len(f"    {line}") <= LINE:
        return [line]
    return [f"from {module} import (", *(f"    {name}," for name in names), ")"]


if __name__ == "__main__":
    FILE.write_text(keywords(), "utf-8")
