package plan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/calendar"
)

// question is what a run keeps: the normalised request and, when it depends
// on the clock, the moment.
type question struct {
	Request Request `json:"request"`
	// ServicesAt is the moment at which services must be offered, or from
	// which verifications count back, when the request asks for either and
	// names no moment itself: RFC 3339, whole minutes.
	ServicesAt string `json:"services_at,omitempty"`
	// UnmetUntil is the day in China before which unmet searches are counted,
	// when they are a layer of the request.
	UnmetUntil string `json:"unmet_until,omitempty"`
}

// question normalises the request as asked at the moment now.
func (r Request) question(now time.Time) (question, error) {
	n, err := r.Normal()
	if err != nil {
		return question{}, err
	}
	q := question{Request: n}
	if n.At == "" && (len(n.Filter.Services) > 0 || n.VerifiedDays > 0) {
		q.ServicesAt = now.In(stations.Zone()).Truncate(time.Minute).Format(time.RFC3339)
	}
	return q, nil
}

// moment is when services and verifications are looked at; zero when it does
// not matter.
func (q question) moment() time.Time {
	if at, ok := q.Request.moment(); ok {
		return at
	}
	at, err := ParseTime(q.ServicesAt)
	if err != nil {
		return time.Time{}
	}
	return at
}

// inputs is all that a coverage is computed from, and the id that names it.
type inputs struct {
	question
	id       string
	epoch    string // of the store
	mode     roads.Mode
	graph    *roads.Graph
	revision stations.Revision
	stations []*stations.Station // as of revision, ascending id
	demand   demand
	scope    scope
	calendar *calendar.Calendar        // for a question about a moment
	hours    map[string]stations.Hours // by text, under the calendar
	sealed   bool                      // hours takes no more texts
	anchors  map[stations.ID]anchor    // of the stations, once they are tied

	searchers *searchers
}

// latest asks gather for the latest stations.
const latest stations.Revision = 0

// gather reads what the question stands on, with the stations as of the
// revision at, and chooses the road network.
func (p *Planner) gather(ctx context.Context, q question, at stations.Revision) (*inputs, error) {
	in, err := p.load(ctx, q, at)
	if err != nil {
		return nil, err
	}
	if in.graph, err = p.chooseGraph(in); err != nil {
		return nil, err
	}
	in.graph = p.fleet.For(in.graph, q.Request.Vehicle)
	in.id, err = in.name()
	return in, err
}

// load reads what the question stands on but the roads.
func (p *Planner) load(ctx context.Context, q question, at stations.Revision) (*inputs, error) {
	if len(p.roads) == 0 {
		return nil, noRoads()
	}
	profile, ok := profileOf(q.Request.Profile)
	if !ok {
		return nil, stations.BadField("profile", "is not known; known are "+profileNames())
	}
	in := &inputs{
		question: q, calendar: p.calendar, hours: map[string]stations.Hours{}, mode: profile.Mode, searchers: &p.searchers,
	}
	var err error
	if in.epoch, err = p.store.Epoch(ctx); err != nil {
		return nil, err
	}
	if in.demand, err = p.loadDemand(ctx, &in.question); err != nil {
		return nil, err
	}
	in.Request.Layer = in.demand.layer
	if in.scope, err = p.loadScope(ctx, q.Request.Area); err != nil {
		return nil, err
	}
	return in, p.loadStations(ctx, in, at)
}

// loadStations reads the stations as of the revision, from memory when they
// were read before.
func (p *Planner) loadStations(ctx context.Context, in *inputs, at stations.Revision) (err error) {
	if in.revision = at; at == latest {
		if in.revision, err = p.store.Revision(ctx); err != nil {
			return err
		}
	}
	var known bool
	if in.stations, known = p.snapshots.Get(in.mark()); known {
		return nil
	}
	if in.revision, in.stations, err = p.store.Snapshot(ctx, at); err != nil {
		return err
	}
	p.snapshots.Put(in.mark(), in.stations)
	return nil
}

// mark names the stations. A revision alone does not: after a restore other
// writes get the numbers of before.
func (in *inputs) mark() stations.Mark {
	return stations.Mark{Epoch: in.epoch, Revision: in.revision}
}

// MemoryKey is what a result is remembered by: its id, which is the same in
// every process, and the history of the store that it is of, since a restore
// gives ids anew.
func MemoryKey(epoch, id string) string { return epoch + "-" + id }

// name makes the id: the first 16 hex digits of SHA-256 over the normalised
// question and the versions of everything it stands on, a line each.
func (in *inputs) name() (string, error) {
	normal, err := json.Marshal(in.question)
	if err != nil {
		return "", fmt.Errorf("write the normalised request: %w", err)
	}
	h := sha256.New()
	lines := []string{
		string(normal), in.Request.Profile, in.graph.Checksum(),
		in.demand.version, in.scope.version, strconv.FormatInt(int64(in.revision), 10),
	}
	if in.Request.At != "" {
		lines = append(lines, in.calendar.Checksum())
	}
	for _, line := range lines {
		fmt.Fprintln(h, line)
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// ValidID reports whether a text may be the id of a coverage.
func ValidID(id string) bool {
	return len(id) == 16 && strings.Trim(id, "0123456789abcdef") == ""
}

// keep stores the run.
func (p *Planner) keep(ctx context.Context, in *inputs) error {
	request, err := json.Marshal(in.question)
	if err != nil {
		return fmt.Errorf("write the normalised request: %w", err)
	}
	return p.store.PutRun(ctx, stations.Run{
		ID: in.id, Request: request, Revision: in.revision, At: stations.Stamp(p.now()),
	})
}
