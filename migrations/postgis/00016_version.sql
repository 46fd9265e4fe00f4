-- +goose Up
-- An import writes changed stations hidden too, beside the ones that are
-- shown: the table of stations holds versions, each under the revision that it
-- stands under (station.revision, shown_station.stored). From the moment that
-- an import is shown until it is settled, superseded says which versions it
-- has taken the place of; they are removed in short transactions.
DROP VIEW shown_source_row, shown_station;

ALTER TABLE staging ADD COLUMN settled boolean NOT NULL DEFAULT false; -- shown, and nothing is left of what was before
UPDATE staging SET settled = true WHERE base IS NOT NULL;
CREATE INDEX staging_open ON staging (id) WHERE NOT settled;

-- revision is that of the version; 0 when the station has moved already.
CREATE TABLE superseded (
    staging    bigint NOT NULL,
    station_id text COLLATE "C" NOT NULL,
    revision   bigint NOT NULL,
    PRIMARY KEY (staging, station_id)
);

CREATE TABLE version_service AS
SELECT s.revision, v.code, v.status, v.expires_at FROM station AS s JOIN station_service AS v ON v.station_id = s.id ORDER BY s.revision, v.code;
DROP TABLE station_service;
ALTER TABLE version_service RENAME TO station_service;
ALTER TABLE station_service ADD PRIMARY KEY (revision, code), ALTER status SET NOT NULL;

ALTER TABLE station DROP CONSTRAINT station_pkey, ADD PRIMARY KEY (revision);
CREATE INDEX station_id ON station (id);
DROP INDEX station_code_key, station_source_key;
CREATE INDEX station_record ON station (source, source_record) WHERE source_record <> '';

ALTER TABLE source_row DROP CONSTRAINT source_row_pkey, ADD PRIMARY KEY (source, record, staging);

-- The import that is shown and not settled; null when there is none.
CREATE VIEW unsettled AS SELECT max(id) AS id FROM staging WHERE NOT settled AND base IS NOT NULL;

-- stored is the revision in the table. at is the moment for a record that says
-- none; created_at below 0 stands for it too.
CREATE VIEW shown_station AS
SELECT s.revision AS stored, s.id, coalesce(g.base + (s.revision & 4294967295), s.revision) AS revision,
    CASE WHEN s.created_at < 0 THEN g.at ELSE s.created_at END AS created_at, coalesce(g.at, s.created_at) AS at,
    s.code, s.kind, s.lifecycle, s.quality, s.adcode, s.source, s.source_record, s.search, s.point, s.record
FROM station AS s LEFT JOIN staging AS g ON g.id = s.revision >> 32
WHERE (s.revision < 4294967296 OR s.revision >> 32 <> ALL (ARRAY(SELECT id FROM staging WHERE base IS NULL)))
    AND NOT EXISTS (SELECT FROM superseded AS p
        WHERE p.staging = (SELECT id FROM unsettled) AND p.station_id = s.id AND p.revision = s.revision);

CREATE VIEW shown_source_row AS
SELECT r.source, r.record, r.station_id, r.fields FROM source_row AS r
WHERE (r.staging = 0 OR r.staging <> ALL (ARRAY(SELECT id FROM staging WHERE base IS NULL)))
    AND NOT EXISTS (SELECT FROM source_row AS n
        WHERE n.staging = (SELECT id FROM unsettled) AND n.source = r.source AND n.record = r.record AND n.staging <> r.staging);

-- +goose Down
-- Hidden rows go, and versions that others took the place of. The rest gets the
-- revisions and times that it was shown with: an older yizhan knows imports of
-- new stations only.
-- +goose StatementBegin
CREATE FUNCTION pg_temp.told(record json, revision bigint, at bigint) RETURNS json LANGUAGE sql AS $$
    SELECT (record::jsonb || jsonb_build_object('revision', revision, 'updated_at', t,
        'created_at', CASE WHEN record ->> 'created_at' < '0002' THEN t ELSE record ->> 'created_at' END))::json
    FROM to_char(to_timestamp(at / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS t
$$;
-- +goose StatementEnd
DELETE FROM station WHERE revision NOT IN (SELECT stored FROM shown_station);
DELETE FROM change WHERE revision NOT IN (SELECT stored FROM shown_change);
DELETE FROM station_code WHERE code NOT IN (SELECT code FROM shown_station_code);
CREATE TABLE said AS SELECT * FROM shown_source_row;
TRUNCATE source_row;
INSERT INTO source_row SELECT * FROM said;
DROP TABLE said;
CREATE TABLE old_service AS SELECT s.id AS station_id, v.code, v.status, v.expires_at FROM station AS s JOIN station_service AS v ON v.revision = s.revision;
UPDATE station AS s SET revision = v.revision, created_at = v.created_at, record = pg_temp.told(s.record, v.revision, v.at)
FROM shown_station AS v WHERE v.stored = s.revision AND s.revision >= 4294967296;
UPDATE change AS c SET revision = v.revision, at = v.at, record = pg_temp.told(c.record, v.revision, v.at)
FROM shown_change AS v WHERE v.stored = c.revision AND c.revision >= 4294967296;
UPDATE station_code SET staging = 0;

DROP VIEW shown_source_row, shown_station, unsettled;
DROP TABLE superseded, station_service;
ALTER TABLE source_row DROP CONSTRAINT source_row_pkey, ADD PRIMARY KEY (source, record);
DROP INDEX station_id, station_record, staging_open;
ALTER TABLE station DROP CONSTRAINT station_pkey, ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX station_code_key ON station (code) WHERE code <> '';
CREATE UNIQUE INDEX station_source_key ON station (source, source_record) WHERE source_record <> '';
ALTER TABLE old_service RENAME TO station_service;
ALTER TABLE station_service ADD PRIMARY KEY (station_id, code), ALTER status SET NOT NULL,
    ADD FOREIGN KEY (station_id) REFERENCES station (id) ON DELETE CASCADE;
DELETE FROM staging;
ALTER TABLE staging DROP COLUMN settled;

CREATE VIEW shown_station AS
SELECT s.id, coalesce(g.base + (s.revision & 4294967295), s.revision) AS revision,
    coalesce(g.at, s.created_at) AS created_at, s.code, s.kind, s.lifecycle, s.quality, s.adcode,
    s.source, s.source_record, s.search, s.point, s.record
FROM station AS s LEFT JOIN staging AS g ON g.id = s.revision >> 32
WHERE s.revision < 4294967296 OR s.revision >> 32 <> ALL (ARRAY(SELECT id FROM staging WHERE base IS NULL));

CREATE VIEW shown_source_row AS
SELECT source, record, station_id, fields FROM source_row
WHERE staging = 0 OR staging <> ALL (ARRAY(SELECT id FROM staging WHERE base IS NULL));
