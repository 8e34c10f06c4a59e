"""Loads Jinja templates: the package's own, and before them a user's folder.

A user's templates run in Jinja's sandbox, and in the process that renders, whose memory and time are limited.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reportgen.base.kept_files import found, keep
from reportgen.base.language import current_locale, gettext, ngettext, use_locale
from reportgen.base.named_files import read_named_text
from reportgen.charts.palette import Palette, dark_css, palette, use_palette
from reportgen.errors import InputError, Place, ReportgenError
from reportgen.rendering.renderer import RendererLostError, renderer
from reportgen.report.printed_svg import data_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2.bccache import Bucket

    from reportgen.charts.figure import Figure

Templates: TypeAlias = Environment
"""What pages are rendered with, made once a build."""
MOST_TEMPLATE = 2**20
"""Bytes of a template or a style sheet of the user's own; the largest of ours has 7 kB."""
MOST_RENDERED = 2**26
"""Characters of a page or a message."""
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
        made = _make(Environment, ChoiceLoader(_our_loaders()))
        made.bytecode_cache = _Compiled()
    elif user_folder.is_dir():
        made = _make(ImmutableSandboxedEnvironment, _UserTemplates(user_folder))
    else:
        raise InputError(
            f"no template folder at {user_folder}", "name an existing folder, or leave --templates out"
        )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals["style"] = lambda name: _style(made, name)
    made.filters |= {
        "data_uri": data_uri,
        "drawing": _drawing,
        "specification": _specification,
        "markup": _markup,
    }
    made.globals["dark_drawings"] = _markup(dark_css(".chart svg") + "\n" + dark_css(".strip svg"))
    return made


def render(templates: Environment, name: str, context: Mapping[str, object]) -> str:
    """The text of a template.

    Raises:
        InputError: if a user's template is at fault, or goes beyond the limits.
        ReportgenError: if one of ours is.
    """
    if not isinstance(templates.loader, _UserTemplates):
        return _rendered(templates, name, context)
    user_folder = templates.loader.user_folder
    text = renderer().submit(_render_apart, user_folder, name, dict(context), current_locale(), palette())
    try:
        return text()
    except RendererLostError:
        raise _beyond_limits(name) from None


def _render_apart(
    user_folder: Path, name: str, context: Mapping[str, object], locale: str, colours: Palette
) -> str:
    with use_locale(locale), use_palette(colours):
        try:
            text = _rendered(environment(user_folder), name, context)
        except MemoryError:
            raise _beyond_limits(name) from None
    if len(text) > MOST_RENDERED:
        raise _beyond_limits(name)
    return text


def _beyond_limits(name: str) -> InputError:
    cause = "the template takes too long, too much memory, or writes too much"
    return InputError(cause, "look for a loop that goes on and on, or leave --templates out", Place(name))


def _rendered(templates: Templates, name: str, context: Mapping[str, object]) -> str:
    try:
        return templates.get_template(name).render(context)
    except (ReportgenError, MemoryError):
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


def _our_loaders() -> tuple[BaseLoader, ...]:
    ours = FileSystemLoader(folder())
    return ours, PrefixLoader({"default": ours})


class _Compiled(BytecodeCache):
    """Our templates as Jinja compiles them, kept on this machine; those of a user are compiled each time."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """As in `BytecodeCache`."""
        data = found("template", _made_from(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """As in `BytecodeCache`."""
        keep("template", _made_from(bucket), bucket.bytecode_to_string())


def _made_from(bucket: Bucket) -> bytes:
    """Also the loader's settings: they stand in this file."""
    return (
        f"jinja2 {version('jinja2')} {bucket.key} {bucket.checksum} ".encode() + Path(__file__).read_bytes()
    )


class _UserTemplates(ChoiceLoader):
    """A user's templates in front of ours."""

    def __init__(self, user_folder: Path) -> None:
        super().__init__([_UserFolder(user_folder), *_our_loaders()])
        self.user_folder = user_folder


class _UserFolder(FileSystemLoader):
    """Reads regular files of a folder that fit, and follows no link out of it."""

    def __init__(self, own: Path) -> None:
        super().__init__(own)
        self._own = own

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - as the base class has it
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """As in `BaseLoader`.

        Raises:
            InputError: a file of that name is not fit to be read.
        """
        path = self._own.joinpath(*split_template_path(template))
        if not path.is_symlink() and not path.exists():
            raise TemplateNotFound(template)
        if not path.resolve().is_relative_to(self._own.resolve()):
            cause = "this is a link to a file outside the folder of templates"
            raise InputError(cause, "copy the file into the folder", Place(str(path)))
        return read_named_text(path, MOST_TEMPLATE), str(path), lambda: True


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


def _drawing(figure: Figure) -> Markup:
    return Markup(figure.svg)  # noqa: S704 - written by our own charts, which escape the texts in it


def _specification(figure: Figure) -> Markup:
    return Markup(figure.specification)  # noqa: S704 - JSON of our own charts, without a single <


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - written by us; drawings escape the texts in them
