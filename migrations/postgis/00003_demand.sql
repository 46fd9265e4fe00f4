-- +goose Up
CREATE TABLE demand_layer (
    name    text COLLATE "C" PRIMARY KEY,
    version text NOT NULL,
    rows    bigint NOT NULL,
    total   double precision NOT NULL,
    at      bigint NOT NULL -- milliseconds since 1970, UTC
);

-- cell is an H3 index, 0 when the row is a point.
CREATE TABLE demand (
    layer  text COLLATE "C" NOT NULL REFERENCES demand_layer (name) ON DELETE CASCADE,
    seq    bigint NOT NULL,
    cell   bigint NOT NULL,
    lon    double precision NOT NULL,
    lat    double precision NOT NULL,
    weight double precision NOT NULL,
    PRIMARY KEY (layer, seq)
);

-- +goose Down
DROP TABLE demand, demand_layer;
