-- +goose Up
-- What each source last said: fields holds the values by field, as JSON.
CREATE TABLE source_row (
    source     text COLLATE "C" NOT NULL,
    record     text COLLATE "C" NOT NULL,
    station_id text COLLATE "C" NOT NULL,
    fields     json NOT NULL,
    PRIMARY KEY (source, record)
);

-- Questions that imports leave to people. body is the review as it was asked;
-- the verdict stands beside it, '' while it is open. Rows are never removed: a
-- pair that was kept apart must not come up again.
CREATE TABLE review (
    id         text COLLATE "C" PRIMARY KEY,
    kind       text COLLATE "C" NOT NULL,
    adcode     text COLLATE "C" NOT NULL,
    body       json NOT NULL,
    verdict    text COLLATE "C" NOT NULL DEFAULT '',
    decided_by text COLLATE "C" NOT NULL DEFAULT '',
    decided_at bigint NOT NULL DEFAULT 0 -- milliseconds since 1970, UTC
);
CREATE INDEX review_open ON review (id) WHERE verdict = '';

-- +goose Down
DROP TABLE review, source_row;
