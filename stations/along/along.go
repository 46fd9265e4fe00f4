// Package along answers what drivers ask: which stations lie beside the way
// that I am going to drive, in order of travel, what it costs to call there,
// whether my vehicle fits, and where to rest so that no stretch exceeds four
// hours. Like nearby it answers from memory, and nothing about a question is
// kept.
package along

import (
	"context"
	"math"
	"time"

	"yizhan/geo/course"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// The limits of a question.
const (
	DefaultCorridor = 2_000.0  // metres
	MaxCorridor     = 20_000.0 // metres
	DefaultLimit    = 100
	MaxLimit        = 1_000
)

// Query is one question. Filter is on top of what riders see, which is
// stations.Public; services are wanted when the driver gets there.
type Query struct {
	Course    *course.Course
	CorridorM float64    // how far from the way a station may be, in metres on the sphere, inclusive
	Mode      roads.Mode // roads are those of the newest version of the rules
	Filter    stations.Filter
	Door      nearby.Door
	At        time.Time     // for nearby.OpenAt
	Departure time.Time     // zero for now
	Duration  time.Duration // of the whole way, as a navigator says; 0 for an estimate
	Vehicle   roads.Vehicle // zeros are not known, and fit everywhere
	Drive     *Drive        // nil for no plan
	Limit     int           // 1 … MaxLimit
}

// Drive is the rule that a plan keeps; see stations/drive.
type Drive struct {
	Longest time.Duration // more than 0, at most drive.LongestStretch
	Rest    time.Duration // at least drive.ShortestRest
	Driven  time.Duration // without a rest before the departure
}

// Hit is a station beside the way. Station is shared and must not be changed.
type Hit struct {
	Station  *stations.Station
	Memo     *nearby.Memo
	Foot     course.Foot
	ByRoad   bool    // what a call costs is along roads, else 2 · Detour · offset
	Reached  bool    // by road within the budget of a detour; always when not ByRoad
	DetourM  float64 // metres that a call adds
	DetourS  float64 // seconds that a call adds
	Arrival  time.Time
	Open     stations.OpenState // on arrival, or at the asked moment
	ClosesAt time.Time          // when open; zero when unknown or never
	OpensAt  time.Time          // when closed; zero when unknown or never
	Badge    stations.Badge
	Fits     *bool // whether the vehicle can enter and park; nil when that is not known

	door stations.Door
	call course.Call // In and Out are those of the clock, not stretched to Duration
}

// Answer lists the stations in order of travel: by Foot.At, then by id.
type Answer struct {
	LengthM  float64
	Duration time.Duration // of the way, without calls and rests
	OnRoad   bool          // some of the way follows a loaded road, whose speed is taken
	Mode     roads.Mode    // whose roads those are, under the newest version of the rules
	Hits     []Hit         // the first Limit
	Total    int           // how many there are without the limit
	TooSmall int           // stations left out since the vehicle does not fit
	Plan     *Plan         // nil when none was asked for
	Revision stations.Revision
}

// Guide answers questions from a finder's latest snapshot. It is safe for
// concurrent use.
type Guide struct {
	finder *nearby.Finder
	graphs []*roads.Graph
	fleet  *roads.Fleet
	now    func() time.Time
}

// NewGuide returns a guide that sees what the finder sees. Of graphs that
// overlap the first counts. now is the clock.
func NewGuide(f *nearby.Finder, graphs []*roads.Graph, now func() time.Time) *Guide {
	return &Guide{finder: f, graphs: graphs, fleet: new(roads.Fleet), now: now}
}

// Find answers one question in these steps:
//
//  1. Match the way to the roads, and time it.
//  2. Collect the stations within the corridor, with their feet on the way.
//  3. Find what a call at each costs: by road where there is one, else by
//     Detour there and back.
//  4. Keep what the filter and the vehicle let through.
//  5. Plan the rests among those where the vehicle can park.
//  6. List those that the rule about doors lets through.
//
// Errors: Invalid names each field that breaks a rule; Unavailable before the
// first snapshot; ctx's error.
func (g *Guide) Find(ctx context.Context, q Query) (Answer, error) {
	if err := q.check(); err != nil {
		return Answer{}, err
	}
	s := g.finder.Snapshot()
	if s == nil {
		return Answer{}, stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	a := g.begin(q)
	if err := a.plausible(); err != nil {
		return Answer{}, err
	}
	a.collect(g.finder, s)
	if err := a.calls(ctx); err != nil {
		return Answer{}, err
	}
	a.keep()
	var plan *Plan
	if q.Drive != nil {
		plan = a.plan()
	}
	return a.answer(s.Revision, plan), ctx.Err()
}

// Speed returns the metres per second at which a way is timed where no road
// is known: walk 1.2, ride 15 km/h, truck 55 km/h, which is slow for a
// motorway, so that no stretch of a plan is longer than it says.
func Speed(m roads.Mode) float64 {
	if m.Base() == roads.Truck {
		return roads.SpeedOf(m, roads.Primary)
	}
	return nearby.Speed(m)
}

// asking is one question under way.
type asking struct {
	Query
	now      time.Time
	tracks   []*course.Track // those that follow some road
	graphs   []*roads.Graph  // theirs
	clock    *course.Clock
	stretch  float64 // how much longer the way takes than by the clock
	hits     []Hit
	tooSmall int
}

func (g *Guide) begin(q Query) *asking {
	a := &asking{Query: q, now: g.now(), stretch: 1}
	a.Mode = q.Mode.Under(roads.Versions)
	if a.Departure.IsZero() {
		a.Departure = a.now
	}
	for _, graph := range g.graphs {
		graph = g.fleet.For(graph, a.Vehicle)
		if t := course.Match(q.Course, graph, a.Mode); t.Found() {
			a.tracks, a.graphs = append(a.tracks, t), append(a.graphs, graph)
		}
	}
	a.clock = course.Time(q.Course, a.tracks, Speed(q.Mode))
	if q.Duration > 0 {
		a.stretch = q.Duration.Seconds() / a.clock.Total()
	}
	return a
}

// mostStretch is how many times longer, or shorter, than by the clock a way may
// take. No traffic comes near it, and calls that are stretched with the way stay
// within what a duration holds.
const mostStretch = 10_000

// plausible refuses a duration that cannot be that of the way.
func (a *asking) plausible() error {
	if a.stretch > mostStretch || a.stretch < 1./mostStretch {
		return stations.BadField("duration_s", "is more than ten thousand times longer or shorter than the way takes")
	}
	return nil
}

// takes stretches seconds of the clock to what they take.
func (a *asking) takes(seconds float64) time.Duration {
	return time.Duration(math.Round(seconds * a.stretch * float64(time.Second)))
}

func (a *asking) answer(revision stations.Revision, plan *Plan) Answer {
	listed := a.listed()
	return Answer{
		LengthM:  a.Course.Length(),
		Duration: a.takes(a.clock.Total()),
		OnRoad:   len(a.tracks) > 0,
		Mode:     a.Mode,
		Hits:     listed[:min(len(listed), a.Limit)],
		Total:    len(listed),
		TooSmall: a.tooSmall,
		Plan:     plan,
		Revision: revision,
	}
}
