"""The shape of the archive in PostgreSQL, as numbered migrations; it is only ever brought forward.

All tables are in one schema of the database. ``ts`` is the open of a candle; for 1d and longer 00:00 UTC of the trade date.
Candles are in partitions by calendar month (UTC) of ``ts``, which ``ensure_month`` makes as they are needed.
The view ``candles`` has the columns of the one in SQLite, but its ``time`` is a timestamp.

Two roles have least rights: whoever is in ``DATABASE_reader`` reads, whoever is in ``DATABASE_writer`` reads and pushes.
"""

from __future__ import annotations

#: The schema of the database in which all tables are.
NAMESPACE = "ohlc"
#: What is notified when a push is committed; the payload is the number of the push.
CHANNEL = "ohlc_hub"
#: Numbers of advisory locks: held while the shape is changed, and by the one machine that pushes.
MIGRATION_LOCK, PUSH_LOCK = 0x6F686C63_00000001, 0x6F686C63_00000002

#: Script ``n`` brings the database from schema ``n`` to ``n + 1``. They run with ``NAMESPACE`` as search path.
MIGRATIONS: tuple[str, ...] = (
    """
CREATE TABLE meta(key text PRIMARY KEY, value text NOT NULL);

CREATE TABLE importer(          -- the one archive that fills the hub; no row before the first push
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    store text NOT NULL,        -- the name of the archive
    machine text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    forgotten bigint NOT NULL DEFAULT 0         -- what pushes up to this number changed is not kept any more
);

CREATE TABLE push(              -- the ledger of what was committed, in order
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    store text NOT NULL,        -- the name of the archive that was pushed
    machine text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),      -- by the clock of the database
    series integer NOT NULL,
    candles bigint NOT NULL,    -- rows that were sent
    gone bigint NOT NULL        -- rows that stood in their stretches before
);

CREATE TABLE instrument(
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    symbol text NOT NULL UNIQUE,
    feed text,                  -- the feed that gave it first
    zone text,                  -- where it trades, for those that are not in the catalogue; see the local table market
    kind text,
    exchange text,
    exchange_name text,
    begins integer,
    ends integer
);

CREATE TABLE series(
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    instrument_id integer NOT NULL REFERENCES instrument(id),
    timeframe text NOT NULL,
    count bigint NOT NULL DEFAULT 0,
    first timestamptz,
    last timestamptz,
    revision bigint NOT NULL DEFAULT 0,         -- of the archive that was pushed
    push bigint NOT NULL DEFAULT 0,             -- the push that changed it last
    given boolean NOT NULL DEFAULT false,       -- whether anything of it was given, and not made of finer candles
    UNIQUE (instrument_id, timeframe)
);
CREATE INDEX series_push ON series(push);

CREATE TABLE change(            -- where each push wrote or removed candles, so that followers take no more than that
    series_id integer NOT NULL REFERENCES series(id),
    push bigint NOT NULL REFERENCES push(id),
    start timestamptz NOT NULL,
    until timestamptz NOT NULL CHECK (until > start),
    PRIMARY KEY (series_id, push, start)
);
CREATE INDEX change_push ON change(push);

CREATE TABLE origin(            -- where candles come from: the pairs that occur
    id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin text NOT NULL,       -- the feed that gave the candle, or 'derived', or 'rescaled'
    source text NOT NULL,       -- who gave it, or what it is made of, joined by +
    UNIQUE (origin, source)
);

CREATE TABLE candle(
    ts timestamptz NOT NULL,
    open double precision NOT NULL,
    high double precision NOT NULL CHECK (high >= open AND high >= close),
    low double precision NOT NULL CHECK (low <= open AND low <= close),
    close double precision NOT NULL,
    volume bigint NOT NULL CHECK (volume >= 0),
    series_id integer NOT NULL,
    origin_id smallint NOT NULL,
    known smallint NOT NULL CHECK (known BETWEEN 0 AND 4),      -- 0 agreed, 1 single, 2 chosen, 3 disputed, 4 suspect
    PRIMARY KEY (series_id, ts)
) PARTITION BY RANGE (ts);

CREATE TABLE session(
    calendar text NOT NULL,
    trade_date date NOT NULL,
    open timestamptz NOT NULL,
    close timestamptz NOT NULL CHECK (close > open),
    early boolean NOT NULL,
    PRIMARY KEY (calendar, trade_date)
);

CREATE TABLE watchlist(         -- the list that the importing machine shares
    machine text NOT NULL,
    place integer NOT NULL,
    symbol text NOT NULL,
    PRIMARY KEY (machine, place),
    UNIQUE (machine, symbol)
);

-- Makes the partition of a month where it is missing. It runs with the rights of the owner, for a writer may not make tables.
CREATE FUNCTION ensure_month(first date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    month date := date_trunc('month', first);
    name text := 'candle_' || to_char(month, 'YYYYMM');
BEGIN
    IF to_regclass(format('ohlc.%I', name)) IS NULL THEN
        -- Made first and attached then, which keeps no reader waiting; CREATE … PARTITION OF would.
        EXECUTE format('CREATE TABLE ohlc.%I (LIKE ohlc.candle INCLUDING CONSTRAINTS)', name);
        EXECUTE format('ALTER TABLE ohlc.candle ATTACH PARTITION ohlc.%I FOR VALUES FROM (%L) TO (%L)', name,
                       to_char(month, 'YYYY-MM-DD') || ' 00:00+00',
                       to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00+00');
    END IF;
END $$;
REVOKE ALL ON FUNCTION ensure_month(date) FROM PUBLIC;

CREATE VIEW candles AS
SELECT i.symbol, s.timeframe, c.ts AS time, c.open, c.high, c.low, c.close,
       nullif(c.volume, 0) AS volume,   -- 0 stands for one that is not known: a candle is there because something was traded
       o.origin,
       (ARRAY['agreed', 'single', 'chosen', 'disputed', 'suspect'])[c.known + 1] AS known,
       o.source
FROM candle AS c JOIN series AS s ON s.id = c.series_id JOIN instrument AS i ON i.id = s.instrument_id
    JOIN origin AS o ON o.id = c.origin_id;
    """,
)

#: The schema that this version writes.
SCHEMA = len(MIGRATIONS)
