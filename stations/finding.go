package stations

import (
	"context"
	"encoding/json"
	"time"
)

// Finding is what one part of a run over several cities found. The run's
// inputs decide it: whoever computes it finds the same, so that one is enough.
type Finding struct {
	Run   string          // id of the run
	Part  string          // names the part within its run
	Body  json.RawMessage // what was found
	At    time.Time       // when it was computed
	Epoch string          // of the store that it was computed of; "" for whatever it is
}

// Findings keeps what the parts of runs found.
type Findings interface {
	// PutFinding keeps the finding and reports whether it was the first of its
	// run and part; a later one changes nothing. Findings that were older than
	// RunTTL when this one was computed are cleared away. Invalid when the run
	// or the part has no name or the body is not JSON; Gone when the store has
	// another epoch than the finding's: its run may be another one now, of the
	// same id. A restore that is under way is waited for.
	PutFinding(ctx context.Context, o Finding) (first bool, err error)

	// Findings returns what the parts of a run found, in ascending order of
	// part: those that are not older than RunTTL at the moment now. They do not
	// tell their epoch: a restore forgets those of before.
	Findings(ctx context.Context, run string, now time.Time) ([]Finding, error)
}

// CheckFinding reports what PutFinding must refuse, as an Invalid error.
func CheckFinding(o Finding) error {
	if o.Part == "" || !Storable(o.Part) {
		return BadField("part", "is required")
	}
	return CheckRun(Run{ID: o.Run, Request: o.Body})
}

// Elapsed is the error of what was made of an epoch that a restore ended; nil
// when the store still has it, or when none was named.
func (o Finding) Elapsed(now string) error {
	if o.Epoch == "" || o.Epoch == now {
		return nil
	}
	return Errorf(Gone, "计算途中库被恢复，请重新计算 the store was restored while this run was under way: compute it again")
}
