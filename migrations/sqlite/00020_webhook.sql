-- +goose Up
-- Who is told of writes. The secret signs what is sent, so it is kept as it is;
-- no backup holds these tables. Lists are texts with a blank between each.
CREATE TABLE webhook (
    id          TEXT    PRIMARY KEY,
    url         TEXT    NOT NULL,
    secret      BLOB    NOT NULL,
    kinds       TEXT    NOT NULL,
    adcode      TEXT    NOT NULL,
    events      TEXT    NOT NULL,
    active      INTEGER NOT NULL,
    created_at  INTEGER NOT NULL, -- milliseconds since 1970, UTC, as all times here; 0 for none
    epoch       TEXT    NOT NULL, -- told up to here
    revision    INTEGER NOT NULL,
    pending     INTEGER NOT NULL DEFAULT 0, -- last revision of the delivery under way, 0 for none
    tries       INTEGER NOT NULL DEFAULT 0,
    next_try    INTEGER NOT NULL DEFAULT 0,
    last_at     INTEGER NOT NULL DEFAULT 0,
    result      TEXT    NOT NULL DEFAULT '',
    claim       TEXT    NOT NULL DEFAULT '', -- whose turn it is, until then
    claim_until INTEGER NOT NULL DEFAULT 0
);

-- Deliveries that were given up: which writes they told of.
CREATE TABLE dead_letter (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id TEXT    NOT NULL,
    epoch      TEXT    NOT NULL,
    since      INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    result     TEXT    NOT NULL
);
CREATE INDEX dead_letter_webhook ON dead_letter (webhook_id, id);

-- +goose Down
DROP TABLE dead_letter;
DROP TABLE webhook;
