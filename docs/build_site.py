"""Build the site of these pages into build/docs, with a sample report: `make docs`. Needs no network."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import build_main

from reportgen.cli import main

ROOT = Path(__file__).parents[1]
SITE = ROOT / "build" / "docs"


def sample(into: Path) -> None:
    """The report and the brief of the demo shop, as the first page links them."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as out:
        words = ["--company", "Harbour & Finch", "--currency", "GBP", "--formats", "html,brief", "--quiet"]
        if main(["build", str(ROOT / "data" / "orders.csv"), "--out", out, *words]):
            sys.exit("docs: the sample report could not be built; see above")
        for name, made in (("report.html", "*-report.html"), ("brief.pdf", "*-brief.pdf")):
            shutil.copyfile(next(Path(out).rglob(made)), into / name)


def pages(into: Path) -> None:
    """The pages; a link that leads nowhere, and any other warning, ends with exit code 1."""
    if build_main(["-n", "-W", "--keep-going", "-q", str(ROOT / "docs"), str(into)]):
        sys.exit("docs: see the warnings above")


if __name__ == "__main__":
    shutil.rmtree(SITE, ignore_errors=True)
    pages(SITE)
    sample(SITE / "sample")
    sys.stdout.write(f"Site: {SITE.relative_to(ROOT)}/index.html\n")
