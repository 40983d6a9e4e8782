"""A stand-in of Databento's historical API on loopback that the unmodified client talks to over HTTPS.

It plays the CONNECT proxy of the environment, ends the tunnel to Databento's host with a throw-away certificate, and answers
from the minutes of ``market_truth`` in Databento's real encoding, made by its own library. Its bill is the outside truth of
what was spent: whatever it began to send, it counts.
"""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import databento_dbn as dbn
import numpy as np
import trustme
import zstandard

from tests.standins import contract_curve
from tests.standins import market_truth as truth

HOST = "hist.databento.com"
#: A key of the right shape that opens nothing anywhere.
KEY = "db-StandInStandInStandInStandIn1"
#: Dollars for a gigabyte of records, and their sizes.
RATE, MINUTE_BYTES, DEFINITION_BYTES = 280.0, 56, 520
NANO = 1_000_000_000
_MONTHS = "FGHJKMNQUVXZ"


@dataclass
class ApiFault:
    """What goes wrong at an endpoint, so many times.

    Attributes:
        path: ``timeseries.get_range`` and the like.
        status: Of HTTP; 0 for an answer that breaks.
        case: Databento's name of the error, or how an answer breaks: ``cut``, ``truncated``, ``empty``, ``reset``.
        message: Its words.
        times: How often.
    """

    path: str
    status: int
    case: str = ""
    message: str = "as you wish"
    times: int = 1


