-- +goose Up
-- Who is told of writes. The secret signs what is sent, so it is kept as it is;
-- no backup holds these tables. Lists are texts with a blank between each.
CREATE TABLE webhook (
    id          TEXT    PRIMARY KEY,
    url         TEXT    NOT NULL,
    secret      BYTEA   NOT NULL,
    kinds       TEXT    NOT NULL,
    adcode      TEXT    NOT NULL,
    events      TEXT    NOT NULL,
    active      BOOLEAN NOT NULL,
    created_at  BIGINT  NOT NULL, -- milliseconds since 1970, UTC, as all times here; 0 for none
    epoch       TEXT    NOT NULL, -- told up to here
    revision    BIGINT  NOT NULL,
    pending     BIGINT  NOT NULL DEFAULT 0, -- last revision of the delivery under way, 0 for none
    tries       BIGINT  NOT NULL DEFAULT 0,
    next_try    BIGINT  NOT NULL DEFAULT 0,
    last_at     BIGINT  NOT NULL DEFAULT 0,
    result      TEXT    NOT NULL DEFAULT '',
    claim       TEXT    NOT NULL DEFAULT '', -- whose turn it is, until then
    claim_until BIGINT  NOT NULL DEFAULT 0
);

-- Deliveries that were given up: which writes they told of.
CREATE TABLE dead_letter (
    id         BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id TEXT    NOT NULL,
    epoch      TEXT    NOT NULL,
    since      BIGINT  NOT NULL,
    until      BIGINT  NOT NULL,
    at         BIGINT  NOT NULL,
    tries      BIGINT  NOT NULL,
    result     TEXT    NOT NULL
);
CREATE INDEX dead_letter_webhook ON dead_letter (webhook_id, id);

-- +goose Down
DROP TABLE dead_letter;
DROP TABLE webhook;
