-- +goose Up
-- The photos of stations, as they are sent out: JPEG without metadata. id is
-- of the content. Records name those that riders see; see stations.Pictures.
CREATE TABLE picture (
    station_id TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    width      INTEGER NOT NULL, -- pixels of image
    height     INTEGER NOT NULL,
    added_at   INTEGER NOT NULL, -- milliseconds since 1970, UTC
    added_by   TEXT    NOT NULL,
    thumbnail  BLOB    NOT NULL,
    image      BLOB    NOT NULL, -- last: a list reads none of its pages
    PRIMARY KEY (station_id, id)
);

-- +goose Down
DROP TABLE picture;
