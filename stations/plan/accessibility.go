package plan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// The measures of accessibility. docs/en/planner.md has their formulas.
const (
	Opportunities  = "opportunities" // stations, and their capacity, within the minutes
	ToKth          = "kth"           // minutes to the k-th nearest station
	TwoStep        = "2sfca"         // two-step floating catchment area: capacity for each who shares it
	EnhancedStep   = "e2sfca"        // the same with less weight for who lives farther
	CapacitySpaces = "spaces"        // a station's capacity is its truck.spaces, 1 where none are recorded
	CapacityEqual  = "equal"         // every station's capacity is 1
)

// Measures lists the measures, in the order in which results name them.
func Measures() []string { return []string{Opportunities, ToKth, TwoStep, EnhancedStep} }

// AccessibilityRequest asks how well people are served. Its JSON form is that
// of a Request with two more fields.
type AccessibilityRequest struct {
	Request
	// Measures are what is computed; none stands for all.
	Measures []string `json:"measures"`
	// Capacity is CapacitySpaces (default) or CapacityEqual.
	Capacity string `json:"capacity"`
}

// UnmarshalJSON reads the JSON form as strictly as that of a Request.
func (r *AccessibilityRequest) UnmarshalJSON(data []byte) error {
	var fields map[string]json.RawMessage
	if err := Strict(data, &fields); err != nil {
		return err
	}
	var own struct {
		Measures words  `json:"measures"`
		Capacity string `json:"capacity"`
	}
	if raw, ok := fields["measures"]; ok && json.Unmarshal(raw, &own.Measures) != nil {
		return stations.BadField("measures", "must be a list of words")
	}
	if raw, ok := fields["capacity"]; ok && json.Unmarshal(raw, &own.Capacity) != nil {
		return stations.BadField("capacity", "must be a word")
	}
	delete(fields, "measures")
	delete(fields, "capacity")
	rest, err := json.Marshal(fields)
	if err != nil {
		return fmt.Errorf("write the fields of a coverage request: %w", err)
	}
	r.Measures, r.Capacity = own.Measures, own.Capacity
	return r.Request.UnmarshalJSON(rest)
}

// Normal returns the request with every default filled in, as Request.Normal
// does. The error is Invalid and names every field that breaks a rule.
func (r AccessibilityRequest) Normal() (AccessibilityRequest, error) {
	var bad stations.Problems
	for _, name := range r.Measures {
		if !slices.Contains(Measures(), name) {
			bad.Add("measures", fmt.Sprintf("unknown value %q; known are %s", short(name), strings.Join(Measures(), ", ")))
		}
	}
	n := AccessibilityRequest{Capacity: orDefault(r.Capacity, CapacitySpaces)}
	for _, name := range Measures() {
		if len(r.Measures) == 0 || slices.Contains(r.Measures, name) {
			n.Measures = append(n.Measures, name)
		}
	}
	if n.Capacity != CapacitySpaces && n.Capacity != CapacityEqual {
		bad.Add("capacity", "must be spaces or equal")
	}
	if r.VerifiedDays != 0 {
		bad.Add("verified_within_days", "is for coverages only")
	}
	var err error
	if n.Request, err = r.Request.Normal(); err != nil {
		return n, err
	}
	return n, bad.Err()
}

// Accessibility is the answer to an AccessibilityRequest.
type Accessibility struct {
	ID       string            `json:"id"`       // 16 hex digits that name the inputs: equal inputs, equal numbers
	Datum    datum.Datum       `json:"datum"`    // of the cells' outlines
	Profile  string            `json:"profile"`  // name@version
	Roads    string            `json:"roads"`    // checksum of the road file
	Revision stations.Revision `json:"revision"` // of the stations
	Layer    string            `json:"layer"`    // of demand; "" for none
	Minutes  float64           `json:"minutes"`
	K        int               `json:"k"`
	Measures []string          `json:"measures"`
	Capacity string            `json:"capacity"`

	Stations StationCounts `json:"stations"`
	Counts   AccessCounts  `json:"cells"`
	Total    AreaAccess    `json:"total"`
	Areas    []AreaAccess  `json:"areas"` // ascending adcode
	TookMS   int64         `json:"took_ms"`

	Cells []AccessCell `json:"-"` // ascending H3 index
}

// AccessCounts counts cells of weight > 0.
type AccessCounts struct {
	Total   int `json:"total"`   // in the area
	Sharing int `json:"sharing"` // with those around it whose people share the same stations
	OffRoad int `json:"off_road"`
}

