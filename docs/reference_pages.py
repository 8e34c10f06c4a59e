"""Write docs/reference/options.md, errors.md and exit-codes.md anew from the code: `make reference`.

Flags and settings come from the declarations that the parser, --help and reportgen.toml go by; causes,
remedies and codes of doubts from where they are raised; exit codes from the tree of errors. A test fails
while a page is behind.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import cli, errors
from reportgen.options.build_options import OPTIONS
from reportgen.options.mail_options import OPTIONS as MAIL
from reportgen.terminal import failures
from reportgen.terminal.command_table import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.terminal.command_line import CommandFlag

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
WRITTEN = "<!-- Written by `make reference`: do not change it by hand. -->"
_HINTS = {"Issue": 4, "Issue.of": 2, "issue": None, "add_issue": None}
"""How doubts are made -> the place of the hint among the arguments."""
_PHRASES = {"phrase", "say", "plainly"}
_WORTH_READING = re.compile(r"(Error|Issue(\.of)?|Cause|issue)\(")
_FORMS = re.compile(r"\{\w+:[^{}|]*\|([^{}|]*)\}")
"""A word in its forms, for one and for many."""
_SLOT = re.compile(r"\{[^{}]*\}")
_LEAST = 2
"""A code and a message, or a cause and a remedy."""


def pages() -> dict[Path, str]:
    """File -> its text."""
    return {
        FOLDER / "options.md": "\n".join(_options()) + "\n",
        FOLDER / "errors.md": "\n".join(_errors()) + "\n",
        FOLDER / "exit-codes.md": "\n".join(_exit_codes()) + "\n",
    }


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# --- flags and settings


def _options() -> Iterator[str]:
    yield from ("# Flags and settings", "", WRITTEN, "")
    yield "Flags go before settings, and settings before defaults. A switch takes no value."
    for command in COMMANDS:
        yield from ("", f"## reportgen {command.name}", "", command.summary, "")
        yield from (f"`{command.words.metavar}`: {command.words.help_all or command.words.help}", "")
        yield from ("| flag | for | what it does |", "|---|---|---|")
        yield from map(_flag, command.flags)
    yield from ("", "## reportgen.toml", "", "| entry | example | what it does | fits |", "|---|---|---|---|")
    yield '| `source` | `"orders.csv"` | What is read. | the path of a file, or a list of paths |'
    for option in (*OPTIONS.values(), *MAIL.values()):
        entry = f"[{option.entry}]" if option.own_keys else option.entry
        words = f"{_cell(option.help)} | {_cell(option.reads.expects)}"
        yield f"| `{entry}` | `{_cell(option.example)}` | {words} |"


def _flag(flag: CommandFlag) -> str:
    names = ", ".join(f"`{name}`" for name in (*flag.names, *flag.off))
    value = f" `{_cell(flag.metavar)}`" if flag.metavar else ""
    return f"| {names}{value} | {flag.panel} | {_cell(flag.help)} |"


# --- exit codes


_IN_THE_TREE = re.compile(r"(\w+Error) +(?:exit code )?(\d): (.*)")


def _exit_codes() -> Iterator[str]:
    yield from ("# Exit codes", "", WRITTEN, "")
    yield "What a command ends with. In Python the same is an exception, with `remedy` and `exit_code`."
    yield from (
        "",
        "| exit code | meaning | exception of `reportgen.errors` |",
        "|---|---|---|",
        "| 0 | done | |",
    )
    tree = _IN_THE_TREE.findall(errors.__doc__ or "")
    yield from (
        f"| {code} | {meaning} | `{name}` |" for name, code, meaning in sorted(tree, key=lambda row: row[1])
    )
    for module, name in ((cli, "INTERRUPTED"), (failures, "UNREAD")):
        meaning = _doc_of(Path(module.__file__ or ""), name).removeprefix("Exit code ").rstrip(".")
        yield f"| {getattr(module, name)} | {meaning} | |"
    yield ""
    yield "Of several brands (`--all`) the first of 1, 2, 5, 4, 3 that one of them ended with."


def _doc_of(file: Path, name: str) -> str:
    """What stands below a constant."""
    body = ast.parse(file.read_text("utf-8")).body
    at = next(
        i
        for i, node in enumerate(body)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    )
    match body[at + 1]:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
        case _:
            raise ValueError(f"{name} has no docstring")


# --- errors and doubts


def _errors() -> Iterator[str]:
    calls = list(_calls())
    yield from ("# Errors and doubts", "", WRITTEN, "")
    yield "An error stops a command and names a cause and a remedy; `…` stands for what is only known then."
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    for kind in sorted((k for k in kinds if issubclass(k, errors.ReportgenError)), key=lambda k: k.exit_code):
        found = sorted({row for name, call in calls if name == kind.__name__ for row in _pair(call)})
        if found:
            title = f"## {kind.__name__}, exit code {kind.exit_code}"
            yield from ("", title, "", (kind.__doc__ or "").splitlines()[0], "")
            yield from ("| cause | remedy |", "|---|---|")
            yield from (f"| {_cell(cause)} | {_cell(remedy)} |" for cause, remedy in found)
    yield from ("", "## Doubts", "")
    yield "A doubt stops nothing; `check`, the terminal and the report tell it. `--json` gives its code."
    yield from ("", "| code | what it says | what to do |", "|---|---|---|")
    yield from sorted(
        {_doubt(call, hint) for name, call in calls if name in _HINTS for hint in [_HINTS[name]]} - {""}
    )
    yield from ("", "## Why rows are left out", "", "| code | as the account of rows calls it |", "|---|---|")
    causes = {row for name, call in calls if name == "Cause" for row in _pair(call)}
    yield from (f"| `{code}` | {_cell(label)} |" for code, label in sorted(causes))


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted((ROOT / "reportgen").rglob("*.py")):
        text = file.read_text("utf-8")
        if not _WORTH_READING.search(text):
            continue
        tree = ast.parse(text)
        begins = sorted(each.lineno for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))
        texts = sorted(_assigned(tree), key=lambda each: each[0])
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                begin = max((line for line in begins if line <= node.lineno), default=0)
                known = {name: text for line, name, text in texts if begin <= line < node.lineno}
                yield _name(node), _filled(node, known)


def _name(call: ast.Call) -> str:
    name = ast.unparse(call.func)
    return name.rpartition(".")[2] if name.endswith((".add_issue", ".issue")) else name


def _assigned(tree: ast.Module) -> Iterator[tuple[int, str, ast.expr]]:
    """Line, name and value of each assignment, such as that of `cause` or `hint`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield from (
                (node.lineno, name.id, node.value) for name in node.targets if isinstance(name, ast.Name)
            )