@dataclass
class StandInDatabento:
    """The server; use it as a context.

    Attributes:
        key: The key that it accepts.
        available: First and last moment that the account may ask for, UTC epoch seconds.
        scale: What its prices are multiplied by.
        faults: What goes wrong next.
        requests: Path and parameters of every request that came in.
        bill: What it began to send: path, parameters and dollars.
        refused_hosts: Other hosts that somebody wanted to reach.
        on_range: Called before minutes are sent.
        dearer: What the price is multiplied by once it was told ``cheap`` times.
        cheap: See there.
        maturity: Year and month that its definitions state.
        warning: What it warns of when it sends something.
    """

    key: str = KEY
    available: tuple[float, float] = (truth.utc_midnight(date(2024, 1, 2)), truth.utc_midnight(date(2026, 11, 24)))
    scale: int = 1
    faults: list[ApiFault] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    bill: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    refused_hosts: list[str] = field(default_factory=list)
    on_range: Callable[[], None] = lambda: None
    dearer: float = 1.0
    cheap: int = 0
    warning: str = ""
    maturity: tuple[int, int] | None = None

    def __enter__(self) -> StandInDatabento:
        authority = trustme.CA()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(HOST).configure_cert(self._context)
        self._authority = Path(mkdtemp(prefix="standin-databento")) / "authority.pem"
        authority.cert_pem.write_to_path(str(self._authority))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._authority.unlink()
        self._authority.parent.rmdir()

    def env(self) -> dict[str, str]:
        """The environment in which a program finds it, and its key."""
        proxy = f"http://127.0.0.1:{self._server.server_address[1]}"
        found = {"HTTPS_PROXY": proxy, "https_proxy": proxy, "NO_PROXY": "", "no_proxy": ""}
        trust = {"SSL_CERT_FILE": str(self._authority), "REQUESTS_CA_BUNDLE": "", "CURL_CA_BUNDLE": ""}
        return {**found, **trust, "DATABENTO_API_KEY": self.key}

    @property
    def billed(self) -> float:
        """Dollars that it asks for."""
        return sum(cost for _, _, cost in self.bill)

    # -- answers ---------------------------------------------------------------------------------------------

    def fault(self, path: str) -> ApiFault | None:
        """What goes wrong now."""
        for each in self.faults:
            if each.path == path and each.times:
                each.times -= 1
                return each
        return None

    def refusal(self, path: str, asked: dict[str, str]) -> ApiFault | None:
        """Why a question for data cannot be answered."""
        if asked.get("dataset") != "GLBX.MDP3":
            return ApiFault(path, 422, "data_dataset_invalid", "no such dataset")
        if path == "metadata.get_dataset_range":
            return None
        if path == "symbology.resolve":
            return None
        if _moment(asked["end"]) > self.available[1] or _moment(asked["start"]) < self.available[0]:
            return ApiFault(path, 422, "data_end_after_available_end", "The dataset is available up to a while ago")
        if _symbol_of(asked) is None or (asked["schema"] == "definition" and not self._traded(asked)):
            return ApiFault(path, 422, "symbology_invalid_request", "None of the symbols could be resolved")
        return None

    def cost(self, asked: dict[str, str]) -> float:
        """Dollars for a question."""
        count, size = (
            (1, DEFINITION_BYTES) if asked["schema"] == "definition" else (len(self.minutes(asked).ts), MINUTE_BYTES)
        )
        return count * size * RATE / 1e9

    def price(self, asked: dict[str, str]) -> float:
        """What it says that a question costs; it may become dearer."""
        self.cheap -= 1
        return self.cost(asked) * (self.dearer if self.cheap < 0 else 1.0)

    def resolved(self, asked: dict[str, str]) -> dict[str, Any]:
        """The answer to ``symbology.resolve``: of front months the numbers of instruments, of these the raw symbols, by days of UTC."""
        first, last = (date.fromisoformat(asked[name]) for name in ("start_date", "end_date"))
        allowed = {("continuous", "instrument_id"), ("instrument_id", "raw_symbol")}
        assert (asked["stype_in"], asked["stype_out"]) in allowed
        result = {}
        for name in asked["symbols"].split(","):
            if asked["stype_in"] == "continuous":
                days = [(first + timedelta(n)) for n in range((last - first).days)]
                told = [(day, str(_number(contract_curve.front(name.split(".")[0], day)))) for day in days]
            else:
                told = [(first, _raw_symbol(int(name)))]
            changes = [at for at, (_, one) in enumerate(told) if not at or one != told[at - 1][1]]
            ends = [*(told[at][0] for at in changes[1:]), last]
            result[name] = [
                {"d0": f"{told[at][0]}", "d1": f"{end}", "s": told[at][1]} for at, end in zip(changes, ends, strict=True)
            ]
        return {"result": result, "symbols": list(result), "partial": [], "not_found": [], "message": "OK", "status": 0}

    def range_end(self) -> dict[str, Any]:
        """The answer to ``get_dataset_range``."""
        start, end = (_written(moment) for moment in self.available)
        return {"start": start, "end": end, "schema": {"ohlcv-1m": {"start": start, "end": end}}}

    def minutes(self, asked: dict[str, str]) -> truth.Candles:
        """What was traded in the time that was asked for; a minute is there because something was."""
        symbol = _symbol_of(asked)
        assert symbol is not None
        start, end = _moment(asked["start"]), _moment(asked["end"])
        parts = [truth.session_minutes(symbol, session) for session in truth.sessions(symbol, start, end)]
        block = truth.join(parts)
        block = block._replace(volume=np.maximum(block.volume, 1))
        return block.cut((block.ts >= start) & (block.ts < end))

    def encoded(self, asked: dict[str, str]) -> bytes:
        """The answer to ``get_range``, uncompressed."""
        symbol = _symbol_of(asked)
        assert symbol is not None
        start, end = (int(_moment(asked[name])) * NANO for name in ("start", "end"))
        schema = dbn.Schema.from_str(asked["schema"])
        head = dbn.Metadata(
            "GLBX.MDP3", start, dbn.SType.from_str(asked["stype_in"]), dbn.SType.INSTRUMENT_ID, schema,
            symbols=[asked["symbols"]], end=end, version=3, mappings=[], partial=[], not_found=[],
        )  # fmt: skip
        records = [self._definition(symbol, start)] if asked["schema"] == "definition" else self._records(asked)
        return bytes(head) + b"".join(map(bytes, records))

    def _records(self, asked: dict[str, str]) -> list[dbn.OHLCVMsg]:
        block = self.minutes(asked)
        prices = (np.rint(column * NANO * self.scale).astype(np.int64).tolist() for column in block[1:5])
        rows = zip((block.ts * NANO).tolist(), *prices, block.volume.tolist(), strict=True)
        return [dbn.OHLCVMsg(dbn.RType.OHLCV_1M, 1, 5482, *row) for row in rows]

    def _definition(self, symbol: str, at: int) -> dbn.InstrumentDefMsg:
        tick = truth.tick_of(symbol)
        year, month = self.maturity or (2026, 12)
        return dbn.InstrumentDefMsg(
            1, 5482, at, at, int((tick or 0) * NANO * self.scale), 10_000_000, "NQZ6", "NQ", "FUT",
            dbn.InstrumentClass.FUTURE, dbn.SecurityUpdateAction.ADD, maturity_year=year, maturity_month=month,
        )  # fmt: skip

    def _traded(self, asked: dict[str, str]) -> bool:
        symbol = _symbol_of(asked)
        assert symbol is not None
        return bool(truth.sessions(symbol, _moment(asked["start"]), _moment(asked["end"])))


