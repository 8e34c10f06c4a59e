"""Loads Jinja templates: the package's own, and before them a user's folder in a sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reportgen.base.language import gettext, ngettext
from reportgen.errors import InputError, Place, ReportgenError

if TYPE_CHECKING:
    from collections.abc import Mapping

Templates: TypeAlias = Environment
"""What pages are rendered with, made once a build."""
_PACKAGE = Path(__file__).parents[1]
_OURS = "archive.html.jinja"


def environment(user_folder: Path | None = None) -> Environment:
    """A Jinja environment that escapes everything and stops at an undefined name.

    A user's templates go first and run in Jinja's sandbox; ours stay reachable as `default/<name>`,
    so that `{% extends "default/report.html.jinja" %}` works. `style(name)` gives the text of a
    file in `styles/`; `_(text)` tells a text in the language of the report.

    Raises:
        InputError: if `user_folder` is no folder.
    """
    if user_folder is None:
        made = _make(Environment, _loader(()))
    elif user_folder.is_dir():
        made = _make(ImmutableSandboxedEnvironment, _loader((user_folder,)))
    else:
        raise InputError(
            f"no template folder at {user_folder}", "name an existing folder, or leave --templates out"
        )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals["style"] = lambda name: _style(made, name)
    return made


def render(templates: Environment, name: str, context: Mapping[str, object]) -> str:
    """The text of a template.

    Raises:
        InputError: if a user's template is at fault.
        ReportgenError: if one of ours is.
    """
    try:
        return templates.get_template(name).render(context)
    except ReportgenError:
        raise
    except Exception as error:  # a template can raise anything
        raise _blame(templates, name, error) from error


def folder() -> Path:
    """Our templates: beside the package in a checkout, inside it once installed."""
    beside = _PACKAGE.parent / "templates"
    return beside if (beside / _OURS).is_file() else _PACKAGE / "templates"


def _make(kind: type[Environment], loader: BaseLoader) -> Environment:
    return kind(
        loader=loader,
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _loader(in_front: tuple[Path, ...]) -> BaseLoader:
    ours = FileSystemLoader(folder())
    return ChoiceLoader([*map(FileSystemLoader, in_front), ours, PrefixLoader({"default": ours})])


def _style(templates: Environment, name: str) -> Markup:
    source, *_ = templates.loader.get_source(templates, f"styles/{name}")  # type: ignore[union-attr]
    if "</" in source:
        raise ReportgenError(f"styles/{name} holds a closing tag", "a style sheet has no HTML in it")
    return Markup(source)  # noqa: S704 - a style sheet from a template folder, checked above


def _blame(templates: Environment, name: str, error: Exception) -> ReportgenError:
    place = Place(error.name or name, error.lineno) if isinstance(error, TemplateSyntaxError) else Place(name)
    cause = f"the template cannot be rendered: {_in_one_line(error)}"
    if templates.sandboxed:
        return InputError(
            cause, "compare it with the original under templates/, or leave --templates out", place
        )
    return ReportgenError(cause, "please report this fault", place)


def _in_one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())
