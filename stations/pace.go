package stations

import (
	"sync/atomic"
	"time"
)

// Limits of a Pace.
const (
	fewestRows = 250
	firstRows  = 500
	mostRows   = 2000
	lockTime   = 150 * time.Millisecond // of one transaction, if it can be had
)

// Pace says how many rows of a long work one transaction writes, so that others
// who write wait some tenths of a second, on a machine that is slow just now
// too. The zero value begins with few. It may be used by several goroutines.
type Pace struct{ rows atomic.Int64 }

// Rows is how many rows to write next.
func (p *Pace) Rows() int {
	if rows := p.rows.Load(); rows > 0 {
		return int(rows)
	}
	return firstRows
}

// Took tells how long a transaction of so many rows has taken. One of few rows
// tells nothing.
func (p *Pace) Took(rows int, d time.Duration) {
	if rows < fewestRows {
		return
	}
	fit := float64(rows) * float64(lockTime) / float64(max(d, time.Millisecond))
	p.rows.Store(int64(min(max(fit, fewestRows), mostRows)))
}
