-- +goose Up
-- Which pages may use a key, and how much it may ask; 0 for no quota. changes
-- counts how often that was altered.
ALTER TABLE access_key ADD COLUMN origins    TEXT    NOT NULL DEFAULT ''; -- with a blank between each
ALTER TABLE access_key ADD COLUMN per_minute INTEGER NOT NULL DEFAULT 0;
ALTER TABLE access_key ADD COLUMN per_day    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE access_key ADD COLUMN changes    INTEGER NOT NULL DEFAULT 0;

-- How much a key asked on a day of Asia/Shanghai.
CREATE TABLE key_usage (
    day     TEXT    NOT NULL, -- as in 2026-11-20
    key_id  TEXT    NOT NULL,
    asked   INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    PRIMARY KEY (day, key_id)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE key_usage;
ALTER TABLE access_key DROP COLUMN changes;
ALTER TABLE access_key DROP COLUMN per_day;
ALTER TABLE access_key DROP COLUMN per_minute;
ALTER TABLE access_key DROP COLUMN origins;
