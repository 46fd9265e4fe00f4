package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"yizhan/stations"
)

// PutMapping implements stations.Mappings.
func (db *DB) PutMapping(ctx context.Context, source string, columns map[string]string) error {
	if err := stations.CheckMapping(source, columns); err != nil {
		return err
	}
	text, err := json.Marshal(columns)
	if err != nil {
		return db.fail(ctx, "keep a mapping", err)
	}
	return db.write(ctx, "keep a mapping", func(tx *sql.Tx) error {
		if len(columns) == 0 {
			_, err := tx.ExecContext(ctx, `DELETE FROM mapping WHERE source = ?`, source)
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO mapping (source, columns) VALUES (?, ?)
			ON CONFLICT (source) DO UPDATE SET columns = excluded.columns`, source, string(text))
		return err
	})
}

// Mapping implements stations.Mappings.
func (db *DB) Mapping(ctx context.Context, source string) (map[string]string, error) {
	var text string
	err := db.reader.QueryRowContext(ctx, `SELECT columns FROM mapping WHERE source = ?`, source).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return map[string]string{}, nil
	}
	columns := map[string]string{}
	if err == nil {
		err = json.Unmarshal([]byte(text), &columns)
	}
	return columns, db.fail(ctx, "read a mapping", err)
}
