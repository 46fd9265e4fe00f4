-- +goose Up
-- One row: where the writes stand. epoch is renewed by a restore.
CREATE TABLE meta (
    singleton     INTEGER PRIMARY KEY DEFAULT 1 CHECK (singleton = 1),
    revision      INTEGER NOT NULL,
    epoch         TEXT    NOT NULL,
    areas_version TEXT    NOT NULL DEFAULT ''
);
INSERT INTO meta (revision, epoch) VALUES (0, lower(hex(randomblob(16))));

-- record is the whole station and the truth. The other columns are what
-- filters look at. rid ties a row to its box in the R*Tree.
CREATE TABLE station (
    rid           INTEGER PRIMARY KEY,
    id            TEXT    NOT NULL UNIQUE,
    revision      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL, -- milliseconds since 1970, UTC
    code          TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    lifecycle     TEXT    NOT NULL,
    quality       TEXT    NOT NULL,
    adcode        TEXT    NOT NULL,
    source        TEXT    NOT NULL,
    source_record TEXT    NOT NULL,
    search        TEXT    NOT NULL, -- folded name, code, address, aliases
    lon           REAL    NOT NULL,
    lat           REAL    NOT NULL,
    record        TEXT    NOT NULL
);
CREATE INDEX station_adcode ON station (adcode);
CREATE UNIQUE INDEX station_code_key ON station (code) WHERE code <> '';
CREATE UNIQUE INDEX station_source_key ON station (source, source_record) WHERE source_record <> '';
CREATE INDEX station_source ON station (source);

-- The R*Tree keeps 32-bit floats rounded outwards: it finds candidates, lon
-- and lat decide.
CREATE VIRTUAL TABLE station_box USING rtree (rid, west, east, south, north);

-- expires_at is UTC text of fixed width (nanoseconds), so it compares as time
-- does at any precision; null means never.
CREATE TABLE station_service (
    station_id TEXT NOT NULL REFERENCES station (id) ON DELETE CASCADE,
    code       TEXT NOT NULL,
    status     TEXT NOT NULL,
    expires_at TEXT,
    PRIMARY KEY (station_id, code)
) WITHOUT ROWID;

-- Every code that was ever on a door, for ever: codes are never reused.
CREATE TABLE station_code (
    code       TEXT PRIMARY KEY,
    station_id TEXT NOT NULL
) WITHOUT ROWID;

-- One row per write, without holes; record is null for a deletion.
CREATE TABLE change (
    revision   INTEGER PRIMARY KEY,
    station_id TEXT    NOT NULL,
    record     TEXT,
    at         INTEGER NOT NULL -- milliseconds since 1970, UTC
);
CREATE INDEX change_station ON change (station_id, revision);

-- +goose Down
DROP TABLE change;
DROP TABLE station_code;
DROP TABLE station_service;
DROP TABLE station_box;
DROP TABLE station;
DROP TABLE meta;
