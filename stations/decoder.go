package stations

import (
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Row is a station as a store keeps it: a record, and what stands beside it
// (see DecodeRow).
type Row struct {
	ID       ID
	Record   []byte
	Revision Revision
	At       time.Time
}

// decodeChunk is how many rows a core decodes at a time.
const decodeChunk = 512

// rowChunk is a piece of the rows and what becomes of them.
type rowChunk struct {
	rows    []Row
	decoded []*Station
	err     error
}

// ScanRow reads a row of the columns id, record, revision and at, which is in
// milliseconds since 1970.
func ScanRow(row interface{ Scan(...any) error }) (r Row, err error) {
	var at int64
	err = row.Scan(&r.ID, &r.Record, &r.Revision, &at)
	r.At = time.UnixMilli(at).UTC()
	return r, err
}

// ScannedRows are those of a store's answer, as database/sql and pgx give them.
type ScannedRows interface {
	Next() bool
	Scan(...any) error
	Err() error
}

// ScanRows is ScanRow for all rows of an answer, up to the first error.
func ScanRows(rows ScannedRows) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for rows.Next() {
			if r, err := ScanRow(rows); !yield(r, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Row{}, err)
		}
	}
}

// DecodeRows is DecodeRow for many rows, in their order. It decodes on all
// cores while rows gives more of them, each with a record of its own, and ends
// with the first error, of rows or of a record, in the order of the rows.
func DecodeRows(rows iter.Seq2[Row, error]) ([]*Station, error) {
	work := make(chan *rowChunk, runtime.GOMAXPROCS(0))
	var failed atomic.Bool
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for c := range work {
				if c.decode(); c.err != nil {
					failed.Store(true)
				}
			}
		})
	}
	chunks, err := deal(rows, work, &failed)
	close(work)
	workers.Wait()
	list := make([]*Station, 0, len(chunks)*decodeChunk)
	for _, c := range chunks {
		if c.err != nil {
			return nil, c.err
		}
		list = append(list, c.decoded...)
	}
	if err != nil {
		return nil, err
	}
	return list, nil
}

// deal cuts the rows into chunks and gives them to the workers, until one has
// failed. It returns all that it gave.
func deal(rows iter.Seq2[Row, error], work chan<- *rowChunk, failed *atomic.Bool) (chunks []*rowChunk, err error) {
	next := &rowChunk{}
	give := func() {
		chunks = append(chunks, next)
		work <- next
		next = &rowChunk{}
	}
	for row, err := range rows {
		if err != nil || failed.Load() {
			give()
			return chunks, err
		}
		if next.rows = append(next.rows, row); len(next.rows) == decodeChunk {
			give()
		}
	}
	give()
	return chunks, nil
}

// decode decodes the chunk up to its first error.
func (c *rowChunk) decode() {
	c.decoded = make([]*Station, len(c.rows))
	for i, row := range c.rows {
		if c.decoded[i], c.err = DecodeRow(row.ID, row.Record, row.Revision, row.At); c.err != nil {
			break
		}
	}
	c.rows = nil // the records are not needed any more
}
