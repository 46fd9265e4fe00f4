package sqlite

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"yizhan/stations"
)

// CreateKey implements stations.Keys.
func (db *DB) CreateKey(ctx context.Context, key stations.Key) error {
	if err := key.Check(); err != nil {
		return err
	}
	return db.write(ctx, "keep a key", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO access_key (id, name, role, adcode, hash, created_at, origins, per_minute, per_day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			key.ID, key.Name, key.Role, key.Adcode, key.Hash[:], key.CreatedAt.UnixMilli(), strings.Join(key.Origins, " "), key.PerMinute, key.PerDay)
		return err
	})
}

const selectKeys = `SELECT id, name, role, adcode, hash, created_at, revoked_at, last_used, origins, per_minute, per_day FROM access_key`

// Keys implements stations.Keys.
func (db *DB) Keys(ctx context.Context) ([]stations.Key, error) {
	rows, err := db.reader.QueryContext(ctx, selectKeys+` ORDER BY id`)
	if err != nil {
		return nil, db.fail(ctx, "read keys", err)
	}
	keys, err := collect(rows, scanKey)
	return keys, db.fail(ctx, "read keys", err)
}

func scanKey(rows *sql.Rows) (stations.Key, error) {
	var k stations.Key
	var hash []byte
	var origins string
	var created int64
	var revoked, used *int64
	if err := rows.Scan(&k.ID, &k.Name, &k.Role, &k.Adcode, &hash, &created, &revoked, &used, &origins, &k.PerMinute, &k.PerDay); err != nil {
		return k, err
	}
	copy(k.Hash[:], hash)
	k.Origins = append(k.Origins, strings.Fields(origins)...)
	k.CreatedAt, k.RevokedAt, k.LastUsed = time.UnixMilli(created).UTC(), stations.MaybeTime(revoked), stations.MaybeTime(used)
	return k, nil
}

// keysState counts: within an epoch no key goes, none comes back to life, and
// each change of one is counted.
const keysState = `SELECT (SELECT epoch FROM meta) || ' ' || count(*) || ' ' || count(revoked_at) || ' ' || coalesce(sum(changes), 0) FROM access_key`

// KeysState implements stations.Keys.
func (db *DB) KeysState(ctx context.Context) (string, error) {
	var state string
	err := db.reader.QueryRowContext(ctx, keysState).Scan(&state)
	return state, db.fail(ctx, "read the state of keys", err)
}

// ChangeKey implements stations.Keys.
func (db *DB) ChangeKey(ctx context.Context, id string, change func(*stations.Key)) (key stations.Key, err error) {
	err = db.write(ctx, "change a key", func(tx *sql.Tx) error {
		if key, err = readKey(ctx, tx, id); err != nil {
			return err
		}
		if err := key.Alter(change); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE access_key SET name = ?, origins = ?, per_minute = ?, per_day = ?, changes = changes + 1 WHERE id = ?`,
			key.Name, strings.Join(key.Origins, " "), key.PerMinute, key.PerDay, id)
		return err
	})
	return key, err
}

func readKey(ctx context.Context, tx *sql.Tx, id string) (stations.Key, error) {
	rows, err := tx.QueryContext(ctx, selectKeys+` WHERE id = ?`, id)
	if err != nil {
		return stations.Key{}, err
	}
	keys, err := collect(rows, scanKey)
	if err == nil && len(keys) == 0 {
		err = stations.NoKey()
	}
	if err != nil {
		return stations.Key{}, err
	}
	return keys[0], nil
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
		return stations.NoKey()
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
