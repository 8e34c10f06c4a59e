"""One declaration of an option is enough: flag, reportgen.toml, Python and help follow from it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

import pytest

from reportgen import api
from reportgen.errors import InputError, Place
from reportgen.options.build_options import OPTIONS, BuildOptions
from reportgen.options.column_flags import COLUMN_FLAGS, ONE_COLUMN
from reportgen.options.keywords import Options
from reportgen.options.mail_options import OPTIONS as MAILING
from reportgen.options.mail_options import MailOptions
from reportgen.options.option import Flag, OwnKeys, Panel, declared, flagged, option, table
from reportgen.options.readers import YES_OR_NO, path, text, whole_number
from reportgen.options.settings_file import load_settings
from reportgen.options.settings_text import settings_text
from reportgen.terminal.command_table import COMMANDS
from reportgen.terminal.flags import ReadingFlags, ReportFlags, given_options

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "docs"))

import keywords  # noqa: E402 - a script beside the documents, not a part of the package

EVERY = (*OPTIONS.values(), *MAILING.values())
PLAIN = [each for each in OPTIONS.values() if each.own_keys is None]
OWN = [each for each in OPTIONS.values() if each.own_keys is not None]


@dataclass(frozen=True)
class Toy:
    """A dataclass with one option of each sort."""

    source: str
    depth: int = option(
        default=3,
        entry="pond.depth",
        help="How deep it is.",
        reads=whole_number(1, 9),
        flag=Flag(Panel.TIME, "N"),
    )
    fish: str | None = option(
        default=None,
        entry="pond.fish",
        help="What swims in it.",
        reads=text("a fish"),
        example='"carp"',
        flag=Flag(Panel.TIME, before="depth"),
    )
    map: Path | None = option(
        default=None, entry="map", help="Where.", reads=path("a file"), example='"map.png"'
    )
    frozen: bool = option(
        default=False, entry="pond.frozen", help="Ice.", reads=YES_OR_NO, flag=Flag(Panel.SOURCE)
    )
    boats: dict[str, int] = table(
        OwnKeys("By name.", "Ann"), entry="boats", help="Length.", reads=whole_number(1, 9), example="4"
    )


TOY = declared(Toy)


def parameters(command: str) -> dict[str, object]:
    (found,) = (each for each in COMMANDS if each.name == command)
    return {each.field: each for each in found.flags}


def written(choice) -> object:
    return tomllib.loads(f"x = {choice.example}")["x"]


# --- the mechanism


def test_the_field_of_an_option_is_a_field_like_any_other() -> None:
    toy = Toy("x", fish="pike")
    assert (toy.depth, toy.fish, toy.map, toy.frozen, toy.boats) == (3, "pike", None, False, {})
    assert Toy("x").boats is not toy.boats
    assert Toy("x", fish="pike") == toy


def test_options_stand_in_the_order_of_a_toml_file() -> None:
    assert list(TOY) == ["map", "depth", "fish", "frozen", "boats"]


def test_flags_stand_by_panel_and_where_they_ask_to() -> None:
    assert [each.field for each, _ in flagged(TOY.values())] == ["frozen", "fish", "depth"]


def test_an_example_is_the_default_unless_another_is_given() -> None:
    assert {name: each.example for name, each in TOY.items()} == {
        "map": '"map.png"',
        "depth": "3",
        "fish": '"carp"',
        "frozen": "false",
        "boats": "4",
    }


def test_python_may_leave_out_what_has_no_default() -> None:
    assert {name: each.keyword_type for name, each in TOY.items()} == {
        "map": "Path | str | None",
        "depth": "int",
        "fish": "str | None",
        "frozen": "bool",
        "boats": "Mapping[str, int]",
    }


def test_what_does_not_fit_is_told_with_what_does() -> None:
    with pytest.raises(InputError, match=r"^pond: 10 does not fit$") as caught:
        TOY["depth"].take(10, Place("pond"))
    assert caught.value.hint == "give a whole number from 1 to 9"
    assert (TOY["depth"].table, TOY["depth"].key, TOY["depth"].flag_name) == ("pond", "depth", "--depth")
    assert (TOY["map"].table, TOY["map"].key) == ("", "map")


# --- every option that there is


@pytest.mark.parametrize(("kind", "options"), [(BuildOptions, OPTIONS), (MailOptions, MAILING)])
def test_every_field_is_declared_as_an_option(kind: type, options: dict[str, object]) -> None:
    assert {*options} == {field.name for field in fields(kind)} - {"sources"}


def test_no_two_options_share_an_entry_or_a_flag() -> None:
    entries = [each.entry for each in EVERY]
    assert len(set(entries)) == len(entries)
    for command in COMMANDS:
        names = [name for each in command.flags for name in (*each.names, *each.off)]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("choice", EVERY, ids=lambda each: each.entry)
def test_the_example_of_an_option_fits_and_is_its_default_where_it_has_one(choice) -> None:
    taken = choice.take(written(choice), Place("x"))
    kind = BuildOptions if choice in OPTIONS.values() else MailOptions
    default = next(field.default for field in fields(kind) if field.name == choice.field)
    assert default in (taken, None, MISSING, (), frozenset())


@pytest.mark.parametrize("choice", PLAIN, ids=lambda each: each.field)
def test_an_option_reaches_flag_file_python_and_help(choice, tmp_path: Path) -> None:
    taken = choice.take(written(choice), Place("x"))
    assert parameters("build")[choice.field].help.startswith(choice.flag.help or choice.help)
    assert given_options(ReportFlags({choice.field: written(choice)})) == {choice.field: taken}

    file = tmp_path / "reportgen.toml"
    file.write_text(f"[{choice.table}]\n{choice.key} = {choice.example}\n".removeprefix("[]\n"))
    in_file = tmp_path / taken if isinstance(taken, Path) else taken
    assert load_settings(file).options == {choice.field: in_file}

    assert choice.field in Options.__annotations__
    built = api._options(("x.csv",), {choice.field: written(choice)})
    assert built == BuildOptions(("x.csv",), **{choice.field: taken})

    file.write_text(settings_text(file, ["x.csv"], {choice.field: in_file}, {}, []))
    assert f"# {choice.help}\n{choice.key} = " in file.read_text()
    assert load_settings(file).options[choice.field] == in_file


@pytest.mark.parametrize("choice", OWN, ids=lambda each: each.field)
def test_a_table_of_own_keys_reaches_file_python_and_help(choice, tmp_path: Path) -> None:
    taken = {"mine": choice.take(written(choice), Place("x"))}
    file = tmp_path / "reportgen.toml"
    file.write_text(f"[{choice.entry}]\nmine = {choice.example}\n")
    assert load_settings(file).options == {choice.field: taken}
    assert getattr(api._options(("x",), {choice.field: {"mine": written(choice)}}), choice.field) == taken
    assert f"# {choice.help} {choice.own_keys.note}\n[{choice.entry}]\n" in settings_text(
        file, "x", {}, {}, []
    )


@pytest.mark.parametrize("flag", COLUMN_FLAGS, ids=lambda each: each.name)
def test_a_role_of_one_column_has_a_flag(flag) -> None:
    found = parameters("check")[f"{flag.role}_column"]
    assert (found.names, found.help) == ((flag.name,), f"Column with {flag.what}.")
    assert given_options(ReadingFlags({found.field: "Name"})) == {"roles": {"Name": flag.role}}
    assert flag.role in ONE_COLUMN


def test_check_and_assign_take_what_tells_how_a_source_is_read() -> None:
    reading = {each.field for each, flag in flagged(OPTIONS.values()) if flag.in_check}
    assert {*parameters("check")} & {*OPTIONS} == reading
    assert {*parameters("assign")} & {*OPTIONS} == reading | {"name", "out"}
    assert {*parameters("build")} & {*OPTIONS} == {each.field for each, _ in flagged(OPTIONS.values())}


def test_the_keywords_of_python_are_up_to_date() -> None:
    assert keywords.FILE.read_text("utf-8") == keywords.keywords(), "run `make keywords`"


def test_declarations_load_no_library_that_takes_time() -> None:
    program = (
        "import sys; import reportgen.options.settings_file, reportgen.options.settings_text; "
        "slow = {'babel', 'email', 'numpy', 'pandas', 'rich'} & set(sys.modules); "
        "assert not slow, slow"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, timeout=60)
