-- +goose Up
-- The secret of before, which goes on signing beside the present one until
-- then (milliseconds since 1970, UTC); empty and 0 for none.
ALTER TABLE webhook ADD COLUMN old_secret BLOB NOT NULL DEFAULT x'';
ALTER TABLE webhook ADD COLUMN old_until INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE webhook DROP COLUMN old_until;
ALTER TABLE webhook DROP COLUMN old_secret;
