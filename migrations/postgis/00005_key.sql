-- +goose Up
-- Who made a change, why, and what it did: create, update, delete. Changes
-- of before have none of these.
ALTER TABLE change
    ADD COLUMN op     text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN who    text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN reason text COLLATE "C" NOT NULL DEFAULT '';

-- Only the SHA-256 of a key's secret is kept. Days count from 1970, UTC.
CREATE TABLE access_key (
    id         text COLLATE "C" PRIMARY KEY,
    name       text COLLATE "C" NOT NULL,
    role       text COLLATE "C" NOT NULL,
    adcode     text COLLATE "C" NOT NULL,
    hash       bytea  NOT NULL,
    created_at bigint NOT NULL, -- milliseconds since 1970, UTC
    revoked_at bigint,
    last_used  bigint
);

-- Who asked for what that changes something, and how it ended.
CREATE TABLE audit (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         bigint NOT NULL, -- milliseconds since 1970, UTC
    who        text COLLATE "C" NOT NULL,
    action     text COLLATE "C" NOT NULL, -- method and pattern of the route, or the verb
    station_id text COLLATE "C" NOT NULL,
    result     integer NOT NULL -- status of the answer
);

-- Idempotency-Key: the station that a request made or is about to make.
CREATE TABLE claim (
    who        text COLLATE "C" NOT NULL,
    token      text COLLATE "C" NOT NULL,
    digest     bytea  NOT NULL, -- SHA-256 of the request's body
    station_id text COLLATE "C" NOT NULL,
    at         bigint NOT NULL, -- milliseconds since 1970, UTC
    PRIMARY KEY (who, token)
);
CREATE INDEX claim_at ON claim (at);

-- +goose Down
DROP TABLE claim, audit, access_key;
ALTER TABLE change DROP COLUMN reason, DROP COLUMN who, DROP COLUMN op;
