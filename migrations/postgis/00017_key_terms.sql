-- +goose Up
-- Which pages may use a key, and how much it may ask; 0 for no quota. changes
-- counts how often that was altered.
ALTER TABLE access_key
    ADD COLUMN origins    text COLLATE "C" NOT NULL DEFAULT '', -- with a blank between each
    ADD COLUMN per_minute bigint NOT NULL DEFAULT 0,
    ADD COLUMN per_day    bigint NOT NULL DEFAULT 0,
    ADD COLUMN changes    bigint NOT NULL DEFAULT 0;

-- How much a key asked on a day of Asia/Shanghai.
CREATE TABLE key_usage (
    day     text COLLATE "C" NOT NULL, -- as in 2026-11-20
    key_id  text COLLATE "C" NOT NULL,
    asked   bigint NOT NULL,
    refused bigint NOT NULL,
    PRIMARY KEY (day, key_id)
);

-- +goose Down
DROP TABLE key_usage;
ALTER TABLE access_key DROP COLUMN changes, DROP COLUMN per_day, DROP COLUMN per_minute, DROP COLUMN origins;
