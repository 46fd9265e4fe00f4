-- +goose Up
-- What riders told: nothing about the rider, and of the moment only the day
-- in Asia/Shanghai. lon and lat are where a door is said to be, in WGS-84;
-- they go when the report is answered. outcome is empty while it is open.
CREATE TABLE report (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    station_id   text COLLATE "C" NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    service      text COLLATE "C" NOT NULL,
    text         text NOT NULL,
    lon          double precision,
    lat          double precision,
    day          text COLLATE "C" NOT NULL,
    adcode       text COLLATE "C" NOT NULL,
    station_kind text COLLATE "C" NOT NULL,
    answered_on  text COLLATE "C" NOT NULL DEFAULT '',
    outcome      text COLLATE "C" NOT NULL DEFAULT '',
    answer       text NOT NULL DEFAULT '',
    answered_by  text NOT NULL DEFAULT ''
);
CREATE INDEX report_station ON report (station_id, id);
CREATE INDEX report_open ON report (id) WHERE outcome = '';

-- The random key of a day, kept as long as an HMAC under it.
CREATE TABLE report_key (
    day    text COLLATE "C" PRIMARY KEY,
    secret bytea NOT NULL
);

-- HMAC of a report's /24 or /48 under the key of its day, kept for a day.
-- counts says whether the report came in posted hours about a wasted trip.
CREATE TABLE report_sender (
    report_id  bigint PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
    station_id text COLLATE "C" NOT NULL,
    day        text COLLATE "C" NOT NULL,
    sign       bytea   NOT NULL,
    counts     boolean NOT NULL,
    at         bigint  NOT NULL -- milliseconds since 1970, UTC
);
CREATE INDEX report_sender_sign ON report_sender (day, sign);
CREATE INDEX report_sender_station ON report_sender (station_id);
CREATE INDEX report_sender_at ON report_sender (at);

-- +goose Down
DROP TABLE report_sender, report_key, report;
