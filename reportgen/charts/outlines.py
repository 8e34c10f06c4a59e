"""The outline of each kind of mark, and of the paper around them, as Altair writes Vega-Lite.

They are the same for every report, so they are kept on this machine: loading Altair and building them anew
takes nearly as long as drawing the charts.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from reportgen.base.kept_files import kept

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["rect", "rule", "line", "area", "point", "text"]
Specification = dict[str, Any]
"""Vega-Lite as JSON."""

CHOSEN = "chosen"
"""Signal of every drawing: the slot whose marks stand out on a screen; 0 for none."""
_FRAME = "frame"


@cache
def outline(kind: Kind, *, hints: bool, slots: bool) -> Specification:
    """Marks of one kind, on a scale of pixels and without style or values.

    `hints` and `slots` are what a page with scripts adds: texts to point at, and marks of other segments that
    fade.
    """
    whole = _all()[kind]
    left_out = {channel for channel, wanted in (("tooltip", hints), ("opacity", slots)) if not wanted}
    encoding = {channel: value for channel, value in whole["encoding"].items() if channel not in left_out}
    return {**whole, "encoding": encoding}


@cache
def frame(family: str) -> Specification:
    """What surrounds the layers of a drawing with letters of a family; its one layer is a stand-in."""
    whole = _all()[_FRAME]
    return {**whole, "config": {**whole["config"], "font": family}}


@cache
def _all() -> Mapping[str, Specification]:
    made_from = f"altair {version('altair')} ".encode() + Path(__file__).read_bytes()
    found: Mapping[str, Specification] = json.loads(kept("chart-outlines", made_from, _by_altair))
    return found


def _by_altair() -> bytes:
    import altair as alt  # noqa: PLC0415 - only until they are kept

    as_given = alt.Fill(
        "fill", type="nominal", scale=None, legend=None
    )  # colours of the data are used as they are
    own_channels: Mapping[Kind, Mapping[str, Any]] = {
        "rect": {"x2": "x2", "y2": "y2", "fill": as_given},
        "rule": {"x2": "x2", "y2": "y2"},
        "line": {"order": alt.Order("i", type="quantitative")},
        "area": {"y2": "y2"},
        "point": {},
        "text": {"text": alt.Text("text", type="nominal"), "fill": as_given},
    }
    scale = alt.Scale(domain=[0, 1], range=[0, 1], nice=False, zero=False)
    faded = f"{CHOSEN} && datum.slot && datum.slot != {CHOSEN}"
    channels: dict[str, Any] = {
        "x": alt.X("x", type="quantitative", axis=None, scale=scale),
        "y": alt.Y("y", type="quantitative", axis=None, scale=scale),
        "tooltip": alt.Tooltip("hint", type="nominal"),
        "opacity": alt.condition(faded, alt.value(0.2), alt.value(1)),
    }
    marks = {
        kind: alt.Chart(mark=alt.MarkDef(type=kind)).encode(**channels, **own_channels[kind]).to_dict()
        for kind in get_args(Kind)
    }
    paper = alt.layer(alt.Chart().mark_point()).resolve_scale(x="independent", y="independent")
    bare = paper.configure(
        autosize="none", padding=0, background="transparent", view=alt.ViewConfig(stroke=None), aria=False
    )
    around = bare.add_params(alt.param(name=CHOSEN, value=0)).to_dict()
    around = {key: value for key, value in around.items() if key != "datasets"}
    return json.dumps({**marks, _FRAME: around}).encode()
