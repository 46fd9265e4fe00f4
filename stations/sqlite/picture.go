package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"yizhan/stations"
)

// AddPicture implements stations.Pictures.
func (db *DB) AddPicture(ctx context.Context, p stations.Picture) error {
	if err := stations.CheckPicture(p); err != nil {
		return err
	}
	return db.write(ctx, "keep a picture", func(tx *sql.Tx) error {
		if err := own(ctx, tx); err != nil {
			return err
		}
		if _, err := stationIn(ctx, tx, p.Station); err != nil {
			return err
		}
		var kept int
		var known bool
		err := tx.QueryRowContext(ctx, `SELECT count(*), coalesce(max(id = ?2), 0) FROM picture WHERE station_id = ?1`, p.Station, p.ID).Scan(&kept, &known)
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
func insertPicture(ctx context.Context, tx *sql.Tx, p stations.Picture) error {
	_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO picture (station_id, id, width, height, added_at, added_by, thumbnail, image) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Station, p.ID, p.Width, p.Height, p.AddedAt.UnixMilli(), p.AddedBy, p.Thumbnail, p.Image)
	return err
}

// Pictures implements stations.Pictures.
func (db *DB) Pictures(ctx context.Context, station stations.ID) ([]stations.Picture, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT station_id, id, width, height, length(image), added_at, added_by
		FROM picture WHERE station_id = ? ORDER BY added_at, id`, station)
	if err != nil {
		return nil, db.fail(ctx, "read pictures", err)
	}
	list, err := collect(rows, scanPicture)
	return list, db.fail(ctx, "read pictures", err)
}

func scanPicture(rows *sql.Rows) (p stations.Picture, err error) {
	var added int64
	err = rows.Scan(&p.Station, &p.ID, &p.Width, &p.Height, &p.Bytes, &added, &p.AddedBy)
	p.AddedAt = time.UnixMilli(added).UTC()
	return p, err
}

// Image implements stations.Pictures.
func (db *DB) Image(ctx context.Context, station stations.ID, id string, size stations.PictureSize) (image []byte, err error) {
	column := "image"
	if size == stations.ThumbnailSize {
		column = "thumbnail"
	}
	err = db.reader.QueryRowContext(ctx, `SELECT `+column+` FROM picture WHERE station_id = ? AND id = ?`, station, id).Scan(&image)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, stations.NoPicture()
	}
	return image, db.fail(ctx, "read a picture", err)
}

// RemovePicture implements stations.Pictures.
func (db *DB) RemovePicture(ctx context.Context, station stations.ID, id string) error {
	return db.write(ctx, "forget a picture", func(tx *sql.Tx) error {
		n, err := forgetPictures(ctx, tx, `station_id = ? AND id = ?`, station, id)
		if err == nil && n == 0 {
			err = stations.NoPicture()
		}
		return err
	})
}

// forgetPictures overwrites what it deletes, in the file too: somebody may be
// seen there.
func forgetPictures(ctx context.Context, tx *sql.Tx, which string, args ...any) (int64, error) {
	var n int64
	err := overwriting(ctx, tx, func() error {
		gone, err := tx.ExecContext(ctx, `DELETE FROM picture WHERE `+which, args...)
		if err == nil {
			n, err = gone.RowsAffected()
		}
		return err
	})
	return n, err
}

// overwriting lets SQLite overwrite, in the file too, what it deletes within do.
func overwriting(ctx context.Context, tx *sql.Tx, do func() error) error {
	if _, err := tx.ExecContext(ctx, `PRAGMA secure_delete = ON`); err != nil {
		return err
	}
	err := do()
	_, off := tx.ExecContext(ctx, `PRAGMA secure_delete = OFF`)
	return cmp.Or(err, off)
}

// takePictures moves pictures, and forgets those of stations that are deleted.
func takePictures(ctx context.Context, tx *sql.Tx, b stations.Batch) error {
	for _, m := range b.Moves {
		if _, err := tx.ExecContext(ctx, `UPDATE OR IGNORE picture SET station_id = ? WHERE station_id = ?`, m.To, m.From); err != nil {
			return err
		}
		if _, err := forgetPictures(ctx, tx, `station_id = ?`, m.From); err != nil { // that both had
			return err
		}
	}
	if gone := b.Deleted(); len(gone) > 0 {
		_, err := forgetPictures(ctx, tx, `station_id IN (SELECT value FROM json_each(?))`, jsonList(gone))
		return err
	}
	return nil
}
