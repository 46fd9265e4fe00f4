-- +goose Up
-- digest names the content of the row; meta.areas_version is made of all of
-- them.
CREATE TABLE area (
    adcode   text COLLATE "C" PRIMARY KEY,
    name     text NOT NULL,
    level    text NOT NULL,
    parent   text NOT NULL,
    geometry geometry(MultiPolygon, 4326) NOT NULL,
    digest   text NOT NULL
);
CREATE INDEX area_geometry ON area USING gist (geometry);

-- +goose Down
DROP TABLE area;
