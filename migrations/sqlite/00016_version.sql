-- +goose Up
-- An import writes changed stations hidden too, beside the ones that are
-- shown: the table of stations holds versions, each under the revision that it
-- stands under (station.revision, shown_station.stored). From the moment that
-- an import is shown until it is settled, superseded says which versions it
-- has taken the place of; they are removed in short transactions.
DROP VIEW shown_source_row;
DROP VIEW shown_station;

ALTER TABLE staging ADD COLUMN settled INTEGER NOT NULL DEFAULT 0; -- 1: shown, and nothing is left of what was before
UPDATE staging SET settled = 1 WHERE base IS NOT NULL;
CREATE INDEX staging_open ON staging (id) WHERE settled = 0;

-- revision is that of the version; 0 when the station has moved already.
CREATE TABLE superseded (
    staging    INTEGER NOT NULL,
    station_id TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (staging, station_id)
) WITHOUT ROWID;

CREATE TABLE station_version (
    revision      INTEGER PRIMARY KEY, -- as in change; its box in the R*Tree has this rid
    id            TEXT    NOT NULL,
    created_at    INTEGER NOT NULL, -- milliseconds since 1970, UTC; below 0: when its import was shown
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
INSERT INTO station_version
SELECT revision, id, created_at, code, kind, lifecycle, quality, adcode, source, source_record, search, lon, lat, record
FROM station ORDER BY revision;

CREATE TABLE version_service (
    revision   INTEGER NOT NULL, -- of the version
    code       TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    expires_at TEXT,
    PRIMARY KEY (revision, code)
) WITHOUT ROWID;
INSERT INTO version_service
SELECT t.revision, v.code, v.status, v.expires_at
FROM station AS t JOIN station_service AS v ON v.station_id = t.id ORDER BY t.revision, v.code;

DROP TABLE station_service;
DROP TABLE station_box;
DROP TABLE station;
ALTER TABLE station_version RENAME TO station;
ALTER TABLE version_service RENAME TO station_service;
CREATE VIRTUAL TABLE station_box USING rtree (rid, west, east, south, north);
INSERT INTO station_box SELECT revision, lon, lon, lat, lat FROM station;
CREATE INDEX station_id ON station (id);
CREATE INDEX station_adcode ON station (adcode);
CREATE INDEX station_record ON station (source, source_record) WHERE source_record <> '';
CREATE INDEX station_source ON station (source);

CREATE TABLE source_row_version (
    source     TEXT    NOT NULL,
    record     TEXT    NOT NULL,
    station_id TEXT    NOT NULL,
    fields     TEXT    NOT NULL,
    staging    INTEGER NOT NULL DEFAULT 0, -- that wrote the row, 0 for none
    PRIMARY KEY (source, record, staging)
) WITHOUT ROWID;
INSERT INTO source_row_version SELECT source, record, station_id, fields, staging FROM source_row ORDER BY source, record;
DROP TABLE source_row;
ALTER TABLE source_row_version RENAME TO source_row;

-- The import that is shown and not settled; null when there is none.
CREATE VIEW unsettled AS SELECT max(id) AS id FROM staging WHERE settled = 0 AND base IS NOT NULL;

-- stored is the revision in the table. at is the moment for a record that says
-- none.
CREATE VIEW shown_station AS
SELECT t.revision AS stored, t.id, coalesce(g.base + (t.revision & 4294967295), t.revision) AS revision,
    CASE WHEN t.created_at < 0 THEN g.at ELSE t.created_at END AS created_at, coalesce(g.at, t.created_at) AS at,
    t.code, t.kind, t.lifecycle, t.quality, t.adcode, t.source, t.source_record, t.search, t.lon, t.lat, t.record
FROM station AS t LEFT JOIN staging AS g ON g.id = t.revision >> 32
WHERE (t.revision < 4294967296 OR g.base IS NOT NULL)
    AND ((SELECT id FROM unsettled) IS NULL OR NOT EXISTS (SELECT 1 FROM superseded AS p
        WHERE p.staging = (SELECT id FROM unsettled) AND p.station_id = t.id AND p.revision = t.revision));

CREATE VIEW shown_source_row AS
SELECT r.source, r.record, r.station_id, r.fields
FROM source_row AS r LEFT JOIN staging AS g ON g.id = r.staging
WHERE (r.staging = 0 OR g.base IS NOT NULL)
    AND ((SELECT id FROM unsettled) IS NULL OR r.staging = (SELECT id FROM unsettled)
        OR NOT EXISTS (SELECT 1 FROM source_row AS n
            WHERE n.source = r.source AND n.record = r.record AND n.staging = (SELECT id FROM unsettled)));

-- +goose Down
-- Hidden rows go, and versions that others took the place of. The rest gets the
-- revisions and times that it was shown with: an older yizhan knows imports of
-- new stations only.
DELETE FROM station WHERE revision NOT IN (SELECT stored FROM shown_station);
DELETE FROM change WHERE revision NOT IN (SELECT stored FROM shown_change);
DELETE FROM station_code WHERE staging > 0 AND staging IN (SELECT id FROM staging WHERE base IS NULL);
CREATE TABLE old_source_row (
    source     TEXT NOT NULL,
    record     TEXT NOT NULL,
    station_id TEXT NOT NULL,
    fields     TEXT NOT NULL,
    staging    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source, record)
) WITHOUT ROWID;
INSERT INTO old_source_row (source, record, station_id, fields) SELECT source, record, station_id, fields FROM shown_source_row;

