-- +goose Up
-- request is text: the bytes are what the id was computed from.
CREATE TABLE run (
    id       TEXT PRIMARY KEY,
    request  TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    at       INTEGER NOT NULL -- milliseconds since 1970, UTC
);
CREATE INDEX run_at ON run (at);

-- +goose Down
DROP TABLE run;
