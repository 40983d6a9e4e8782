"""The shape of the database file, as numbered migrations. A file is only ever brought forward.

``ts`` is the open of a candle in UTC epoch seconds; for 1d and longer 00:00 UTC of the trade date. The view
``candles`` is for outside readers (pandas, DuckDB, Excel): symbol, timeframe, time, prices. It holds nothing, so it is no
part of the numbered shape: whoever opens a file for writing puts this version's in the place of any other.
"""

from __future__ import annotations

from ohlc_desktop.store.file.one_feed_schema import ONE_FEED

#: Script ``n`` brings a file from schema ``n`` to ``n + 1``. A new one goes to the end; an earlier one is never edited.
MIGRATIONS: tuple[str, ...] = (
    *ONE_FEED,
    """
CREATE TABLE source(            -- who ever gave candles, strongest first: the row of the strongest one stands
    name TEXT PRIMARY KEY,
    place INTEGER NOT NULL,     -- 0 is the strongest
    kind TEXT NOT NULL,         -- person, file, paid or feed
    added REAL NOT NULL         -- UTC epoch seconds
) WITHOUT ROWID, STRICT;

CREATE TABLE heard(             -- what each source of a series speaks of; no row while one feed alone gave the instrument
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    source TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK(end > start),
    PRIMARY KEY(instrument_id, timeframe, source, start)
) WITHOUT ROWID, STRICT;

-- what a source says of a candle where that is not what is stored: other values, or that there is none (NULL)
CREATE TABLE contradiction(
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    source TEXT NOT NULL,
    ts INTEGER NOT NULL,
    open REAL,
    high REAL,
    low REAL,
    close REAL,
    volume INTEGER,
    known INTEGER NOT NULL DEFAULT 1 CHECK(known BETWEEN 0 AND 4),
    apart REAL,                 -- by how much the price lies off that is furthest from what is stored
    PRIMARY KEY(instrument_id, timeframe, source, ts)
) WITHOUT ROWID, STRICT;
CREATE INDEX contradiction_apart ON contradiction(instrument_id, timeframe, ts, apart) WHERE apart > 0;

-- the feed whose name derived candles need not bear: the first one that gave the instrument
ALTER TABLE instrument ADD COLUMN feed TEXT;
UPDATE instrument SET feed=(
    SELECT origin FROM candle AS c WHERE c.instrument_id=instrument.id AND c.timeframe IN ('1d', '5m', '1m', '2m')
    AND c.origin NOT IN ('derived', 'rescaled') LIMIT 1);
INSERT INTO source SELECT feed, row_number() OVER (ORDER BY feed) - 1, 'feed', 0 FROM instrument
    WHERE feed IS NOT NULL GROUP BY feed;

-- what a derived or rescaled candle is made of, joined by +, strongest first; NULL: of the instrument's feed
ALTER TABLE candle ADD COLUMN made_of TEXT;

-- 0 where a source corrected a row that was not the stored candle
ALTER TABLE revision ADD COLUMN shown INTEGER NOT NULL DEFAULT 1 CHECK(shown IN (0, 1));
    """,
    """
CREATE TABLE named_contract(    -- the contract that a feed said a continuous symbol follows
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,    -- of the answer
    day INTEGER NOT NULL,       -- UTC day number of the answer
    text TEXT NOT NULL,         -- as it was sent
    contract TEXT NOT NULL,     -- its symbol; empty where the text names none
    PRIMARY KEY(instrument_id, timeframe, day)
) WITHOUT ROWID, STRICT;

CREATE TABLE contract_stretch(  -- where the candles of a continuous symbol are proven to be of one contract
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,    -- a source timeframe; what is derived from it follows it
    first INTEGER NOT NULL,     -- first and last stamp that are proven
    last INTEGER NOT NULL CHECK(last >= first),
    contract TEXT NOT NULL,
    candles INTEGER NOT NULL,   -- so many in between are proven
    PRIMARY KEY(instrument_id, timeframe, first)
) WITHOUT ROWID, STRICT;
    """,
    """
CREATE TABLE roll(              -- where a root goes over to its next contract, by each rule; made anew from candle
    root TEXT NOT NULL,
    family TEXT NOT NULL,       -- whose candles: daily or intraday
    rolling TEXT NOT NULL,      -- the rule: expiry, notice, volume, feed
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    ts INTEGER NOT NULL,        -- first stamp of the new contract
    until INTEGER NOT NULL,     -- last trade date of the old one, days since 1970-01-01
    decided TEXT NOT NULL,      -- what decided it: a rule, or 'seen' where candles tell
    proof TEXT NOT NULL,        -- proven, estimated or unknown
    priced INTEGER,             -- trade date of both closes; NULL where they are not known
    old_close REAL,
    new_close REAL,
    old_volume INTEGER,
    new_volume INTEGER,
    points REAL,                -- by how much the new contract is higher
    settled INTEGER NOT NULL CHECK(settled IN (0, 1)),  -- 1 where both closes are settlements
    source TEXT NOT NULL,
    PRIMARY KEY(root, family, rolling, old)
) WITHOUT ROWID, STRICT;
    """,
    """
CREATE TABLE spending(          -- what paid feeds cost: reserved before a request is sent, settled once it was answered
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,       -- whom the money is for
    micros INTEGER NOT NULL CHECK(micros >= 0),     -- millionths of a US dollar
    settled INTEGER NOT NULL CHECK(settled IN (0, 1)),  -- 0 while the end of the request is not known: it may be billed
    what TEXT NOT NULL,         -- what was asked for
    at REAL NOT NULL            -- UTC epoch seconds
) STRICT;
    """,
    """
CREATE TABLE arrival(           -- when candles came: all of a stretch at once, less those that a later row has again
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    at REAL NOT NULL,           -- UTC epoch seconds
    first INTEGER NOT NULL,     -- first and last stamp
    last INTEGER NOT NULL CHECK(last >= first),
    earlier INTEGER NOT NULL DEFAULT 0 CHECK(earlier IN (0, 1)),    -- 1: then, or at any time before
    PRIMARY KEY(instrument_id, timeframe, at, first)
) WITHOUT ROWID, STRICT;
INSERT INTO arrival
    SELECT instrument_id, timeframe, CAST(strftime('%s', 'now') AS REAL), -4611686018427387904, 4611686018427387904, 1
    FROM series WHERE count > 0;

-- what candles were that another source's took the place of, or that nobody gives any more; no source corrected them
CREATE TABLE displaced(
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    revision INTEGER NOT NULL,  -- of the series: the change that did it
    first INTEGER NOT NULL,     -- first and last stamp
    last INTEGER NOT NULL CHECK(last >= first),
    at REAL NOT NULL,           -- when, UTC epoch seconds
    data BLOB NOT NULL,         -- packed as in block
    PRIMARY KEY(instrument_id, timeframe, revision, first)
) STRICT;
    """,
    """
CREATE TABLE hub_change(        -- days of series that the hub has not heard of; see store.hub.marks
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    day INTEGER NOT NULL,       -- days since 1970-01-01, UTC
    sent INTEGER NOT NULL CHECK(sent IN (0, 1)),    -- 1 while it is being told
    PRIMARY KEY(instrument_id, timeframe, day, sent)
) WITHOUT ROWID, STRICT;

CREATE TABLE taken(             -- up to which revision each series of a desk's hub was taken from it
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    hub TEXT NOT NULL,          -- the name of the hub's archive: revisions are its own
    revision INTEGER NOT NULL,
    PRIMARY KEY(instrument_id, timeframe)
) WITHOUT ROWID, STRICT;

CREATE TABLE relayed(           -- who gave the candles that came over a hub
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK(end > start),
    giver TEXT NOT NULL,        -- as the hub names it: its source, or what it is made of, joined by +
    PRIMARY KEY(instrument_id, timeframe, start)
) WITHOUT ROWID, STRICT;
    """,
    """
CREATE TABLE superseded(        -- what rolls are made of beside candles, as it was until it changed; see store.evidence.superseded
    id INTEGER PRIMARY KEY,     -- in the order of the changes
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,        -- a calendar, or the number of an instrument
    key INTEGER NOT NULL,       -- a trade date, days since 1970-01-01, or a stamp
    until REAL NOT NULL,        -- UTC epoch seconds
    value TEXT CHECK(value IS NULL OR json_valid(value))    -- NULL: there was none
) STRICT;
CREATE INDEX superseded_of ON superseded(owner, kind, until);
INSERT INTO superseded(kind, owner, key, until)
    SELECT 'unknown', '', 0, CAST(strftime('%s', 'now') AS REAL) FROM series WHERE count > 0 LIMIT 1;
    """,
)

