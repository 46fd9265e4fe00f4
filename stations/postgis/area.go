package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// PutAreas implements stations.Areas.
func (db *DB) PutAreas(ctx context.Context, areas []stations.Area) error {
	if err := stations.CheckAreas(areas); err != nil {
		return err
	}
	return db.write(ctx, "write areas", func(tx pgx.Tx) error {
		if err := saveAreas(ctx, tx, areas); err != nil {
			return err
		}
		return renewAreas(ctx, tx)
	})
}

// renewAreas keeps the version of the areas that there are.
func renewAreas(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, `SELECT digest FROM area ORDER BY adcode`)
	if err != nil {
		return err
	}
	digests, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE meta SET areas_version = $1`, stations.VersionOfAreas(digests))
	return err
}

func saveAreas(ctx context.Context, tx pgx.Tx, areas []stations.Area) error {
	codes := make([]string, len(areas))
	for i, a := range areas {
		codes[i] = a.Adcode
	}
	if _, err := tx.Exec(ctx, `DELETE FROM area WHERE adcode = ANY($1)`, codes); err != nil {
		return err
	}
	columns := []string{"adcode", "name", "level", "parent", "geometry", "digest"}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"area"}, columns, pgx.CopyFromSlice(len(areas), func(i int) ([]any, error) {
		a := areas[i]
		return []any{a.Adcode, a.Name, a.Level, a.Parent, a.Geometry, a.Digest()}, nil
	}))
	return err
}

// Areas implements stations.Areas.
func (db *DB) Areas(ctx context.Context, adcode string) ([]stations.Area, error) {
	if !stations.Storable(adcode) {
		return nil, nil
	}
	rows, err := db.pool.Query(ctx, `SELECT adcode, name, level, parent, geometry FROM area
		WHERE starts_with(adcode, $1) ORDER BY adcode`, stations.AdcodePrefix(adcode))
	if err != nil {
		return nil, db.fail(ctx, "read areas", err)
	}
	areas, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a stations.Area, err error) {
		err = row.Scan(&a.Adcode, &a.Name, &a.Level, &a.Parent, &a.Geometry)
		return a, err
	})
	return areas, db.fail(ctx, "read areas", err)
}

// AreasVersion implements stations.Areas.
func (db *DB) AreasVersion(ctx context.Context) (string, error) {
	var version string
	err := db.pool.QueryRow(ctx, `SELECT areas_version FROM meta`).Scan(&version)
	return version, db.fail(ctx, "read the version of areas", err)
}
