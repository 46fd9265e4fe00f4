package postgis

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// PutMapping implements stations.Mappings.
func (db *DB) PutMapping(ctx context.Context, source string, columns map[string]string) error {
	if err := stations.CheckMapping(source, columns); err != nil {
		return err
	}
	text, err := json.Marshal(columns)
	switch {
	case err != nil:
	case len(columns) == 0:
		_, err = db.pool.Exec(ctx, `DELETE FROM mapping WHERE source = $1`, source)
	default:
		_, err = db.pool.Exec(ctx, `INSERT INTO mapping (source, columns) VALUES ($1, $2)
			ON CONFLICT (source) DO UPDATE SET columns = excluded.columns`, source, string(text))
	}
	return db.fail(ctx, "keep a mapping", err)
}

// Mapping implements stations.Mappings.
func (db *DB) Mapping(ctx context.Context, source string) (map[string]string, error) {
	columns := map[string]string{}
	if !stations.Storable(source) {
		return columns, nil
	}
	var text string
	err := db.pool.QueryRow(ctx, `SELECT columns FROM mapping WHERE source = $1`, source).Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		return columns, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &columns)
	}
	return columns, db.fail(ctx, "read a mapping", err)
}
