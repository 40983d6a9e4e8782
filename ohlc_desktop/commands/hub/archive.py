"""``hub init``, ``hub status``, ``hub login`` and ``hub logout``: the archive at the hub, and the way to it."""

from __future__ import annotations

import getpass
import re
import sys
from contextlib import closing
from typing import Any

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.hub.opening import needed_url, say
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.cancelling import cancelled_by_signals, tell_cancelled
from ohlc_desktop.commands.terminal.file_logging import logging_to_file
from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import Cancelled, UsageError
from ohlc_desktop.core.settings.masking import mask_url
from ohlc_desktop.hub import passwords
from ohlc_desktop.hub.failures import HubError
from ohlc_desktop.hub.reading import HubReader, HubState
from ohlc_desktop.hub.setting_up import set_up
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.hub import marks, outcome


def init(context: Context, as_json: bool) -> int:
    """Make the archive, or bring it forward; returns the exit code.

    Raises:
        HubError: as it says; nothing was changed.
    """
    url = needed_url(context)
    with cancelled_by_signals() as cancel, logging_to_file(context):
        try:
            done = set_up(url, context.profile.demo, cancel)
        except Cancelled:
            return tell_cancelled("Nothing was changed.", as_json)
    if as_json:
        roles = {"reader": done.reader, "writer": done.writer}
        documents.write(context, {"address": mask_url(url), "before": done.before, "schema": done.now, **roles})
        return 0
    what = "made" if not done.before else "brought forward" if done.before < done.now else "there already"
    say(
        context,
        f"The archive at {mask_url(url)} is {what}: schema {done.now}.\n"
        f"Let people read it with:  GRANT {_in_sql(done.reader)} TO user;\n"
        f"Let one machine fill it:  GRANT {_in_sql(done.writer)} TO user;\n",
    )
    return 0


def _in_sql(name: str) -> str:
    """A name as SQL has it: in quotes if it is not a plain one."""
    return name if re.fullmatch("[a-z_][a-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'


def status(context: Context, as_json: bool) -> int:
    """Show the hub as it is now; returns the exit code: 1 where it cannot be used."""
    url = needed_url(context)
    with cancelled_by_signals() as cancel:
        try:
            with HubReader(url, cancel) as hub:
                found: HubState | HubError = hub.state()
                series = len(hub.series())
        except HubError as error:
            found, series = error, 0
        except Cancelled:
            return tell_cancelled("Nothing was changed.", as_json)
    mine, pending, last = _local(context, found.name if not isinstance(found, HubError) else "")
    document = {
        "address": mask_url(url), "role": context.settings.hub_role.lower(), **_told(found, mine), "series": series,
        "pending": pending, "last_push": _outcome(last),
    }  # fmt: skip
    if as_json:
        documents.write(context, document)
    else:
        say(context, "\n".join(_lines(document, found)) + "\n")
    return 1 if isinstance(found, HubError) else 0


def login(context: Context, as_json: bool) -> int:
    """Read a password without showing it, and keep it in the keyring; returns the exit code.

    Raises:
        HubMissing: there is no keyring, or it refuses.
    """
    url = needed_url(context)
    passwords.keep_password(url, _read_password())
    return _say(context, as_json, "kept", "The password is kept in the system's keyring")


def logout(context: Context, as_json: bool) -> int:
    """Take the password out of the keyring; returns the exit code.

    Raises:
        HubMissing: there is no keyring, or it refuses.
    """
    gone = passwords.forget_password(needed_url(context))
    text = "The password was taken out of the system's keyring" if gone else "There was no password in the keyring"
    return _say(context, as_json, "removed" if gone else "none", text)


def _say(context: Context, as_json: bool, word: str, text: str) -> int:
    if as_json:
        documents.write(context, {"password": word})
    else:
        say(context, f"{text}, as {passwords.SERVICE}, {passwords.account_of(context.settings.hub_url)}.\n")
    return 0


def _read_password() -> str:
    """From a person at the terminal, who does not see it, or from stdin."""
    if sys.stdin is None:
        raise UsageError("There is nobody to ask for the password.", "Nothing was changed.", "Write it to stdin.")
    read = getpass.getpass("Password at the hub (it is not shown): ") if sys.stdin.isatty() else sys.stdin.readline()
    if not read.strip():
        raise UsageError("No password was given.", "Nothing was changed.", "Type it, or write it to stdin.")
    return read.strip("\r\n")


def _local(context: Context, hub: str) -> tuple[str, int, outcome.PushOutcome | None]:
    """The name of the archive here, how many series wait to be pushed to a hub (to the last one where its name is not known),
    and what became of the last push."""
    if not context.profile.database.exists():
        return "", 0, None
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
        connection = store.connection
        mine = facts.fact(connection, facts.STORE) or ""
        return mine, marks.untold(connection, hub or marks.hub_of(connection)), outcome.last_outcome(connection)


def _told(found: HubState | HubError, mine: str) -> dict[str, Any]:
    if isinstance(found, HubError):
        state = {"state": found.cause, "detail": str(found.title), "fix": str(found.hint)}
        return {**state, "schema": None, "machine": None, "ours": None, "writer": None, "push": None, "pushed": None}
    return {
        "state": "ok", "detail": "", "fix": "", "schema": found.schema, "machine": found.machine or None,
        "ours": found.store == mine if found.store else None, "writer": found.writer, "push": found.push,
        "pushed": iso(found.pushed) if found.pushed is not None else None,
    }  # fmt: skip


def _outcome(last: outcome.PushOutcome | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {"at": iso(last.at), "state": last.cause or "ok", "message": str(last.message), "candles": last.candles}


def _lines(told: dict[str, Any], found: HubState | HubError) -> list[str]:
    role = "imports and fills the hub" if told["role"] == "import" else "follows the hub"
    lines = [f"Hub        {told['address']}", f"Role       {role}"]
    if isinstance(found, HubError):
        lines.append(f"State      {told['detail']} {told['fix']}")
    else:
        filled = f"filled by {told['machine']}" if told["machine"] else "not filled yet"
        other = "" if told["ours"] in (None, True) or told["role"] == "follow" else ", by another archive than this one"
        rights = "may push" if told["writer"] else "may read"
        lines.append(
            f"State      answers; schema {told['schema']}, {told['series']:,} series, {filled}{other}; this user {rights}"
        )
        lines.append(f"Newest     push {told['push']} at {told['pushed']}" if told["pushed"] else "Newest     none yet")
    if told["role"] == "import":
        lines.append(f"To push    {told['pending']:,} series")
    last = told["last_push"]
    if last is not None:
        lines.append(f"Last push  {last['at']}: " + (last["message"] or f"{last['candles']:,} candles"))
    return lines
