"""The arguments of the commands of the hub."""

from __future__ import annotations

from ohlc_desktop.arguments.group import SYMBOLS, CommandGroup, add_json


def add_hub(group: CommandGroup) -> None:
    """``hub`` and the commands within it."""
    hub = group.add(
        "hub", "the desk's shared archive on PostgreSQL: make, fill, follow and prove it",
        "  ohlc-desktop hub                           is it there, and who fills it\n"
        "  ohlc-desktop hub init                      make the archive, once\n"
        "  ohlc-desktop hub verify                    prove that it has all of this",
        "Its address is OHLC_DESKTOP_HUB: postgresql://user@host:5432/database\n"
        "Set-up, roles, TLS and backups: resources/docs/desk.md",
    )  # fmt: skip
    add_json(hub)
    actions = group.within(hub, "hub")
    one = actions.add(
        "status", "show whether the hub is there, and how far it was told", "  ohlc-desktop hub status --json"
    )
    add_json(one, inner=True)
    one = actions.add(
        "init", "make the archive in the database with its roles, or bring it forward", "  ohlc-desktop hub init",
        "Needs a user who may create schemas in the database, and roles on the server.\n"
        "The same again changes nothing.",
    )  # fmt: skip
    add_json(one, inner=True)
    _add_push(actions)
    one = actions.add(
        "pull", "import from the hub now, where this machine follows it", "  ohlc-desktop hub pull NQ ES",
        "With OHLC_DESKTOP_HUB_ROLE=follow, the same as ohlc-desktop import.",
    )  # fmt: skip
    one.add_argument("symbols", nargs="*", metavar="SYMBOL", help=f"an instrument, {SYMBOLS}; default: the watchlist")
    add_json(one, "one JSON object a line; the last is run_done", inner=True)
    _add_verify(actions)
    one = actions.add(
        "login", "keep the password in the system's keyring", "  ohlc-desktop hub login",
        "Asks for it without showing it, or reads a line from stdin. It is used where\n"
        "neither the address nor PGPASSWORD nor .pgpass has one.",
    )  # fmt: skip
    add_json(one, inner=True)
    one = actions.add("logout", "take the password out of the system's keyring", "  ohlc-desktop hub logout")
    add_json(one, inner=True)
    _add_leave(actions)


def _add_push(actions: CommandGroup) -> None:
    one = actions.add(
        "push", "tell the hub what it has not heard of", "  ohlc-desktop hub push",
        "Every import does so by itself. Interrupted anywhere, it goes on where it was.",
    )  # fmt: skip
    one.add_argument(
        "--take-over", action="store_true",
        help="fill the hub from now on, though another archive did until now; what only the hub has stays there",
    )  # fmt: skip
    add_json(one, inner=True)


def _add_verify(actions: CommandGroup) -> None:
    one = actions.add(
        "verify", "prove by sums of both sides' rows that the hub has what is stored here",
        "  ohlc-desktop hub verify\n"
        "  ohlc-desktop hub verify --repair           and push again what differs",
        "Compares each month of each series. Exit code 1 where something differs.",
    )  # fmt: skip
    one.add_argument("--repair", action="store_true", help="push the months that differ again, whole")
    one.add_argument(
        "--yes", action="store_true", help="do not ask whether candles that only the hub has are to be deleted there"
    )
    add_json(one, inner=True)


def _add_leave(actions: CommandGroup) -> None:
    one = actions.add(
        "leave", "note nothing for the hub any more, once it is not set any more", "  ohlc-desktop hub leave",
        "What the hub was told stays there, and all candles stay here.",
    )  # fmt: skip
    one.add_argument("--yes", action="store_true", help="do not ask")
    add_json(one, inner=True)
