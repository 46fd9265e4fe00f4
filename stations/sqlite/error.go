package sqlite

import (
	"context"
	"errors"

	driver "modernc.org/sqlite"

	"yizhan/stations"
)

// The primary result codes of SQLite that are told apart.
const (
	codeError      = 1 // of SQL: no such table, table exists
	codeBusy       = 5
	codeLocked     = 6
	codeReadOnly   = 8
	codeIO         = 10
	codeFull       = 13
	codeCannotOpen = 14
	codeConstraint = 19
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

// codeOf classifies an error of the driver. Unique keys are worked out by
// stations.Ledger before anything is written; a violation here is the last
// defence.
func codeOf(err error) stations.Code {
	switch primary(err) {
	case codeBusy, codeLocked, codeReadOnly, codeIO, codeFull, codeCannotOpen:
		return stations.Unavailable
	case codeConstraint:
		return stations.Conflict
	}
	return stations.Internal
}

// locked reports whether another process holds the file.
func locked(err error) bool {
	code := primary(err)
	return code == codeBusy || code == codeLocked
}

// lostRace reports whether another process may have migrated meanwhile: it
// holds the file, or a table or a version's row is there already.
func lostRace(err error) bool {
	code := primary(err)
	return locked(err) || code == codeError || code == codeConstraint
}

// primary is the primary result code, 0 when it is no error of SQLite.
func primary(err error) int {
	var e *driver.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}
