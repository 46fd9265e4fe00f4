-- +goose Up
-- Who made a change, why, and what it did: create, update, delete. Changes
-- of before have none of these.
ALTER TABLE change ADD COLUMN op     TEXT NOT NULL DEFAULT '';
ALTER TABLE change ADD COLUMN who    TEXT NOT NULL DEFAULT '';
ALTER TABLE change ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- Only the SHA-256 of a key's secret is kept. Days count from 1970, UTC.
CREATE TABLE access_key (
    id         TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    adcode     TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    created_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
    revoked_at INTEGER,
    last_used  INTEGER
);

-- Who asked for what that changes something, and how it ended.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL, -- milliseconds since 1970, UTC
    who        TEXT    NOT NULL,
    action     TEXT    NOT NULL, -- method and pattern of the route, or the verb
    station_id TEXT    NOT NULL,
    result     INTEGER NOT NULL  -- status of the answer
);

-- Idempotency-Key: the station that a request made or is about to make.
CREATE TABLE claim (
    who        TEXT    NOT NULL,
    token      TEXT    NOT NULL,
    digest     BLOB    NOT NULL, -- SHA-256 of the request's body
    station_id TEXT    NOT NULL,
    at         INTEGER NOT NULL, -- milliseconds since 1970, UTC
    PRIMARY KEY (who, token)
) WITHOUT ROWID;
CREATE INDEX claim_at ON claim (at);

-- +goose Down
DROP TABLE claim;
DROP TABLE audit;
DROP TABLE access_key;
ALTER TABLE change DROP COLUMN reason;
ALTER TABLE change DROP COLUMN who;
ALTER TABLE change DROP COLUMN op;
