package postgis

import (
	"context"
	"math/bits"

	"github.com/jackc/pgx/v5"
)

// analyseRegistry tells the planner how much there is of all that imports,
// mirrors and restores fill. Between two looks of autovacuum, a minute apart at
// best, it would believe in what was there before: on a registry that it took
// for empty, each page of 1,000 stations was sorted anew out of 200,000. A table
// that is being vacuumed is left out: nobody waits for advice.
const analyseRegistry = `ANALYSE (SKIP_LOCKED) station, station_service, station_code, change, source_row, superseded`

// analyse renews what the planner believes of the whole registry. It reads a
// sample, whose size does not grow with the tables.
func analyse(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, analyseRegistry)
	return err
}

// weigh renews what the planner believes each time that an import has doubled
// by some changes, outside of the writers' lock: of the whole registry when the
// import is more than a tenth of it, and always of the versions that it
// supersedes, of which there are none between imports.
func (db stage) weigh(ctx context.Context, count int64, more int) error {
	if bits.Len64(uint64(count)) == bits.Len64(uint64(count-int64(more))) { //nolint:gosec // both are counts
		return nil
	}
	var large bool
	err := db.pool.QueryRow(ctx, `SELECT $1 * 10 > reltuples FROM pg_class WHERE oid = 'change'::regclass`, count).Scan(&large)
	statement := `ANALYSE (SKIP_LOCKED) superseded`
	if large {
		statement = analyseRegistry
	}
	if err == nil {
		_, err = db.pool.Exec(ctx, statement)
	}
	if err != nil { // the part is kept; the import goes on as well without
		return ctx.Err()
	}
	return nil
}
