-- +goose Up
-- What a part of a run found: once, whoever computes it.
CREATE TABLE finding (
    run  text COLLATE "C" NOT NULL,
    part text COLLATE "C" NOT NULL,
    body text   NOT NULL,
    at   bigint NOT NULL, -- milliseconds since 1970, UTC
    PRIMARY KEY (run, part)
);
CREATE INDEX finding_at ON finding (at);

-- +goose Down
DROP TABLE finding;
