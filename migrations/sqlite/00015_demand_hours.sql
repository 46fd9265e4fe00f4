-- +goose Up
-- The weights of the hours of a day in China, from midnight: 24 IEEE doubles,
-- little end first; null when all hours are alike.
ALTER TABLE demand ADD COLUMN hours BLOB;

-- +goose Down
ALTER TABLE demand DROP COLUMN hours;
