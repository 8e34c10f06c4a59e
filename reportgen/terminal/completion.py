"""Completion of the command line: a script for the shell, so that no program starts at each press of Tab."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import InputError, Place
from reportgen.terminal.command_line import HELP, HELP_ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.terminal.command_line import Command, CommandFlag

SHOW = "--show-completion"
SHELLS = ("bash", "zsh", "fish")
_BASH = """\
# Completion of reportgen. In ~/.bashrc: source <(reportgen {show} bash)
_reportgen() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} flags="" files=""
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W "{commands} --help --version" -- "$word"))
    return
  fi
  case ${{COMP_WORDS[1]}} in
{cases}
  esac
  case " $files " in *" $before "*) COMPREPLY=($(compgen -f -- "$word")); return;; esac
  case ${{COMP_WORDS[1]}}:$before in
{choices}
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}}
complete -o filenames -F _reportgen reportgen
"""
_ZSH = """\
# Completion of reportgen. In ~/.zshrc, behind compinit: source <(reportgen {show} zsh)
autoload -U +X bashcompinit && bashcompinit
"""


def completion_script(shell: str, commands: Sequence[Command]) -> str:
    """What a shell reads to complete commands, flags and their values.

    Raises:
        InputError: it is a shell that we have no script for.
    """
    if shell not in SHELLS:
        raise InputError(f"{shell!r} does not fit", f"give any of {', '.join(SHELLS)}", Place(SHOW))
    if shell == "fish":
        return "\n".join(_fish(commands)) + "\n"
    script = _BASH.format(
        show=SHOW,
        commands=" ".join(command.name for command in commands),
        cases="\n".join(map(_bash_case, commands)),
        choices="\n".join(line for command in commands for line in _bash_choices(command)),
    )
    if shell == "bash":
        return script
    return _ZSH.format(show=SHOW) + script.split("\n", 1)[1]


def _bash_case(command: Command) -> str:
    flags = [name for each in command.flags for name in (*each.names, *each.off)]
    files = [name for each in command.flags if each.typed is Path for name in each.names]
    return f'    {command.name}) flags="{" ".join((*flags, *HELP, HELP_ALL))}" files="{" ".join(files)}";;'


def _bash_choices(command: Command) -> Iterator[str]:
    for each in command.flags:
        if each.choices:
            names = "|".join(f"{command.name}:{name}" for name in each.names)
            yield f'    {names}) COMPREPLY=($(compgen -W "{" ".join(each.choices)}" -- "$word")); return;;'


def _fish(commands: Sequence[Command]) -> Iterator[str]:
    yield f"# Completion of reportgen. In ~/.config/fish/config.fish: reportgen {SHOW} fish | source"
    yield "complete -c reportgen -e"
    for command in commands:
        summary = shlex.quote(command.summary)
        yield f"complete -c reportgen -n __fish_use_subcommand -f -a {command.name} -d {summary}"
    for command in commands:
        for each in command.flags:
            yield _fish_flag(command.name, each)


def _fish_flag(command: str, each: CommandFlag) -> str:
    names = (
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in (*each.names, *each.off)
    )
    value = ""
    if each.choices:
        value = f" -x -a {shlex.quote(' '.join(each.choices))}"
    elif not each.is_switch:
        value = " -r" + ("" if each.typed is Path else " -f")
    condition = shlex.quote(f"__fish_seen_subcommand_from {command}")
    return f"complete -c reportgen -n {condition} {' '.join(names)}{value} -d {shlex.quote(each.help)}"
