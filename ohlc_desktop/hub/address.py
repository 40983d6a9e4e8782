"""The address in ``OHLC_DESKTOP_HUB``: what libpq reads from it, and what is wrong with it.

It is an address as PostgreSQL's own programs take it, ``postgresql://user:password@host:port/database?sslmode=verify-full``,
with all their parameters; what it leaves out they take from the environment (``PGPASSWORD``, ``PGSSLROOTCERT``, …), from
``.pgpass`` and from the service file (https://www.postgresql.org/docs/current/libpq-connect.html). psycopg is imported
inside the functions: few have it.
"""

from __future__ import annotations

import os
import re

from ohlc_desktop.core.messages import NOTHING, Message

_SCHEMES = ("postgresql://", "postgres://")
#: Where libpq looks for what an address leaves out.
_ENVIRONMENT = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "service": "PGSERVICE",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
}


def parameters(url: str) -> dict[str, str]:
    """What libpq reads from an address, by its own names of parameters.

    Raises:
        ValueError: it cannot read it; the reason quotes nothing of the address.
    """
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    if not url.strip().startswith(_SCHEMES):
        raise ValueError("it does not begin with postgresql://")
    try:
        found = {name: str(value) for name, value in conninfo_to_dict(url.strip()).items() if value is not None}
    except ProgrammingError:
        raise ValueError("the host, the port or a parameter cannot be read") from None
    if not re.fullmatch("[0-9]*(,[0-9]*)*", found.get("port", "")):
        raise ValueError("the port is not a number")
    if (
        "@" in found.get("host", "")[1:]
    ):  # the end of a password that has one itself; the first is of an abstract socket
        raise ValueError("the @ in a password is not written %40")
    return found


def wrong_with(url: str) -> Message:
    """What makes the address unusable; nothing where it can be used. Quotes nothing of the address."""
    if not url.strip().startswith(_SCHEMES):
        return Message("OHLC_DESKTOP_HUB does not begin with postgresql://.")
    try:
        parameters(url)
    except ImportError:
        return NOTHING  # without the driver, which is told of when it is wanted, nobody can read it
    except ValueError:
        return Message("The host, the port or a parameter in OHLC_DESKTOP_HUB cannot be read.")
    return NOTHING


def place_of(url: str) -> str:
    """Where the database of an address is, for a sentence: ``host:port/database``; what it and the environment leave out is
    left out."""
    found, around = parameters(url), {name: os.environ.get(variable, "") for name, variable in _ENVIRONMENT.items()}
    named = (each[name] for each in (found, around) for name in ("host", "hostaddr", "service") if each.get(name))
    hosts = next(named, "localhost").split(",")
    ports = found.get("port", around["port"]).split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    places = [f"[{host}]" if port and ":" in host else host for host, port in zip(hosts, ports, strict=False)]
    where = ",".join(f"{place}:{port}" if port else place for place, port in zip(places, ports, strict=False))
    database = found.get("dbname", around["dbname"])
    return where + (f"/{database}" if database else "")
