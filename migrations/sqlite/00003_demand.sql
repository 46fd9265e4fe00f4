-- +goose Up
CREATE TABLE demand_layer (
    name    TEXT PRIMARY KEY,
    version TEXT    NOT NULL,
    rows    INTEGER NOT NULL,
    total   REAL    NOT NULL,
    at      INTEGER NOT NULL -- milliseconds since 1970, UTC
);

-- cell is an H3 index, 0 when the row is a point.
CREATE TABLE demand (
    layer  TEXT    NOT NULL REFERENCES demand_layer (name) ON DELETE CASCADE,
    seq    INTEGER NOT NULL,
    cell   INTEGER NOT NULL,
    lon    REAL    NOT NULL,
    lat    REAL    NOT NULL,
    weight REAL    NOT NULL,
    PRIMARY KEY (layer, seq)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE demand;
DROP TABLE demand_layer;
