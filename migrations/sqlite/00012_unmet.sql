-- +goose Up
-- How many searches of an hour found nothing, by H3 cell of resolution 8,
-- kind and service ('' for any).
CREATE TABLE unmet (
    hour     INTEGER NOT NULL, -- its beginning, milliseconds since 1970, UTC
    cell     INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    service  TEXT    NOT NULL,
    searches INTEGER NOT NULL,
    PRIMARY KEY (hour, cell, kind, service)
) WITHOUT ROWID;

-- What may be shown, and what a backup holds.
CREATE VIEW shown_unmet AS SELECT * FROM unmet WHERE searches >= 10;

-- +goose Down
DROP VIEW shown_unmet;
DROP TABLE unmet;
