"""The house as docs/architecture.md draws it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

from reportgen.report.topics import TOPICS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "reportgen"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
LONGEST_FILE, MOST_MODULES, MOST_WITH_ALL = 350, 28, 47


def rooms() -> dict[str, Path]:
    return {path.name: path for path in PACKAGE.iterdir() if any(path.glob("*.py"))}


def test_every_room_stands_on_the_page_and_none_that_is_not_there() -> None:
    named = re.findall(r"^\| `(\w+)/` \|", PAGE, flags=re.MULTILINE)
    assert sorted(named) == sorted(rooms())


def test_every_topic_has_its_tests() -> None:
    topics = {path.name for path in (PACKAGE / "topics").iterdir() if any(path.glob("*.py"))}
    assert topics == {path.name for path in (ROOT / "tests" / "topics").iterdir() if any(path.glob("*.py"))}


def test_one_name_stands_for_one_class() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path.name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_module_comes_back_to_itself_not_even_for_types() -> None:
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in PACKAGE.rglob("*.py")}
    needs = {
        name: {
            f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in modules else node.module
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for name, path in modules.items()
    }
    assert set(modules) <= set(TopologicalSorter(needs).static_order())


def test_few_functions_take_the_whole_analysis() -> None:
    whole = [
        (path.name, function.name)
        for path in PACKAGE.rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        if any(arg.annotation and ast.unparse(arg.annotation) == "Analysis" for arg in function.args.args)
    ]
    facts = {topic.facts.__name__ for topic in TOPICS}  # a topic's facts are worked out of all there is
    others = [each for each in whole if each[1] not in facts]
    assert 0 < len(others) < MOST_WITH_ALL, f"give these what they use, not all of it: {others}"


def test_rooms_and_files_stay_small_enough_to_learn() -> None:
    long = [
        path for path in PACKAGE.rglob("*.py") if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE
    ]
    assert long == []
    sizes = {path.parent: len(list(path.parent.glob("*.py"))) for path in PACKAGE.rglob("*.py")}
    assert {path.name: size for path, size in sizes.items() if size > MOST_MODULES} == {}
