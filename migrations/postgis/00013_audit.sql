-- +goose Up
-- The key that a line is about: one that was made or revoked.
ALTER TABLE audit ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_at ON audit (at); -- old lines are deleted by it

-- +goose Down
DROP INDEX audit_at;
ALTER TABLE audit DROP COLUMN key_id;