CREATE TABLE old_station (
    rid           INTEGER PRIMARY KEY,
    id            TEXT    NOT NULL UNIQUE,
    revision      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    code          TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    lifecycle     TEXT    NOT NULL,
    quality       TEXT    NOT NULL,
    adcode        TEXT    NOT NULL,
    source        TEXT    NOT NULL,
    source_record TEXT    NOT NULL,
    search        TEXT    NOT NULL,
    lon           REAL    NOT NULL,
    lat           REAL    NOT NULL,
    record        TEXT    NOT NULL
);
INSERT INTO old_station
SELECT revision, id, revision, created_at, code, kind, lifecycle, quality, adcode, source, source_record, search, lon, lat,
    CASE WHEN stored < 4294967296 THEN record ELSE json_set(record, '$.revision', revision,
        '$.created_at', strftime('%Y-%m-%dT%H:%M:%fZ', created_at / 1000.0, 'unixepoch'),
        '$.updated_at', strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch')) END
FROM shown_station;
CREATE TABLE old_service (
    station_id TEXT NOT NULL REFERENCES old_station (id) ON DELETE CASCADE,
    code       TEXT NOT NULL,
    status     TEXT NOT NULL,
    expires_at TEXT,
    PRIMARY KEY (station_id, code)
) WITHOUT ROWID;
INSERT INTO old_service SELECT t.id, v.code, v.status, v.expires_at FROM station AS t JOIN station_service AS v ON v.revision = t.revision;
UPDATE change SET revision = v.revision, at = v.at,
    record = json_set(change.record, '$.revision', v.revision,
        '$.created_at', CASE WHEN change.record ->> '$.created_at' < '0002' THEN strftime('%Y-%m-%dT%H:%M:%fZ', v.at / 1000.0, 'unixepoch')
            ELSE change.record ->> '$.created_at' END,
        '$.updated_at', strftime('%Y-%m-%dT%H:%M:%fZ', v.at / 1000.0, 'unixepoch'))
FROM shown_change AS v WHERE v.stored = change.revision AND change.revision >= 4294967296;

DROP VIEW shown_source_row;
DROP VIEW shown_station;
DROP VIEW unsettled;
DROP TABLE station_service;
DROP TABLE station_box;
DROP TABLE station;
DROP TABLE superseded;
DROP TABLE source_row;
ALTER TABLE old_source_row RENAME TO source_row;
ALTER TABLE old_station RENAME TO station;
ALTER TABLE old_service RENAME TO station_service;
CREATE INDEX station_adcode ON station (adcode);
CREATE UNIQUE INDEX station_code_key ON station (code) WHERE code <> '';
CREATE UNIQUE INDEX station_source_key ON station (source, source_record) WHERE source_record <> '';
CREATE INDEX station_source ON station (source);
CREATE VIRTUAL TABLE station_box USING rtree (rid, west, east, south, north);
INSERT INTO station_box SELECT rid, lon, lon, lat, lat FROM station;
UPDATE station_code SET staging = 0;
DROP INDEX staging_open;
DELETE FROM staging;
ALTER TABLE staging DROP COLUMN settled;

CREATE VIEW shown_station AS
SELECT t.rid, t.id, coalesce(g.base + (t.revision & 4294967295), t.revision) AS revision,
    coalesce(g.at, t.created_at) AS created_at, t.code, t.kind, t.lifecycle, t.quality, t.adcode,
    t.source, t.source_record, t.search, t.lon, t.lat, t.record
FROM station AS t LEFT JOIN staging AS g ON g.id = t.revision >> 32
WHERE t.revision < 4294967296 OR g.base IS NOT NULL;

CREATE VIEW shown_source_row AS
SELECT r.source, r.record, r.station_id, r.fields
FROM source_row AS r LEFT JOIN staging AS g ON g.id = r.staging
WHERE r.staging = 0 OR g.base IS NOT NULL;
