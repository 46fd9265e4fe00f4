package sqlite

import (
	"context"
	"database/sql"
	"time"

	"yizhan/stations"
)

// CreateKey implements stations.Keys.
func (db *DB) CreateKey(ctx context.Context, key stations.Key) error {
	if err := key.Check(); err != nil {
		return err
	}
	return db.write(ctx, "keep a key", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO access_key (id, name, role, adcode, hash, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
			key.ID, key.Name, key.Role, key.Adcode, key.Hash[:], key.CreatedAt.UnixMilli())
		return err
	})
}

// Keys implements stations.Keys.
func (db *DB) Keys(ctx context.Context) ([]stations.Key, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT id, name, role, adcode, hash, created_at, revoked_at, last_used FROM access_key ORDER BY id`)
	if err != nil {
		return nil, db.fail(ctx, "read keys", err)
	}
	keys, err := collect(rows, scanKey)
	return keys, db.fail(ctx, "read keys", err)
}

func scanKey(rows *sql.Rows) (stations.Key, error) {
	var k stations.Key
	var hash []byte
	var created int64
	var revoked, used *int64
	if err := rows.Scan(&k.ID, &k.Name, &k.Role, &k.Adcode, &hash, &created, &revoked, &used); err != nil {
		return k, err
	}
	copy(k.Hash[:], hash)
	k.CreatedAt, k.RevokedAt, k.LastUsed = time.UnixMilli(created).UTC(), moment(revoked), moment(used)
	return k, nil
}

// moment reads a time that may be missing.
func moment(milliseconds *int64) *time.Time {
	if milliseconds == nil {
		return nil
	}
	t := time.UnixMilli(*milliseconds).UTC()
	return &t
}

// keysState counts: within an epoch no key goes, and none comes back to life.
const keysState = `SELECT (SELECT epoch FROM meta) || ' ' || count(*) || ' ' || count(revoked_at) FROM access_key`

// KeysState implements stations.Keys.
func (db *DB) KeysState(ctx context.Context) (string, error) {
	var state string
	err := db.reader.QueryRowContext(ctx, keysState).Scan(&state)
	return state, db.fail(ctx, "read the state of keys", err)
}

// RevokeKey implements stations.Keys.
func (db *DB) RevokeKey(ctx context.Context, id string, at time.Time) error {
	return db.write(ctx, "revoke a key", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE access_key SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?`, at.UnixMilli(), id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return stations.Errorf(stations.NotFound, "没有这个密钥 there is no such key")
	})
}

// TouchKey implements stations.Keys.
func (db *DB) TouchKey(ctx context.Context, id string, at time.Time) error {
	day := stations.Day(at).UnixMilli()
	return db.write(ctx, "note the use of a key", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE access_key SET last_used = ?1 WHERE id = ?2 AND coalesce(last_used, 0) < ?1`, day, id)
		return err
	})
}
