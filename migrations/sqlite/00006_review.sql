-- +goose Up
-- What each source last said: fields holds the values by field, as JSON.
CREATE TABLE source_row (
    source     TEXT NOT NULL,
    record     TEXT NOT NULL,
    station_id TEXT NOT NULL,
    fields     TEXT NOT NULL,
    PRIMARY KEY (source, record)
) WITHOUT ROWID;

-- Questions that imports leave to people. body is the review as it was asked;
-- the verdict stands beside it, '' while it is open. Rows are never removed: a
-- pair that was kept apart must not come up again.
CREATE TABLE review (
    id         TEXT    PRIMARY KEY,
    kind       TEXT    NOT NULL,
    adcode     TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    verdict    TEXT    NOT NULL DEFAULT '',
    decided_by TEXT    NOT NULL DEFAULT '',
    decided_at INTEGER NOT NULL DEFAULT 0 -- milliseconds since 1970, UTC
) WITHOUT ROWID;
CREATE INDEX review_open ON review (id) WHERE verdict = '';

-- +goose Down
DROP TABLE review;
DROP TABLE source_row;
