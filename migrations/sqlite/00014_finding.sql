-- +goose Up
-- What a part of a run found: once, whoever computes it.
CREATE TABLE finding (
    run  TEXT    NOT NULL,
    part TEXT    NOT NULL,
    body TEXT    NOT NULL,
    at   INTEGER NOT NULL, -- milliseconds since 1970, UTC
    PRIMARY KEY (run, part)
);
CREATE INDEX finding_at ON finding (at);

-- +goose Down
DROP TABLE finding;
