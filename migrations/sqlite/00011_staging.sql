-- +goose Up
-- An import writes its new stations hidden and shows them all at once. A row
-- in its hidden time has the provisional revision id << 32 + n, which it keeps;
-- its real one is base + n, and at is the moment of its write. base is null
-- until the import is shown. Ids are never used again.
CREATE TABLE staging (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    base  INTEGER,
    count INTEGER NOT NULL DEFAULT 0,
    at    INTEGER NOT NULL DEFAULT 0 -- milliseconds since 1970, UTC
);

-- The staging that wrote the row, 0 for none.
ALTER TABLE station_code ADD COLUMN staging INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source_row   ADD COLUMN staging INTEGER NOT NULL DEFAULT 0;

-- What is shown, with real revisions and times. Everything reads from these;
-- only writers look at the tables. stored is the revision in the table.
CREATE VIEW shown_station AS
SELECT t.rid, t.id, coalesce(g.base + (t.revision & 4294967295), t.revision) AS revision,
    coalesce(g.at, t.created_at) AS created_at, t.code, t.kind, t.lifecycle, t.quality, t.adcode,
    t.source, t.source_record, t.search, t.lon, t.lat, t.record
FROM station AS t LEFT JOIN staging AS g ON g.id = t.revision >> 32
WHERE t.revision < 4294967296 OR g.base IS NOT NULL;

CREATE VIEW shown_change AS
SELECT coalesce(g.base + (c.revision & 4294967295), c.revision) AS revision, c.station_id, c.record,
    coalesce(g.at, c.at) AS at, c.op, c.who, c.reason, c.revision AS stored
FROM change AS c LEFT JOIN staging AS g ON g.id = c.revision >> 32
WHERE c.revision < 4294967296 OR g.base IS NOT NULL;

CREATE VIEW shown_station_code AS
SELECT c.code, c.station_id
FROM station_code AS c LEFT JOIN staging AS g ON g.id = c.staging
WHERE c.staging = 0 OR g.base IS NOT NULL;

CREATE VIEW shown_source_row AS
SELECT r.source, r.record, r.station_id, r.fields
FROM source_row AS r LEFT JOIN staging AS g ON g.id = r.staging
WHERE r.staging = 0 OR g.base IS NOT NULL;

-- +goose Down
-- Hidden rows go; the others get the numbers and times that they were shown with.
DELETE FROM source_row WHERE staging > 0 AND staging IN (SELECT id FROM staging WHERE base IS NULL);
DELETE FROM station_code WHERE staging > 0 AND staging IN (SELECT id FROM staging WHERE base IS NULL);
DELETE FROM station_box WHERE rid NOT IN (SELECT rid FROM shown_station);
DELETE FROM station_service WHERE station_id NOT IN (SELECT id FROM shown_station);
DELETE FROM station WHERE id NOT IN (SELECT id FROM shown_station);
DELETE FROM change WHERE revision NOT IN (SELECT stored FROM shown_change);
UPDATE station SET revision = v.revision, created_at = v.created_at,
    record = json_set(station.record, '$.revision', v.revision,
        '$.created_at', strftime('%Y-%m-%dT%H:%M:%fZ', v.created_at / 1000.0, 'unixepoch'),
        '$.updated_at', strftime('%Y-%m-%dT%H:%M:%fZ', v.created_at / 1000.0, 'unixepoch'))
FROM shown_station AS v WHERE v.id = station.id AND station.revision >= 4294967296;
UPDATE change SET revision = v.revision, at = v.at,
    record = json_set(change.record, '$.revision', v.revision,
        '$.created_at', strftime('%Y-%m-%dT%H:%M:%fZ', v.at / 1000.0, 'unixepoch'),
        '$.updated_at', strftime('%Y-%m-%dT%H:%M:%fZ', v.at / 1000.0, 'unixepoch'))
FROM shown_change AS v WHERE v.stored = change.revision AND change.revision >= 4294967296;
DROP VIEW shown_source_row;
DROP VIEW shown_station_code;
DROP VIEW shown_change;
DROP VIEW shown_station;
ALTER TABLE source_row DROP COLUMN staging;
ALTER TABLE station_code DROP COLUMN staging;
DROP TABLE staging;
