package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// turnLock is the number of the advisory lock that an import holds while it
// stages: the one after writeLock.
const turnLock = writeLock + 1

// Turn implements stations.Stage. The lock is a transaction's, on a connection
// of its own that stays idle in that transaction: PostgreSQL takes it back when
// the connection is lost, and it also holds behind a pooler that gives a
// connection to each transaction. Whose connection is cut learns of it by
// StagingLost, when the next import has begun to remove its rows.
func (db stage) Turn(ctx context.Context) (end func(), err error) {
	conn, end, err := db.connectTurn(ctx)
	if err == nil {
		_, err = conn.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(turnLock))
	}
	if err != nil {
		end()
		return nil, db.fail(ctx, "wait for the turn to import", err)
	}
	return end, nil
}

// FreeTurn implements stations.Stage.
func (db stage) FreeTurn(ctx context.Context) (end func(), free bool, err error) {
	conn, end, err := db.connectTurn(ctx)
	if err == nil {
		err = conn.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, int64(turnLock)).Scan(&free)
	}
	if err != nil || !free {
		end()
		return nil, false, db.fail(ctx, "look whether an import is under way", err)
	}
	return end, true, nil
}

// connectTurn begins the transaction that may have the turn. Limits of the
// server, made for queries that were forgotten, are not for it; keepalives tell
// the server within a minute that the machine of an import is gone. end ends
// it, also after an error.
func (db stage) connectTurn(ctx context.Context) (conn *pgx.Conn, end func(), err error) {
	const begin = `BEGIN ISOLATION LEVEL READ COMMITTED;
		SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
		SET LOCAL tcp_keepalives_idle = 30; SET LOCAL tcp_keepalives_interval = 10; SET LOCAL tcp_keepalives_count = 3`
	if conn, err = pgx.ConnectConfig(ctx, db.pool.Config().ConnConfig); err != nil {
		return nil, func() {}, err
	}
	end = func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(closing) // which ends the transaction
	}
	_, err = conn.Exec(ctx, begin)
	return conn, end, err
}
