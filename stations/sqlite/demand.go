package sqlite

import (
	"context"
	"database/sql"
	"time"

	"yizhan/stations"
)

// PutDemand implements stations.DemandStore.
func (db *DB) PutDemand(ctx context.Context, layer string, rows []stations.Demand) (stations.DemandLayer, error) {
	total, err := stations.CheckDemand(layer, rows)
	if err != nil {
		return stations.DemandLayer{}, err
	}
	l := stations.DemandLayer{Name: layer, Version: stations.DemandVersion(rows), Rows: len(rows), Total: total, At: stations.Stamp(time.Now())}
	err = db.write(ctx, "write demand", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM demand_layer WHERE name = ?`, layer); err != nil { // and its rows
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO demand_layer (name, version, rows, total, at) VALUES (?, ?, ?, ?, ?)`,
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

func saveDemand(ctx context.Context, tx *sql.Tx, layer string, rows []stations.Demand) error {
	insert := inserter{tx: tx, width: 7, into: `demand (layer, seq, cell, lon, lat, weight, hours)`}
	for i, row := range rows {
		row = row.Canonical()
		if err := insert.add(ctx, layer, i, int64(row.Cell), row.Point[0], row.Point[1], row.Weight, row.Hours.Bytes()); err != nil {
			return err
		}
	}
	return finish(ctx, &insert)
}

// Demand implements stations.DemandStore.
func (db *DB) Demand(ctx context.Context, layer string) (stations.DemandLayer, []stations.Demand, error) {
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one state of layer and rows
	if err != nil {
		return stations.DemandLayer{}, nil, db.fail(ctx, "read demand", err)
	}
	defer func() { _ = tx.Rollback() }() // it has only read
	l, err := readLayer(ctx, tx, layer)
	if err != nil {
		return stations.DemandLayer{}, nil, db.fail(ctx, "read demand", err)
	}
	rows, err := tx.QueryContext(ctx, `SELECT cell, lon, lat, weight, hours FROM demand WHERE layer = ? ORDER BY seq`, layer)
	if err != nil {
		return stations.DemandLayer{}, nil, db.fail(ctx, "read demand", err)
	}
	list, err := collect(rows, scanDemand)
	return l, list, db.fail(ctx, "read demand", err)
}

func scanDemand(rows *sql.Rows) (d stations.Demand, err error) {
	var hours []byte
	if err := rows.Scan(&d.Cell, &d.Point[0], &d.Point[1], &d.Weight, &hours); err != nil {
		return d, err
	}
	d.Hours, err = stations.ParseDayWeights(hours)
	return d, err
}

func readLayer(ctx context.Context, tx *sql.Tx, name string) (stations.DemandLayer, error) {
	rows, err := tx.QueryContext(ctx, `SELECT name, version, rows, total, at FROM demand_layer WHERE name = ?`, name)
	if err != nil {
		return stations.DemandLayer{}, err
	}
	found, err := collect(rows, scanLayer)
	if err != nil {
		return stations.DemandLayer{}, err
	}
	if len(found) == 0 {
		return stations.DemandLayer{}, stations.Errorf(stations.NotFound, "no demand layer %q", name)
	}
	return found[0], nil
}

func scanLayer(rows *sql.Rows) (l stations.DemandLayer, err error) {
	var at int64
	err = rows.Scan(&l.Name, &l.Version, &l.Rows, &l.Total, &at)
	l.At = time.UnixMilli(at).UTC()
	return l, err
}

// DemandLayers implements stations.DemandStore.
func (db *DB) DemandLayers(ctx context.Context) ([]stations.DemandLayer, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT name, version, rows, total, at FROM demand_layer ORDER BY name`)
	if err != nil {
		return nil, db.fail(ctx, "read demand layers", err)
	}
	layers, err := collect(rows, scanLayer)
	return layers, db.fail(ctx, "read demand layers", err)
}
