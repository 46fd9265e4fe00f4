package postgis

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// AddPicture implements stations.Pictures.
func (db *DB) AddPicture(ctx context.Context, p stations.Picture) error {
	if err := stations.CheckPicture(p); err != nil {
		return err
	}
	return db.write(ctx, "keep a picture", func(tx pgx.Tx) error {
		if err := own(ctx, tx); err != nil {
			return err
		}
		if _, err := stationIn(ctx, tx, p.Station); err != nil {
			return err
		}
		var kept int
		var known bool
		err := tx.QueryRow(ctx, `SELECT count(*), coalesce(bool_or(id = $2), false) FROM picture WHERE station_id = $1`, p.Station, p.ID).Scan(&kept, &known)
		switch {
		case err != nil || known:
			return err
		case kept >= stations.MaxPictures:
			return stations.TooManyPictures()
		}
		return insertPicture(ctx, tx, p)
	})
}

// insertPicture keeps a picture, unless its station has it.
func insertPicture(ctx context.Context, tx pgx.Tx, p stations.Picture) error {
	_, err := tx.Exec(ctx, `INSERT INTO picture (station_id, id, width, height, added_at, added_by, thumbnail, image)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
		p.Station, p.ID, p.Width, p.Height, p.AddedAt.UnixMilli(), p.AddedBy, p.Thumbnail, p.Image)
	return err
}

// Pictures implements stations.Pictures.
func (db *DB) Pictures(ctx context.Context, station stations.ID) ([]stations.Picture, error) {
	if !stations.Storable(string(station)) {
		return nil, nil
	}
	rows, err := db.pool.Query(ctx, `SELECT station_id, id, width, height, length(image), added_at, added_by
		FROM picture WHERE station_id = $1 ORDER BY added_at, id`, station)
	if err != nil {
		return nil, db.fail(ctx, "read pictures", err)
	}
	list, err := pgx.CollectRows(rows, scanPicture)
	return list, db.fail(ctx, "read pictures", err)
}

func scanPicture(row pgx.CollectableRow) (p stations.Picture, err error) {
	var added int64
	err = row.Scan(&p.Station, &p.ID, &p.Width, &p.Height, &p.Bytes, &added, &p.AddedBy)
	p.AddedAt = time.UnixMilli(added).UTC()
	return p, err
}

// Image implements stations.Pictures.
func (db *DB) Image(ctx context.Context, station stations.ID, id string, size stations.PictureSize) (image []byte, err error) {
	if !stations.Storable(string(station)) || !stations.Storable(id) {
		return nil, stations.NoPicture()
	}
	column := "image"
	if size == stations.ThumbnailSize {
		column = "thumbnail"
	}
	err = db.pool.QueryRow(ctx, `SELECT `+column+` FROM picture WHERE station_id = $1 AND id = $2`, station, id).Scan(&image)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, stations.NoPicture()
	}
	return image, db.fail(ctx, "read a picture", err)
}

// RemovePicture implements stations.Pictures.
func (db *DB) RemovePicture(ctx context.Context, station stations.ID, id string) error {
	if !stations.Storable(string(station)) || !stations.Storable(id) {
		return stations.NoPicture()
	}
	return db.write(ctx, "forget a picture", func(tx pgx.Tx) error {
		gone, err := tx.Exec(ctx, `DELETE FROM picture WHERE station_id = $1 AND id = $2`, station, id)
		if err == nil && gone.RowsAffected() == 0 {
			err = stations.NoPicture()
		}
		return err
	})
}

// takePictures moves pictures, and forgets those of stations that are deleted.
func takePictures(ctx context.Context, tx pgx.Tx, b stations.Batch) error {
	for _, m := range b.Moves {
		if _, err := tx.Exec(ctx, `DELETE FROM picture AS p WHERE station_id = $1
			AND EXISTS (SELECT FROM picture AS q WHERE q.station_id = $2 AND q.id = p.id)`, m.From, m.To); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE picture SET station_id = $2 WHERE station_id = $1`, m.From, m.To); err != nil {
			return err
		}
	}
	if gone := b.Deleted(); len(gone) > 0 {
		_, err := tx.Exec(ctx, `DELETE FROM picture WHERE station_id = ANY($1)`, storable(gone))
		return err
	}
	return nil
}
