"""A process beside ours renders the same as this one; whatever happens to it is one clear line here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from reportgen.errors import InputError
from reportgen.options.enums import Format
from reportgen.rendering import process
from reportgen.rendering.pictures import to_png
from reportgen.rendering.process import RenderingProcess, rendering_beside
from reportgen.rendering.renderer import RendererLostError, ThisProcess, renderer, use_renderer

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text y="15">Größe</text></svg>'


@pytest.fixture
def beside(tmp_path):
    started = RenderingProcess(str(tmp_path))
    yield started
    started.close()


def test_it_draws_the_same_as_this_process(beside):
    assert beside.submit(to_png, DOT, 1.0)() == ThisProcess().submit(to_png, DOT, 1.0)()


def test_what_a_job_raises_is_raised_where_its_result_is_asked_for(beside):
    answers = [beside.submit(int, "x"), beside.submit(_refuse), beside.submit(len, "whole")]
    with pytest.raises(ValueError, match="invalid literal"):
        answers[0]()
    with pytest.raises(InputError) as refused:
        answers[1]()
    assert (refused.value.cause, refused.value.hint) == ("cause", "hint")
    assert answers[2]() == 5


def test_a_crash_fails_every_job_with_one_clear_line(beside):
    lost = beside.submit(os.kill, beside.submit(os.getpid)(), signal.SIGSEGV)
    later = beside.submit(len, "never")
    for answer in (lost, later, beside.submit(len, "nor this")):
        with pytest.raises(RendererLostError, match="ended by signal 11"):
            answer()


def test_what_is_asked_for_after_a_crash_fails_at_once(beside, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 20)
    with pytest.raises(RendererLostError):
        beside.submit(os.kill, beside.submit(os.getpid)(), signal.SIGKILL)()
    with pytest.raises(RendererLostError, match="ended by signal 9"):
        beside.submit(len, "late")()


def test_what_hangs_is_ended(beside, monkeypatch):
    beside.submit(len, "ready")()
    monkeypatch.setattr(process, "SECONDS", 0.2)
    with pytest.raises(RendererLostError, match="were not drawn within"):
        beside.submit(time.sleep, 60)()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is the system's")
def test_its_memory_is_limited(beside):
    with pytest.raises(MemoryError):
        beside.submit(bytearray, 5 * 2**30)()
    assert beside.submit(len, "goes on")() == 7


def test_nothing_of_it_stays(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    numbers = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted(numbers)
    assert [path for path in tmp_path.rglob("*") if path.parent != tmp_path] == []
    with pytest.raises(ProcessLookupError):
        os.kill(numbers[0], 0)


def test_the_language_of_the_machine_does_not_reach_it(tmp_path, monkeypatch):
    for name in ("LANG", "LANGUAGE", "LC_CTYPE", "LC_ALL"):
        monkeypatch.setenv(name, "tr_TR.UTF-8")
    started = RenderingProcess(str(tmp_path))
    seen = {name: started.submit(os.getenv, name)() for name in ("LANG", "LANGUAGE", "LC_CTYPE", "LC_ALL")}
    started.close()
    assert seen == {"LANG": None, "LANGUAGE": None, "LC_CTYPE": None, "LC_ALL": "C.UTF-8"}


def test_lists_alone_begin_no_process():
    with use_renderer(None), rendering_beside([Format.LISTS]):
        assert isinstance(renderer(), ThisProcess)


def test_a_script_without_a_guard_is_not_run_again(tmp_path):
    script = tmp_path / "monthly.py"
    script.write_text(
        "print('begun')\n"
        "from reportgen.options.enums import Format\n"
        "from reportgen.rendering.process import rendering_beside\n"
        "from reportgen.rendering.renderer import renderer\n"
        "with rendering_beside([Format.HTML]):\n"
        "    print(renderer().submit(len, 'whole')())\n"
    )
    path = {"PYTHONPATH": str(Path(process.__file__).parents[2])}
    ran = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=True, env={**os.environ, **path}
    )
    assert ran.stdout.split() == ["begun", "5"]


def _interrupted(numbers):
    with use_renderer(None), rendering_beside([Format.HTML]):
        numbers.append(renderer().submit(os.getpid)())
        renderer().submit(to_png, DOT, 1.0)()
        raise KeyboardInterrupt


def _refuse():
    raise InputError("cause", "hint")
