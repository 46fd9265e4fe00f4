-- +goose Up
-- How the files of a source are read: a JSON object, field by column.
CREATE TABLE mapping (
    source  TEXT PRIMARY KEY,
    columns TEXT NOT NULL
);

-- +goose Down
DROP TABLE mapping;
