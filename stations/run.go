package stations

import (
	"context"
	"encoding/json"
	"time"
)

// Run is one coverage computation: enough to do it again and get the same
// bytes.
type Run struct {
	ID       string          // first 16 hex digits of SHA-256 over the normalised inputs
	Request  json.RawMessage // normalised request
	Revision Revision        // of the stations that were counted
	At       time.Time       // when it was first computed
}

// RunTTL is how long a run is kept.
const RunTTL = 30 * 24 * time.Hour

// Runs keeps coverage runs.
type Runs interface {
	// PutRun keeps the run. One of the same id is left as it is.
	PutRun(ctx context.Context, run Run) error

	// Run returns the run of that id; NotFound when there is none or it is
	// older than RunTTL at the moment now.
	Run(ctx context.Context, id string, now time.Time) (Run, error)

	// Runs returns up to limit runs that are not older than RunTTL at the
	// moment now, the latest first; of the same moment in order of id.
	Runs(ctx context.Context, now time.Time, limit int) ([]Run, error)
}
