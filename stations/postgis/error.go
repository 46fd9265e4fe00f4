package postgis

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"yizhan/stations"
)

// fail gives err a code and says what was tried, as in "read stations". An
// error that has a code already is passed on.
func (db *DB) fail(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *stations.Error
	if errors.As(err, &known) {
		return err
	}
	if ctx.Err() != nil {
		return &stations.Error{Code: stations.Unavailable, Text: "cannot " + doing + ": the request ended", Err: ctx.Err()}
	}
	select {
	case <-db.closed:
		return stations.Errorf(stations.Unavailable, "cannot %s: the store is closed", doing)
	default:
		return &stations.Error{Code: codeOf(err), Text: "cannot " + doing, Err: err}
	}
}

// readOnly is PostgreSQL's code for a write where nothing can be written: on a
// standby, as the one that takes over is for a moment.
const readOnly = "25006"

// lost reports whether the connection failed, before the answer or in it.
func lost(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// codeOf classifies an error by PostgreSQL's class of it: a lost connection, a
// lack of room, a shutdown or a lost race can be tried again. Unique keys are
// worked out by stations.Ledger before anything is written; a violation here
// is the last defence. What is no answer of the server is the network.
func codeOf(err error) stations.Code {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		if lost(err) {
			return stations.Unavailable
		}
		return stations.Internal
	}
	if pg.Code == readOnly {
		return stations.Unavailable
	}
	for _, class := range []string{"08", "40", "53", "57", "58"} {
		if strings.HasPrefix(pg.Code, class) {
			return stations.Unavailable
		}
	}
	if pg.Code == "23505" { // unique_violation
		return stations.Conflict
	}
	return stations.Internal
}