def _symbol_of(asked: dict[str, str]) -> str | None:
    """The symbol of the truth that is meant: contracts of the year 2026, and front months."""
    name, kind = asked["symbols"], asked["stype_in"]
    if kind == "continuous":
        root, rule, rank = name.split(".")
        return f"{root}=F" if rule in "cnv" and rank == "0" and truth.known(f"{root}=F") else None
    root, code, digit = name[:-2], name[-2], name[-1]
    symbol = f"{root}{code}2{digit}.CME"
    return symbol if code in _MONTHS and truth.known(symbol) else None


_ROOTS = sorted(contract_curve.TERMS)


def _number(contract: contract_curve.Contract) -> int:
    """A number for each contract."""
    return (_ROOTS.index(contract.root) * 100 + contract.year % 100) * 100 + contract.month


def _raw_symbol(number: int) -> str:
    root, year, month = _ROOTS[number // 10_000], number // 100 % 100, number % 100
    return f"{root}{_MONTHS[month - 1]}{year % 10}"


def _moment(text: str) -> float:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _written(moment: float) -> str:
    """With nanoseconds, as the real one does."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%S}.000000000Z"


def _handler(server: StandInDatabento) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: object) -> None:
            return

        def do_CONNECT(self) -> None:
            host = self.path.partition(":")[0]
            if host != HOST:
                server.refused_hosts.append(host)
                self.send_error(403)
                return
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            try:
                self.connection = server._context.wrap_socket(self.connection, server_side=True)
            except (ssl.SSLError, OSError):
                self.close_connection = True
                return
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)  # type: ignore[assignment]
            self.close_connection = False

        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, query: str) -> None:
            path = urlsplit(self.path).path.removeprefix("/v0/")
            asked = {name: values[0] for name, values in parse_qs(query).items()}
            server.requests.append((path, asked))
            if self.headers["Authorization"] != "Basic " + base64.b64encode(f"{server.key}:".encode()).decode():
                self._refuse(
                    ApiFault(path, 401, "auth_authentication_failed", f"Authentication failed for {_sent(self)}")
                )
                return
            fault = server.fault(path) or server.refusal(path, asked)
            if fault is not None and fault.status:
                self._refuse(fault)
            elif path == "metadata.get_cost":
                self._send(200, json.dumps(server.price(asked)).encode())
            elif path == "symbology.resolve":
                self._send(200, json.dumps(server.resolved(asked)).encode())
            elif path == "metadata.get_dataset_range":
                self._send(200, json.dumps(server.range_end()).encode())
            else:
                self._stream(path, asked, fault.case if fault else "")

        def _stream(self, path: str, asked: dict[str, str], breaks: str) -> None:
            assert (asked["encoding"], asked["compression"]) == ("dbn", "zstd")
            server.on_range()
            server.bill.append((path, asked, server.cost(asked)))
            body = zstandard.compress(server.encoded(asked))
            body = {"truncated": body[: len(body) * 2 // 3], "empty": b""}.get(breaks, body)
            self.send_response_only(200)
            self.send_header("Transfer-Encoding", "chunked")
            if server.warning:
                self.send_header("X-Warning", json.dumps([server.warning]))
            self.end_headers()
            if breaks == "reset":
                self.close_connection = True
                return
            half = body[: len(body) // 2] if breaks == "cut" else body
            if half:
                self.wfile.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
            if breaks == "cut":
                self.close_connection = True
                return
            self.wfile.write(b"0\r\n\r\n")

        def _refuse(self, fault: ApiFault) -> None:
            detail = {
                "case": fault.case,
                "message": fault.message,
                "status_code": fault.status,
                "docs": "",
                "payload": None,
            }
            self._send(fault.status, json.dumps({"detail": detail}).encode())

        def _send(self, status: int, body: bytes) -> None:
            self.send_response_only(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Date", formatdate(usegmt=True))
            self.end_headers()
            self.wfile.write(body)

        def finish(self) -> None:
            with suppress(OSError, ValueError):
                super().finish()
            with suppress(OSError):
                self.connection.close()

    return Handler


def _sent(handler: BaseHTTPRequestHandler) -> str:
    """What was sent as a key: a server may well repeat it."""
    word = (handler.headers["Authorization"] or "").removeprefix("Basic ")
    return base64.b64decode(word).decode().rstrip(":")
