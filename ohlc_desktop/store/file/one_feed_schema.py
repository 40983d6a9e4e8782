"""The first six schemas: an archive of what one feed says. Those after it, of several sources, are in ``store.schema``."""

from __future__ import annotations

#: Scripts as in :data:`ohlc_desktop.store.schema.MIGRATIONS`, of which they are the first.
ONE_FEED: tuple[str, ...] = (
    """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;

CREATE TABLE instrument(
    id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL UNIQUE,
    position INTEGER            -- place on the watchlist; NULL when not on it
) STRICT;

CREATE TABLE candle(
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    ts INTEGER NOT NULL,
    open REAL NOT NULL,
    high REAL NOT NULL CHECK(high >= open AND high >= close),
    low REAL NOT NULL CHECK(low <= open AND low <= close),
    close REAL NOT NULL,
    volume INTEGER NOT NULL CHECK(volume >= 0),
    origin TEXT NOT NULL,       -- the feed it came from, or 'derived'
    PRIMARY KEY(instrument_id, timeframe, ts)
) WITHOUT ROWID, STRICT;

CREATE TABLE block(             -- packed columns for opening charts fast; rebuilt from candle when in doubt
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    chunk INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY(instrument_id, timeframe, chunk)
) STRICT;

CREATE TABLE series(            -- what a matrix of series shows without scanning candles
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    count INTEGER NOT NULL DEFAULT 0,
    first INTEGER,
    last INTEGER,
    expected INTEGER,           -- NULL where no calendar rules
    missing INTEGER,
    revision INTEGER NOT NULL DEFAULT 0,
    assessed REAL,              -- UTC epoch seconds of expected and missing
    asked REAL,                 -- UTC epoch seconds of the last answer
    cause TEXT NOT NULL DEFAULT '',     -- of the last failure; empty after an answer
    message TEXT NOT NULL DEFAULT '',
    PRIMARY KEY(instrument_id, timeframe)
) WITHOUT ROWID, STRICT;

CREATE TABLE coverage(
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK(end > start),
    day INTEGER NOT NULL,       -- UTC day number of the first answer
    settled INTEGER NOT NULL CHECK(settled IN (0, 1)),
    PRIMARY KEY(instrument_id, timeframe, start)
) WITHOUT ROWID, STRICT;

CREATE TABLE run(
    id INTEGER PRIMARY KEY,
    trigger TEXT NOT NULL,
    planned TEXT UNIQUE,        -- the occurrence, ISO 8601 UTC; NULL for a manual run
    started REAL NOT NULL,
    ended REAL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    pid INTEGER NOT NULL,
    requests INTEGER NOT NULL DEFAULT 0,
    written INTEGER NOT NULL DEFAULT 0,
    revised INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE run_item(
    run_id INTEGER NOT NULL REFERENCES run(id),
    symbol TEXT NOT NULL,
    timeframe TEXT NOT NULL,
    state TEXT NOT NULL,
    start INTEGER,
    end INTEGER,
    fetched INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    revised INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    cause TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT '',
    PRIMARY KEY(run_id, symbol, timeframe)
) WITHOUT ROWID, STRICT;

CREATE TABLE quarantine(
    id INTEGER PRIMARY KEY,
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    ts INTEGER NOT NULL,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,          -- the row as it came, JSON
    first_run INTEGER NOT NULL REFERENCES run(id),
    last_run INTEGER NOT NULL REFERENCES run(id),
    times INTEGER NOT NULL DEFAULT 1,
    UNIQUE(instrument_id, timeframe, ts, reason, raw)
) STRICT;

CREATE TABLE session(
    calendar TEXT NOT NULL,
    trade_date TEXT NOT NULL,
    open INTEGER NOT NULL,
    close INTEGER NOT NULL CHECK(close > open),
    early INTEGER NOT NULL CHECK(early IN (0, 1)),
    break_start INTEGER NOT NULL,
    break_end INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,   -- number of the trade date since 2010-01-04
    PRIMARY KEY(calendar, trade_date)
) WITHOUT ROWID, STRICT;

CREATE TABLE quota(day TEXT PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID, STRICT;
    """,
    """
-- how often an occurrence was begun; 0 for one that was skipped
ALTER TABLE run ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;
    """,
    """
CREATE TABLE drawing(           -- what was drawn on charts of an instrument, in every timeframe
    id INTEGER PRIMARY KEY,
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    place INTEGER NOT NULL,     -- 0 is painted first and so lies below the others
    kind TEXT NOT NULL,
    data TEXT NOT NULL CHECK(json_valid(data)),
    created REAL NOT NULL,      -- UTC epoch seconds
    UNIQUE(instrument_id, place)
) STRICT;

CREATE TABLE revision(          -- what a candle was before the feed corrected it; nothing is silently changed
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    ts INTEGER NOT NULL,
    revision INTEGER NOT NULL,  -- of the series: the change that replaced these values
    at REAL NOT NULL,           -- when, UTC epoch seconds
    open REAL NOT NULL,
    high REAL NOT NULL,
    low REAL NOT NULL,
    close REAL NOT NULL,
    volume INTEGER NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY(instrument_id, timeframe, ts, revision)
) WITHOUT ROWID, STRICT;
    """,
    """
-- 1 where the feed sent times without values: that is no answer, and candles made over it are provisional
ALTER TABLE coverage ADD COLUMN silent INTEGER NOT NULL DEFAULT 0 CHECK(silent IN (0, 1));
    """,
    """
-- how well a candle is known, best first: 0 agreed, 1 single, 2 chosen, 3 disputed, 4 suspect
ALTER TABLE candle ADD COLUMN known INTEGER NOT NULL DEFAULT 1 CHECK(known BETWEEN 0 AND 4);
CREATE INDEX candle_known ON candle(instrument_id, timeframe, known, ts) WHERE known <> 1;

CREATE TABLE said(              -- the rows that the feed gave for a candle, where it is not its only row unchanged
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    ts INTEGER NOT NULL,
    open REAL NOT NULL,
    high REAL NOT NULL,
    low REAL NOT NULL,
    close REAL NOT NULL,
    volume INTEGER NOT NULL,    -- 0 where none was given
    first INTEGER NOT NULL,     -- first and last stamp of all answers that gave it
    last INTEGER NOT NULL,
    PRIMARY KEY(instrument_id, timeframe, ts, open, high, low, close, volume)
) WITHOUT ROWID, STRICT;

CREATE TABLE lacked(            -- candles that an answer reaches over without having them
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    ts INTEGER NOT NULL,
    PRIMARY KEY(instrument_id, timeframe, ts)
) WITHOUT ROWID, STRICT;

CREATE TABLE answer(            -- first and last stamp of each answer that is not inside another
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK(last >= first),
    PRIMARY KEY(instrument_id, timeframe, first)
) WITHOUT ROWID, STRICT;

CREATE TABLE look(              -- how often a stretch was asked for again because what is stored of it is doubtful
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK(end > start),
    times INTEGER NOT NULL,
    PRIMARY KEY(instrument_id, timeframe, start, end)
) WITHOUT ROWID, STRICT;

CREATE TABLE contract_change(   -- where a continuous series is seen to change from one contract to the next
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    ts INTEGER NOT NULL,        -- first candle of the new contract
    points REAL NOT NULL,       -- by how much it opens higher than the old one closed
    PRIMARY KEY(instrument_id, timeframe, ts)
) WITHOUT ROWID, STRICT;

-- why a candle is in doubt, or not what the feed says of it (see core.objections), and what speaks against it
CREATE TABLE objection(
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    ts INTEGER NOT NULL,
    reason TEXT NOT NULL,
    low REAL NOT NULL,          -- what the witness has
    high REAL NOT NULL,
    close REAL NOT NULL,
    PRIMARY KEY(instrument_id, timeframe, ts, reason)
) WITHOUT ROWID, STRICT;

CREATE TABLE market(            -- where the feed says that an instrument trades which is not in the catalogue
    instrument_id INTEGER PRIMARY KEY REFERENCES instrument(id),
    zone TEXT NOT NULL,         -- time zone of its exchange
    kind TEXT NOT NULL,
    exchange TEXT NOT NULL,     -- code of the exchange
    name TEXT NOT NULL,         -- of the exchange, for people
    begins INTEGER,             -- regular hours, seconds after 00:00 in the zone
    ends INTEGER
) STRICT;

CREATE TABLE split(             -- changes of scale that were noticed
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    at INTEGER NOT NULL,        -- UTC epoch seconds from which intraday candles have the new scale
    day INTEGER NOT NULL,       -- trade date, days since 1970-01-01, from which daily ones have it
    numerator INTEGER NOT NULL CHECK(numerator > 0),
    denominator INTEGER NOT NULL CHECK(denominator > 0),
    state TEXT NOT NULL CHECK(state IN ('applied', 'taken_back', 'suspected')),
    told INTEGER NOT NULL CHECK(told IN (0, 1)),    -- 0 where no event, only a ratio, told of it
    noticed REAL NOT NULL,      -- UTC epoch seconds; also when the revisions of the former values were made
    ended REAL,                 -- UTC epoch seconds at which the feed took it back
    checked INTEGER NOT NULL DEFAULT 0 CHECK(checked IN (0, 1)),    -- 1 when what is in reach was asked for again
    drawn TEXT NOT NULL DEFAULT '{}' CHECK(json_valid(drawn)),      -- the drawings before, by what they became
    PRIMARY KEY(instrument_id, at, noticed)
) WITHOUT ROWID, STRICT;

CREATE TABLE absence(           -- expected candles that did not come though their time was answered; source series only
    instrument_id INTEGER NOT NULL REFERENCES instrument(id),
    timeframe TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK(end > start),
    PRIMARY KEY(instrument_id, timeframe, start)
) WITHOUT ROWID, STRICT;

CREATE TABLE silence(           -- where no instrument of a calendar has a candle, as of the last import
    calendar TEXT NOT NULL,
    timeframe TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK(end > start),
    PRIMARY KEY(calendar, timeframe, start)
) WITHOUT ROWID, STRICT;

CREATE TABLE observed(          -- when an exchange traded though its calendar says otherwise
    calendar TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK(end > start),
    PRIMARY KEY(calendar, start)
) WITHOUT ROWID, STRICT;

ALTER TABLE series ADD COLUMN unserved INTEGER;  -- expected candles that the feed does not serve; not among the missing
ALTER TABLE series ADD COLUMN silent INTEGER;    -- likewise where no instrument of the calendar has a candle
    """,
    """
-- the text beside it as template and values, JSON, for other languages; NULL without a text, and in rows of earlier versions
ALTER TABLE run ADD COLUMN reason_json TEXT CHECK(reason_json IS NULL OR json_valid(reason_json));
ALTER TABLE run_item ADD COLUMN message_json TEXT CHECK(message_json IS NULL OR json_valid(message_json));
ALTER TABLE series ADD COLUMN message_json TEXT CHECK(message_json IS NULL OR json_valid(message_json));
    """,
)
