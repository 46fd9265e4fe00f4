-- +goose Up
-- An import writes its new stations hidden and shows them all at once. A row
-- in its hidden time has the provisional revision id * 2^32 + n, which it
-- keeps; its real one is base + n, and at is the moment of its write. base is
-- null until the import is shown. count is how many rows are written, -1 while
-- they are being removed. Ids are never used again.
CREATE TABLE staging (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    base  bigint,
    count bigint NOT NULL DEFAULT 0,
    at    bigint NOT NULL DEFAULT 0 -- milliseconds since 1970, UTC
);

-- The staging that wrote the row, 0 for none.
ALTER TABLE station_code ADD COLUMN staging bigint NOT NULL DEFAULT 0;
ALTER TABLE source_row   ADD COLUMN staging bigint NOT NULL DEFAULT 0;

-- What is shown, with real revisions and times. Everything reads from these;
-- only writers look at the tables. stored is the revision in the table.
--
-- The join falls away from queries that ask for no revision and no time, so
-- that a filter costs what it costs on the table. At most a few imports are
-- hidden: one that runs, and those that died since the last one.
CREATE VIEW shown_station AS
SELECT s.id, coalesce(g.base + (s.revision & 4294967295), s.revision) AS revision,
    coalesce(g.at, s.created_at) AS created_at, s.code, s.kind, s.lifecycle, s.quality, s.adcode,
    s.source, s.source_record, s.search, s.point, s.record
FROM station AS s LEFT JOIN staging AS g ON g.id = s.revision >> 32
WHERE s.revision < 4294967296 OR s.revision >> 32 <> ALL (ARRAY(SELECT id FROM staging WHERE base IS NULL));

CREATE VIEW shown_change AS
SELECT coalesce(g.base + (c.revision & 4294967295), c.revision) AS revision, c.station_id, c.record,
    coalesce(g.at, c.at) AS at, c.op, c.who, c.reason, c.revision AS stored
FROM change AS c LEFT JOIN staging AS g ON g.id = c.revision >> 32
WHERE c.revision < 4294967296 OR c.revision >> 32 <> ALL (ARRAY(SELECT id FROM staging WHERE base IS NULL));

CREATE VIEW shown_station_code AS
SELECT code, station_id FROM station_code
WHERE staging = 0 OR staging <> ALL (ARRAY(SELECT id FROM staging WHERE base IS NULL));

CREATE VIEW shown_source_row AS
SELECT source, record, station_id, fields FROM source_row
WHERE staging = 0 OR staging <> ALL (ARRAY(SELECT id FROM staging WHERE base IS NULL));

-- +goose Down
-- Hidden rows go; the others get the numbers and times that they were shown
-- with.
-- +goose StatementBegin
CREATE FUNCTION pg_temp.filled(record json, revision bigint, at bigint) RETURNS json LANGUAGE sql AS $$
    SELECT (record::jsonb || jsonb_build_object('revision', revision, 'created_at', t, 'updated_at', t))::json
    FROM to_char(to_timestamp(at / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS t
$$;
-- +goose StatementEnd
DELETE FROM source_row WHERE (source, record) NOT IN (SELECT source, record FROM shown_source_row);
DELETE FROM station_code WHERE code NOT IN (SELECT code FROM shown_station_code);
DELETE FROM station WHERE id NOT IN (SELECT id FROM shown_station);
DELETE FROM change WHERE revision NOT IN (SELECT stored FROM shown_change);
UPDATE station AS s SET revision = v.revision, created_at = v.created_at, record = pg_temp.filled(s.record, v.revision, v.created_at)
FROM shown_station AS v WHERE v.id = s.id AND s.revision >= 4294967296;
UPDATE change AS c SET revision = v.revision, at = v.at, record = pg_temp.filled(c.record, v.revision, v.at)
FROM shown_change AS v WHERE v.stored = c.revision AND c.revision >= 4294967296;
DROP VIEW shown_source_row, shown_station_code, shown_change, shown_station;
ALTER TABLE source_row DROP COLUMN staging;
ALTER TABLE station_code DROP COLUMN staging;
DROP TABLE staging;