def _filled(call: ast.Call, known: dict[str, ast.expr]) -> ast.Call:
    arguments = [known.get(each.id, each) if isinstance(each, ast.Name) else each for each in call.args]
    return ast.Call(call.func, arguments, call.keywords)


def _text(node: ast.expr) -> str | None:
    """A text of the source, with … for what is only known when it runs."""
    match node:
        case ast.Constant(value=str(text)):
            return _SLOT.sub("…", _FORMS.sub(r"\1", text))
        case ast.JoinedStr(values=parts):
            return "".join(str(p.value) if isinstance(p, ast.Constant) else "…" for p in parts)
        case ast.IfExp(body=one, orelse=other):
            return " / ".join(filter(None, (_text(one), _text(other)))) or None
        case ast.Call(args=[first, *_]) if ast.unparse(node.func) in _PHRASES:
            return _text(first)
        case _:
            return None


def _pair(call: ast.Call) -> Iterator[tuple[str, str]]:
    texts = [_text(each) for each in call.args[:_LEAST]]
    if len(texts) == _LEAST and texts[0] and texts[1]:
        yield texts[0], texts[1]


def _doubt(call: ast.Call, hint: int | None) -> str:
    """A row of the table; empty where code or message are only known when it runs."""
    keyword = next((each.value for each in call.keywords if each.arg == "hint"), None)
    behind = call.args[hint] if hint is not None and len(call.args) > hint else keyword
    remedy = (behind and _text(behind)) or ""
    return next((f"| `{code}` | {_cell(message)} | {_cell(remedy)} |" for code, message in _pair(call)), "")


if __name__ == "__main__":
    for page, text in pages().items():
        page.write_text(text, "utf-8")
