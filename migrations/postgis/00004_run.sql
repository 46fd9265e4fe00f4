-- +goose Up
-- request is text: the bytes are what the id was computed from.
CREATE TABLE run (
    id       text COLLATE "C" PRIMARY KEY,
    request  text   NOT NULL,
    revision bigint NOT NULL,
    at       bigint NOT NULL -- milliseconds since 1970, UTC
);
CREATE INDEX run_at ON run (at);

-- +goose Down
DROP TABLE run;
