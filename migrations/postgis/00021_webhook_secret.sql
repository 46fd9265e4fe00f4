-- +goose Up
-- The secret of before, which goes on signing beside the present one until
-- then (milliseconds since 1970, UTC); empty and 0 for none.
ALTER TABLE webhook ADD COLUMN old_secret BYTEA NOT NULL DEFAULT '', ADD COLUMN old_until BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE webhook DROP COLUMN old_secret, DROP COLUMN old_until;