// AccessCell is one cell of weight > 0. Measures that were not asked for are
// zero, and Time is roads.Never then.
type AccessCell struct {
	Cell
	Stations int     // within the minutes
	Capacity float64 // of these
	TwoStep  float64 // capacity for one unit of demand
	Enhanced float64
}

// Accessibility computes the measures that r asks for, from the latest
// stations, demand and areas. Nothing is kept in the store: the answer is
// computed anew each time.
//
// Errors are those of Coverage.
func (p *Planner) Accessibility(ctx context.Context, r AccessibilityRequest) (*Accessibility, error) {
	began := p.now()
	r, err := r.Normal()
	if err != nil {
		return nil, err
	}
	question, err := r.question(began)
	if err != nil {
		return nil, err
	}
	in, err := p.gather(ctx, question, latest)
	if err != nil {
		return nil, err
	}
	if err := p.results.Sit(ctx); err != nil {
		return nil, err
	}
	defer p.results.Rise()
	a, err := p.measure(ctx, in, r)
	if err != nil {
		return nil, err
	}
	a.TookMS = p.now().Sub(began).Milliseconds()
	return a, nil
}

// measure is the computation itself:
//
//  1. tie the stations, and the cells of all who may share them;
//  2. go through the stations once, for what is counted and shared;
//  3. search once for the k nearest of each cell;
//  4. keep the cells of the area, and sum up each division.
func (p *Planner) measure(ctx context.Context, in *inputs, r AccessibilityRequest) (*Accessibility, error) {
	s := in.sources()
	around, err := p.cells(ctx, in.widened())
	if err != nil {
		return nil, err
	}
	portions := make([]portion, len(around))
	if r.wants(Opportunities, TwoStep, EnhancedStep) {
		if portions, err = in.share(ctx, s, around, r.Capacity); err != nil {
			return nil, err
		}
	}
	cells, portions := in.own(around, portions)
	if r.wants(ToKth) {
		if _, err := in.reach(ctx, s, cells); err != nil {
			return nil, err
		}
	}
	served := make([]AccessCell, len(cells))
	for i, p := range portions {
		served[i] = AccessCell{cells[i].Cell, p.stations, p.capacity, p.twoStep, p.enhanced}
	}
	a := &Accessibility{
		ID: r.name(in), Datum: datum.WGS84, Profile: in.Request.Profile, Roads: in.graph.Checksum(), Revision: in.revision,
		Layer: in.Request.Layer, Minutes: in.Request.Minutes, K: in.Request.K, Measures: r.Measures, Capacity: r.Capacity,
		Stations: StationCounts{Used: len(s.used), OffRoad: s.offRoad, UnknownHours: s.unknown},
		Counts:   AccessCounts{Total: len(cells), Sharing: len(around), OffRoad: countCells(cells).OffRoad},
		Cells:    served,
	}
	a.Total = r.sumUp(cells, served)
	a.Areas = r.divisions(in, cells, served)
	return a, nil
}

// wants reports whether any of the measures is asked for.
func (r AccessibilityRequest) wants(measures ...string) bool {
	return slices.ContainsFunc(measures, func(name string) bool { return slices.Contains(r.Measures, name) })
}

// name makes the id of the result, from that of a coverage of the same inputs.
func (r AccessibilityRequest) name(in *inputs) string {
	h := sha256.Sum256([]byte(strings.Join(append([]string{in.id, r.Capacity}, r.Measures...), "\n")))
	return hex.EncodeToString(h[:8])
}

// own returns the cells of the asked area with what belongs to each.
func (in *inputs) own(around []spot, portions []portion) ([]spot, []portion) {
	var cells []spot
	var theirs []portion
	for i := range around {
		if in.scope.contains(around[i].centre) {
			cells, theirs = append(cells, around[i]), append(theirs, portions[i])
		}
	}
	return cells, theirs
}

// widened asks for the same inputs on wider ground: who lives beyond the
// border shares the stations of those within. Twice the way that can be made
// in the minutes is enough, once to a station and once from it to its other
// users; never is a time less than two thirds of its way at the highest speed,
// for rounding adds at most that (a cost is at least 1 ms).
func (in *inputs) widened() *inputs {
	if in.scope.place == (place{}) {
		return in
	}
	fastest := roads.AccessSpeed(in.mode)
	for class := range roads.Class(roads.NumClasses) {
		fastest = max(fastest, roads.SpeedOf(in.mode, class))
	}
	box := padded(in.scope.bound, 2*1.5*fastest*in.Request.Minutes*60)
	wide := *in
	wide.scope = scope{place: place{box: &box}, version: in.scope.version, bound: box}
	wide.Request.Area = wide.scope.String()
	return &wide
}
