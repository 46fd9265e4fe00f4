package plan

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/stations"
)

// Survey is one question to many cities, each with a road network of its own.
// It pins everything that the answer rests on, so that several processes can
// compute the cities at different moments and still speak of the same day:
//
//	1 Survey  reads the versions of all inputs and deals the ground out
//	2 City    computes one city, in whatever process
//	3 Sum     adds the cities up
//
// A cell belongs to the smallest network whose box comes within reach of its
// centre, as for a Request with several networks, and a station likewise: both
// count in one city only, even where road files overlap. A station serves
// every city whose roads it is tied to.
type Survey struct {
	ID       string            `json:"-"` // 16 hex digits that name all of this
	Revision stations.Revision `json:"-"` // of the stations
	question
	Demand   string  `json:"demand"`   // version of the layer, "" for none
	Areas    string  `json:"areas"`    // version of the divisions
	Calendar string  `json:"calendar"` // checksum; "" when the question is about no moment
	Outside  float64 `json:"outside"`  // demand in the asked area that belongs to no city
	Cities   []City  `json:"cities"`   // smallest network first
}

// City is one road network of a Survey.
type City struct {
	Name  string    `json:"name"`  // base name of what the network was built from
	Roads string    `json:"roads"` // its checksum, which names the city
	Box   orb.Bound `json:"box"`   // of the network, WGS-84
}

// surveyFormat changes when the same inputs give another answer, so that
// findings of before are not taken for those of now.
const surveyFormat = "survey 3"

// Survey pins the question to the latest stations, demand and areas and to the
// planner's networks, and keeps it in the store for Resume. Equal inputs give
// an equal survey.
//
// Errors: those of Coverage, and Invalid for a question about verified
// stations, which a survey does not answer.
func (p *Planner) Survey(ctx context.Context, r Request) (*Survey, error) {
	q, err := r.question(p.now())
	if err != nil {
		return nil, err
	}
	if q.Request.VerifiedDays > 0 {
		return nil, stations.BadField("verified_within_days", "is not for several cities at once")
	}
	in, err := p.load(ctx, q, latest)
	if err != nil {
		return nil, err
	}
	s := &Survey{
		Revision: in.revision, question: in.question,
		Demand: in.demand.version, Areas: in.scope.version, Calendar: in.season(), Cities: p.Cities(),
	}
	s.Outside = s.outside(in)
	return s, p.keepSurvey(ctx, s)
}

// season is the checksum of the calendar when the question depends on it.
func (in *inputs) season() string {
	if in.Request.At == "" {
		return ""
	}
	return in.calendar.Checksum()
}

// Cities lists the planner's networks as a Survey does: each once, the
// smallest first.
func (p *Planner) Cities() []City {
	networks := slices.Clone(p.roads)
	slices.SortFunc(networks, func(a, b *roads.Graph) int {
		return cmp.Or(cmp.Compare(degrees2(a.Bounds()), degrees2(b.Bounds())), cmp.Compare(a.Checksum(), b.Checksum()))
	})
	networks = slices.CompactFunc(networks, func(a, b *roads.Graph) bool { return a.Checksum() == b.Checksum() })
	cities := make([]City, len(networks))
	for i, g := range networks {
		cities[i] = City{Name: g.Info().Source, Roads: g.Checksum(), Box: g.Bounds()}
	}
	return cities
}

func (p *Planner) keepSurvey(ctx context.Context, s *Survey) error {
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write the survey: %w", err)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%s\n", surveyFormat, s.Revision, text))
	s.ID = hex.EncodeToString(sum[:8])
	return p.store.PutRun(ctx, stations.Run{ID: s.ID, Request: text, Revision: s.Revision, At: stations.Stamp(p.now())})
}

// Resume returns the survey of that id, which this process or another made.
// NotFound when none is kept; Gone when it cannot be read.
func (p *Planner) Resume(ctx context.Context, id string) (*Survey, error) {
	run, err := p.store.Run(ctx, id, p.now())
	if err != nil {
		return nil, err
	}
	s := &Survey{ID: run.ID, Revision: run.Revision}
	if err := json.Unmarshal(run.Request, s); err != nil || len(s.Cities) == 0 {
		return nil, gone(err)
	}
	return s, nil
}

// owners returns who tells to which city a place belongs, by its place in
// Cities; -1 for none.
func (s *Survey) owners() func(orb.Point) int {
	within := make([]orb.Bound, len(s.Cities))
	for i, c := range s.Cities {
		within[i] = nearBy(c.Box)
	}
	return func(at orb.Point) int {
		return slices.IndexFunc(within, func(b orb.Bound) bool { return b.Contains(at) })
	}
}

// outside adds up the demand in the asked area that no city owns.
func (s *Survey) outside(in *inputs) float64 {
	owner, res := s.owners(), in.Request.Res
	var total sum
	for _, row := range in.demand.rows {
		if row.Weight == 0 {
			continue
		}
		cells := cellsOf(row, res)
		for _, c := range cells {
			if at := c.Centre(); owner(at) < 0 && in.scope.contains(at) {
				total.add(row.Weight / float64(len(cells)))
			}
		}
	}
	return total.value()
}
