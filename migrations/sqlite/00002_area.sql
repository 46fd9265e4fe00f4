-- +goose Up
-- geometry is EWKB, the same bytes that PostGIS is sent. digest names the
-- content of the row; meta.areas_version is made of all of them.
CREATE TABLE area (
    adcode   TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    level    TEXT NOT NULL,
    parent   TEXT NOT NULL,
    geometry BLOB NOT NULL,
    digest   TEXT NOT NULL
);

-- +goose Down
DROP TABLE area;
