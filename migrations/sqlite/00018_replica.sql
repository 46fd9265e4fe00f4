-- +goose Up
-- A mirror has the epoch and the revisions of its origin. mirror says how much
-- of it: public, all; '' is a store of its own. Of the changes up to floor only
-- the last of each station is kept.
ALTER TABLE meta ADD COLUMN mirror TEXT    NOT NULL DEFAULT '';
ALTER TABLE meta ADD COLUMN floor  INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE meta DROP COLUMN floor;
ALTER TABLE meta DROP COLUMN mirror;