#: The schema that this version writes.
SCHEMA = len(MIGRATIONS)

#: The view for outside readers. DuckDB's SQLite extension parses this text by itself, and gives types only to what it
#: understands; else every column of the view is text there. What makes a time of ``ts`` has no common spelling, so
#: each reads its own line: comments do not nest in SQLite (https://sqlite.org/lang_comment.html), but do in DuckDB.
VIEW = """
CREATE VIEW candles AS
SELECT i.symbol AS symbol, c.timeframe AS timeframe,
       /* /* for SQLite */
       CASE WHEN c.timeframe IN ('1d', '5d', '1wk', '1mo', '3mo') THEN strftime('%Y-%m-%d', c.ts, 'unixepoch')
            ELSE strftime('%Y-%m-%dT%H:%M:%SZ', c.ts, 'unixepoch') END
       -- for DuckDB */ make_timestamp(c.ts * 1000000)
       AS time,
       c.open AS open, c.high AS high, c.low AS low, c.close AS close,
       nullif(c.volume, 0) AS volume,   -- 0 stands for one that is not known: a candle is there because something was traded
       c.origin AS origin,
       CASE c.known WHEN 0 THEN 'agreed' WHEN 1 THEN 'single' WHEN 2 THEN 'chosen' WHEN 3 THEN 'disputed'
            ELSE 'suspect' END AS known,
       CASE WHEN c.origin IN ('derived', 'rescaled') THEN coalesce(c.made_of, i.feed)
            WHEN c.origin = 'hub' THEN coalesce('hub:' || (SELECT giver FROM relayed AS r WHERE
                 r.instrument_id = c.instrument_id AND r.timeframe = c.timeframe AND r.start <= c.ts AND r.end > c.ts), 'hub')
            ELSE c.origin END AS source
FROM candle AS c JOIN instrument AS i ON i.id = c.instrument_id
""".strip()
