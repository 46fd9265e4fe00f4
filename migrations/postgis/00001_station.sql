-- +goose Up
CREATE EXTENSION IF NOT EXISTS postgis;

-- One row: where the writes stand. epoch is renewed by a restore.
CREATE TABLE meta (
    singleton     boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    revision      bigint NOT NULL,
    epoch         text   NOT NULL,
    areas_version text   NOT NULL DEFAULT ''
);
INSERT INTO meta (revision, epoch) VALUES (0, gen_random_uuid()::text);

-- record is the whole station and the truth; json, not jsonb, keeps it to the
-- byte. The other columns are what filters look at. "C" orders as bytes do,
-- so that both stores page alike.
CREATE TABLE station (
    id            text COLLATE "C" PRIMARY KEY,
    revision      bigint NOT NULL,
    created_at    bigint NOT NULL, -- milliseconds since 1970, UTC
    code          text COLLATE "C" NOT NULL,
    kind          text COLLATE "C" NOT NULL,
    lifecycle     text COLLATE "C" NOT NULL,
    quality       text COLLATE "C" NOT NULL,
    adcode        text COLLATE "C" NOT NULL,
    source        text COLLATE "C" NOT NULL,
    source_record text COLLATE "C" NOT NULL,
    search        text COLLATE "C" NOT NULL, -- folded name, code, address, aliases
    point         geometry(Point, 4326) NOT NULL,
    record        json NOT NULL
);
CREATE INDEX station_point ON station USING gist (point);
CREATE INDEX station_adcode ON station (adcode);
CREATE UNIQUE INDEX station_code_key ON station (code) WHERE code <> '';
CREATE UNIQUE INDEX station_source_key ON station (source, source_record) WHERE source_record <> '';
CREATE INDEX station_source ON station (source);

-- expires_at is UTC text of fixed width (nanoseconds), so it compares as time
-- does at any precision; null means never.
CREATE TABLE station_service (
    station_id text COLLATE "C" NOT NULL REFERENCES station (id) ON DELETE CASCADE,
    code       text COLLATE "C" NOT NULL,
    status     text COLLATE "C" NOT NULL,
    expires_at text COLLATE "C",
    PRIMARY KEY (station_id, code)
);

-- Every code that was ever on a door, for ever: codes are never reused.
CREATE TABLE station_code (
    code       text COLLATE "C" PRIMARY KEY,
    station_id text COLLATE "C" NOT NULL
);

-- One row per write, without holes; record is null for a deletion.
CREATE TABLE change (
    revision   bigint PRIMARY KEY,
    station_id text COLLATE "C" NOT NULL,
    record     json,
    at         bigint NOT NULL -- milliseconds since 1970, UTC
);
CREATE INDEX change_station ON change (station_id, revision);

-- +goose Down
DROP TABLE change, station_code, station_service, station, meta;
