"""The arguments of the commands that keep the program and its data in order."""

from __future__ import annotations

from ohlc_desktop.arguments.group import CommandGroup, add_json

#: Shells that can complete what is typed.
SHELLS = ("bash", "zsh", "fish")


def add_backup(group: CommandGroup) -> None:
    """``backup``: a whole copy of the database."""
    one = group.add(
        "backup", "copy the database to a file, also while the app runs and imports",
        "  ohlc-desktop backup                        into the data folder\n"
        "  ohlc-desktop backup /mnt/nas/              a file named by the time, there",
        "The copy is checked whole before it counts. Settings are not in it.",
    )  # fmt: skip
    one.add_argument("file", nargs="?", metavar="FILE", help="a file or a folder (default: backups in the data folder)")
    one.add_argument("--force", action="store_true", help="replace an earlier backup of that name")
    add_json(one)


def add_restore(group: CommandGroup) -> None:
    """``restore``: a backup in the place of the database."""
    one = group.add(
        "restore", "put a backup in the place of the database, which is backed up first",
        "  ohlc-desktop restore /mnt/nas/ohlc-2026-11-24T143005Z.sqlite3",
        "Checks the backup, shows what it would replace, and asks.",
    )  # fmt: skip
    one.add_argument("file", metavar="FILE", help="a backup")
    one.add_argument("--yes", action="store_true", help="do not ask")
    add_json(one, "answer with one JSON document on stdout; needs --yes")


def add_doctor(group: CommandGroup) -> None:
    """``doctor``: is everything there that an import needs?"""
    one = group.add(
        "doctor", "check time zone, clock, database, Redis and network",
        "  ohlc-desktop doctor\n"
        "  ohlc-desktop doctor --repair",
        "A sentence for each, and what to do. Exit code 1 when one is a problem.",
    )  # fmt: skip
    one.add_argument(
        "--repair", action="store_true", help="make derived blocks and summaries anew from the stored rows"
    )
    add_json(one)


def add_completion(group: CommandGroup) -> None:
    """``completion``: what makes a shell complete commands."""
    one = group.add(
        "completion", "print what makes a shell complete commands, options, symbols and timeframes",
        "  bash, in ~/.bashrc:           eval \"$(ohlc-desktop completion bash)\"\n"
        "  zsh, in ~/.zshrc:             autoload -Uz compinit; compinit\n"
        "                                eval \"$(ohlc-desktop completion zsh)\"\n"
        "  fish, in config.fish:         ohlc-desktop completion fish | source\n"
        "\n"
        "Or save what it prints where the shell looks for it by itself, which keeps\n"
        "the start of a terminal fast:\n"
        "  bash  ~/.local/share/bash-completion/completions/ohlc-desktop\n"
        "  zsh   _ohlc-desktop, in a folder of $fpath\n"
        "  fish  ~/.config/fish/completions/ohlc-desktop.fish",
    )  # fmt: skip
    one.add_argument("shell", choices=SHELLS, help="the shell that is to complete")
