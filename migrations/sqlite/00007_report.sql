-- +goose Up
-- What riders told: nothing about the rider, and of the moment only the day
-- in Asia/Shanghai. lon and lat are where a door is said to be, in WGS-84;
-- they go when the report is answered. outcome is empty while it is open.
CREATE TABLE report (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    station_id   TEXT NOT NULL,
    kind         TEXT NOT NULL,
    service      TEXT NOT NULL,
    text         TEXT NOT NULL,
    lon          REAL,
    lat          REAL,
    day          TEXT NOT NULL,
    adcode       TEXT NOT NULL,
    station_kind TEXT NOT NULL,
    answered_on  TEXT NOT NULL DEFAULT '',
    outcome      TEXT NOT NULL DEFAULT '',
    answer       TEXT NOT NULL DEFAULT '',
    answered_by  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX report_station ON report (station_id, id);
CREATE INDEX report_open ON report (id) WHERE outcome = '';

-- The random key of a day, kept as long as an HMAC under it.
CREATE TABLE report_key (
    day    TEXT PRIMARY KEY,
    secret BLOB NOT NULL
) WITHOUT ROWID;

-- HMAC of a report's /24 or /48 under the key of its day, kept for a day.
-- counts says whether the report came in posted hours about a wasted trip.
CREATE TABLE report_sender (
    report_id  INTEGER PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
    station_id TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    sign       BLOB    NOT NULL,
    counts     INTEGER NOT NULL,
    at         INTEGER NOT NULL -- milliseconds since 1970, UTC
);
CREATE INDEX report_sender_sign ON report_sender (day, sign);
CREATE INDEX report_sender_station ON report_sender (station_id);
CREATE INDEX report_sender_at ON report_sender (at);

-- +goose Down
DROP TABLE report_sender;
DROP TABLE report_key;
DROP TABLE report;
