package postgis

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/geo/hex"
	"yizhan/stations"
)

// PutDemand implements stations.DemandStore.
func (db *DB) PutDemand(ctx context.Context, layer string, rows []stations.Demand) (stations.DemandLayer, error) {
	total, err := stations.CheckDemand(layer, rows)
	if err != nil {
		return stations.DemandLayer{}, err
	}
	l := stations.DemandLayer{Name: layer, Version: stations.DemandVersion(rows), Rows: len(rows), Total: total, At: stations.Stamp(time.Now())}
	err = db.write(ctx, "write demand", func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM demand_layer WHERE name = $1`, layer); err != nil { // and its rows
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO demand_layer (name, version, rows, total, at) VALUES ($1, $2, $3, $4, $5)`,
			l.Name, l.Version, l.Rows, l.Total, l.At.UnixMilli()); err != nil {
			return err
		}
		return saveDemand(ctx, tx, layer, rows)
	})
	if err != nil {
		return stations.DemandLayer{}, err
	}
	return l, nil
}

func saveDemand(ctx context.Context, tx pgx.Tx, layer string, rows []stations.Demand) error {
	columns := []string{"layer", "seq", "cell", "lon", "lat", "weight", "hours"}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"demand"}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		row := rows[i].Canonical()
		return []any{layer, int64(i), int64(row.Cell), row.Point[0], row.Point[1], row.Weight, row.Hours.Bytes()}, nil
	}))
	return err
}

// Demand implements stations.DemandStore.
func (db *DB) Demand(ctx context.Context, layer string) (l stations.DemandLayer, list []stations.Demand, err error) {
	if !stations.Storable(layer) {
		return l, nil, stations.Errorf(stations.NotFound, "no demand layer %q", layer)
	}
	err = pgx.BeginTxFunc(ctx, db.pool, oneRead(), func(tx pgx.Tx) error {
		if l, err = readLayer(ctx, tx, layer); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT cell, lon, lat, weight, hours FROM demand WHERE layer = $1 ORDER BY seq`, layer)
		if err != nil {
			return err
		}
		list, err = pgx.AppendRows(make([]stations.Demand, 0, l.Rows), rows, scanDemand)
		return err
	})
	if err != nil {
		return stations.DemandLayer{}, nil, db.fail(ctx, "read demand", err)
	}
	return l, list, nil
}

func scanDemand(row pgx.CollectableRow) (d stations.Demand, err error) {
	var cell int64
	var hours []byte
	if err := row.Scan(&cell, &d.Point[0], &d.Point[1], &d.Weight, &hours); err != nil {
		return d, err
	}
	d.Cell = hex.Cell(cell)
	d.Hours, err = stations.ParseDayWeights(hours)
	return d, err
}

func readLayer(ctx context.Context, tx pgx.Tx, name string) (stations.DemandLayer, error) {
	rows, err := tx.Query(ctx, `SELECT name, version, rows, total, at FROM demand_layer WHERE name = $1`, name)
	if err != nil {
		return stations.DemandLayer{}, err
	}
	l, err := pgx.CollectOneRow(rows, scanLayer)
	if errors.Is(err, pgx.ErrNoRows) {
		return l, stations.Errorf(stations.NotFound, "no demand layer %q", name)
	}
	return l, err
}

func scanLayer(row pgx.CollectableRow) (l stations.DemandLayer, err error) {
	var at int64
	err = row.Scan(&l.Name, &l.Version, &l.Rows, &l.Total, &at)
	l.At = time.UnixMilli(at).UTC()
	return l, err
}

// DemandLayers implements stations.DemandStore.
func (db *DB) DemandLayers(ctx context.Context) ([]stations.DemandLayer, error) {
	rows, err := db.pool.Query(ctx, `SELECT name, version, rows, total, at FROM demand_layer ORDER BY name`)
	if err != nil {
		return nil, db.fail(ctx, "read demand layers", err)
	}
	layers, err := pgx.CollectRows(rows, scanLayer)
	return layers, db.fail(ctx, "read demand layers", err)
}
