package sqlite

import (
	"context"
	"database/sql"

	"yizhan/stations"
	"yizhan/stations/ewkb"
)

// PutAreas implements stations.Areas.
func (db *DB) PutAreas(ctx context.Context, areas []stations.Area) error {
	if err := stations.CheckAreas(areas); err != nil {
		return err
	}
	return db.write(ctx, "write areas", func(tx *sql.Tx) error {
		if err := saveAreas(ctx, tx, areas); err != nil {
			return err
		}
		return renewAreas(ctx, tx)
	})
}

func saveAreas(ctx context.Context, tx *sql.Tx, areas []stations.Area) error {
	for _, a := range areas {
		geometry, err := ewkb.MultiPolygon(a.Geometry)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO area (adcode, name, level, parent, geometry, digest) VALUES (?, ?, ?, ?, ?, ?)`,
			a.Adcode, a.Name, a.Level, a.Parent, geometry, a.Digest())
		if err != nil {
			return err
		}
	}
	return nil
}

// renewAreas keeps the version of the areas that there are.
func renewAreas(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, `SELECT digest FROM area ORDER BY adcode`)
	if err != nil {
		return err
	}
	digests, err := collect(rows, scanText)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE meta SET areas_version = ?`, stations.VersionOfAreas(digests))
	return err
}

func scanText(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}

// Areas implements stations.Areas.
func (db *DB) Areas(ctx context.Context, adcode string) ([]stations.Area, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT adcode, name, level, parent, geometry FROM area
		WHERE substr(adcode, 1, length(?1)) = ?1 ORDER BY adcode`, stations.AdcodePrefix(adcode))
	if err != nil {
		return nil, db.fail(ctx, "read areas", err)
	}
	areas, err := collect(rows, scanArea)
	return areas, db.fail(ctx, "read areas", err)
}

func scanArea(rows *sql.Rows) (a stations.Area, err error) {
	var geometry []byte
	if err := rows.Scan(&a.Adcode, &a.Name, &a.Level, &a.Parent, &geometry); err != nil {
		return a, err
	}
	if a.Geometry, err = ewkb.ParseMultiPolygon(geometry); err != nil {
		return a, &stations.Error{Code: stations.Internal, Text: "the stored outline of area " + a.Adcode + " cannot be read", Err: err}
	}
	return a, nil
}

// AreasVersion implements stations.Areas.
func (db *DB) AreasVersion(ctx context.Context) (string, error) {
	var version string
	err := db.reader.QueryRowContext(ctx, `SELECT areas_version FROM meta`).Scan(&version)
	return version, db.fail(ctx, "read the version of areas", err)
}
