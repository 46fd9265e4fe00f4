package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"yizhan/stations"
)

// CreateKey implements stations.Keys.
func (db *DB) CreateKey(ctx context.Context, key stations.Key) error {
	if err := key.Check(); err != nil {
		return err
	}
	_, err := db.pool.Exec(ctx, `INSERT INTO access_key (id, name, role, adcode, hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		key.ID, key.Name, string(key.Role), key.Adcode, key.Hash[:], key.CreatedAt.UnixMilli())
	return db.fail(ctx, "keep a key", err)
}

// Keys implements stations.Keys.
func (db *DB) Keys(ctx context.Context) ([]stations.Key, error) {
	rows, err := db.pool.Query(ctx, `SELECT id, name, role, adcode, hash, created_at, revoked_at, last_used FROM access_key ORDER BY id`)
	if err != nil {
		return nil, db.fail(ctx, "read keys", err)
	}
	keys, err := pgx.CollectRows(rows, scanKey)
	return keys, db.fail(ctx, "read keys", err)
}

func scanKey(row pgx.CollectableRow) (stations.Key, error) {
	var k stations.Key
	var hash []byte
	var created int64
	var revoked, used *int64
	if err := row.Scan(&k.ID, &k.Name, &k.Role, &k.Adcode, &hash, &created, &revoked, &used); err != nil {
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
	err := db.pool.QueryRow(ctx, keysState).Scan(&state)
	return state, db.fail(ctx, "read the state of keys", err)
}

// RevokeKey implements stations.Keys.
func (db *DB) RevokeKey(ctx context.Context, id string, at time.Time) error {
	none := stations.Errorf(stations.NotFound, "没有这个密钥 there is no such key")
	if !stations.Storable(id) {
		return none
	}
	result, err := db.pool.Exec(ctx, `UPDATE access_key SET revoked_at = coalesce(revoked_at, $1) WHERE id = $2`, at.UnixMilli(), id)
	if err == nil && result.RowsAffected() == 0 {
		return none
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
