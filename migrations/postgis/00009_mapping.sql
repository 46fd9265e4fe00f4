-- +goose Up
-- How the files of a source are read: a JSON object, field by column.
CREATE TABLE mapping (
    source  text COLLATE "C" PRIMARY KEY,
    columns text NOT NULL
);

-- +goose Down
DROP TABLE mapping;
