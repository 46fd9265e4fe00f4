package postgis

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// CreateKey implements stations.Keys.
func (db *DB) CreateKey(ctx context.Context, key stations.Key) error {
	if err := key.Check(); err != nil {
		return err
	}
	_, err := db.pool.Exec(ctx, `INSERT INTO access_key (id, name, role, adcode, hash, created_at, origins, per_minute, per_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		key.ID, key.Name, string(key.Role), key.Adcode, key.Hash[:], key.CreatedAt.UnixMilli(), strings.Join(key.Origins, " "), key.PerMinute, key.PerDay)
	return db.fail(ctx, "keep a key", err)
}

const selectKeys = `SELECT id, name, role, adcode, hash, created_at, revoked_at, last_used, origins, per_minute, per_day FROM access_key`

// Keys implements stations.Keys.
func (db *DB) Keys(ctx context.Context) ([]stations.Key, error) {
	rows, err := db.pool.Query(ctx, selectKeys+` ORDER BY id`)
	if err != nil {
		return nil, db.fail(ctx, "read keys", err)
	}
	keys, err := pgx.CollectRows(rows, scanKey)
	return keys, db.fail(ctx, "read keys", err)
}

func scanKey(row pgx.CollectableRow) (stations.Key, error) {
	var k stations.Key
	var hash []byte
	var origins string
	var created int64
	var revoked, used *int64
	if err := row.Scan(&k.ID, &k.Name, &k.Role, &k.Adcode, &hash, &created, &revoked, &used, &origins, &k.PerMinute, &k.PerDay); err != nil {
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
	err := db.pool.QueryRow(ctx, keysState).Scan(&state)
	return state, db.fail(ctx, "read the state of keys", err)
}

// ChangeKey implements stations.Keys.
func (db *DB) ChangeKey(ctx context.Context, id string, change func(*stations.Key)) (key stations.Key, err error) {
	if !stations.Storable(id) {
		return key, stations.NoKey()
	}
	err = pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if key, err = readKey(ctx, tx, id); err != nil {
			return err
		}
		if err := key.Alter(change); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE access_key SET name = $1, origins = $2, per_minute = $3, per_day = $4, changes = changes + 1 WHERE id = $5`,
			key.Name, strings.Join(key.Origins, " "), key.PerMinute, key.PerDay, id)
		return err
	})
	return key, db.fail(ctx, "change a key", err)
}

func readKey(ctx context.Context, tx pgx.Tx, id string) (stations.Key, error) {
	rows, err := tx.Query(ctx, selectKeys+` WHERE id = $1 FOR UPDATE`, id)
	if err != nil {
		return stations.Key{}, err
	}
	key, err := pgx.CollectExactlyOneRow(rows, scanKey)
	if errors.Is(err, pgx.ErrNoRows) {
		err = stations.NoKey()
	}
	return key, err
}

// RevokeKey implements stations.Keys.
func (db *DB) RevokeKey(ctx context.Context, id string, at time.Time) error {
	if !stations.Storable(id) {
		return stations.NoKey()
	}
	result, err := db.pool.Exec(ctx, `UPDATE access_key SET revoked_at = coalesce(revoked_at, $1) WHERE id = $2`, at.UnixMilli(), id)
	if err == nil && result.RowsAffected() == 0 {
		return stations.NoKey()
	}
	return db.fail(ctx, "revoke a key", err)
}

// TouchKey implements stations.Keys.
func (db *DB) TouchKey(ctx context.Context, id string, at time.Time) error {
	if !stations.Storable(id) {
		return nil
	}
	_, err := db.pool.Exec(ctx, `UPDATE access_key SET last_used = $1 WHERE id = $2 AND coalesce(last_used, 0) < $1`,
		stations.Day(at).UnixMilli(), id)
	return db.fail(ctx, "note the use of a key", err)
}
