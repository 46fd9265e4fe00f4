-- +goose Up
-- The photos of stations, as they are sent out: JPEG without metadata. id is
-- of the content. Records name those that riders see; see stations.Pictures.
CREATE TABLE picture (
    station_id text COLLATE "C" NOT NULL,
    id         text COLLATE "C" NOT NULL,
    width      integer NOT NULL, -- pixels of image
    height     integer NOT NULL,
    added_at   bigint  NOT NULL, -- milliseconds since 1970, UTC
    added_by   text    NOT NULL,
    thumbnail  bytea   NOT NULL,
    image      bytea   NOT NULL,
    PRIMARY KEY (station_id, id)
);
-- A JPEG does not shrink: do not try at every write.
ALTER TABLE picture ALTER thumbnail SET STORAGE EXTERNAL, ALTER image SET STORAGE EXTERNAL;

-- +goose Down
DROP TABLE picture;
