package plan

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// MaxEdits is the most changes that one what-if tries at once.
const MaxEdits = 200

// Edits are changes of stations that a what-if tries, all at once. None of
// them is written anywhere.
type Edits struct {
	Add    []Addition
	Move   []Move
	Remove []stations.ID
	Hours  []Timing
}

// Addition is a station that does not exist yet. What it leaves out is taken
// to suit the question: without a kind it is of one that counts, without
// services it offers those that are asked for, without hours it is always
// open.
type Addition struct {
	Point    orb.Point // WGS-84
	Kind     stations.Kind
	Services []stations.Service
	Hours    string // as in a station's record
}

// Move puts a station elsewhere.
type Move struct {
	ID    stations.ID
	Point orb.Point // WGS-84
}

// Timing gives a station other hours. They matter to a question about a
// moment only.
type Timing struct {
	ID    stations.ID
	Hours string // as in a station's record, and readable
}

// ReadEdits reads the JSON form, with places in the datum d:
//
//	{"add":[{"lon","lat","kind","services":[…],"hours"}], "move":[{"id","lon","lat"}],
//	 "remove":[id], "hours":[{"id","hours"}]}
//
// Errors are Invalid and name each field that breaks a rule, as add[2].lon.
// Whether the stations exist is not looked at.
func ReadEdits(data []byte, d datum.Datum) (Edits, error) {
	var form struct {
		Add    []json.RawMessage `json:"add"`
		Move   []json.RawMessage `json:"move"`
		Remove []string          `json:"remove"`
		Hours  []json.RawMessage `json:"hours"`
	}
	if err := Strict(data, &form); err != nil {
		return Edits{}, err
	}
	if len(form.Add)+len(form.Move)+len(form.Remove)+len(form.Hours) > MaxEdits {
		return Edits{}, tooManyEdits()
	}
	var e Edits
	var bad stations.Problems
	for i, raw := range form.Add {
		e.Add = append(e.Add, readAddition(raw, fmt.Sprintf("add[%d]", i), d, &bad))
	}
	for i, raw := range form.Move {
		e.Move = append(e.Move, readMove(raw, fmt.Sprintf("move[%d]", i), d, &bad))
	}
	for _, id := range form.Remove {
		e.Remove = append(e.Remove, stations.ID(id))
	}
	for i, raw := range form.Hours {
		e.Hours = append(e.Hours, readTiming(raw, fmt.Sprintf("hours[%d]", i), &bad))
	}
	return e, bad.Err()
}

func tooManyEdits() error {
	return stations.BadField("add", fmt.Sprintf("一次最多改动 %d 处 add, move, remove and hours hold more than %d changes together", MaxEdits, MaxEdits))
}

func (e Edits) count() int { return len(e.Add) + len(e.Move) + len(e.Remove) + len(e.Hours) }

// readAddition reads a member of add; at is its place, such as add[0].
func readAddition(raw json.RawMessage, at string, d datum.Datum, bad *stations.Problems) Addition {
	var form struct {
		Lon      *float64 `json:"lon"`
		Lat      *float64 `json:"lat"`
		Kind     string   `json:"kind"`
		Services []string `json:"services"`
		Hours    string   `json:"hours"`
	}
	if err := Strict(raw, &form); err != nil {
		bad.Under(at, err)
		return Addition{}
	}
	a := Addition{Point: placeForm{form.Lon, form.Lat}.point(at, d, bad), Kind: stations.Kind(form.Kind), Hours: form.Hours}
	if _, err := stations.ParseKind(form.Kind); form.Kind != "" && err != nil {
		bad.Add(at+".kind", "未知的值 is not a known kind")
	}
	for i, code := range form.Services {
		service, err := stations.ParseService(code)
		if err != nil {
			bad.Add(fmt.Sprintf("%s.services[%d]", at, i), "未知的值 is not a known service")
		}
		a.Services = append(a.Services, service)
	}
	if form.Hours != "" {
		checkHours(form.Hours, at, bad)
	}
	return a
}

func readMove(raw json.RawMessage, at string, d datum.Datum, bad *stations.Problems) Move {
	var form struct {
		ID  string   `json:"id"`
		Lon *float64 `json:"lon"`
		Lat *float64 `json:"lat"`
	}
	if err := Strict(raw, &form); err != nil {
		bad.Under(at, err)
		return Move{}
	}
	return Move{stations.ID(form.ID), placeForm{form.Lon, form.Lat}.point(at, d, bad)}
}

func readTiming(raw json.RawMessage, at string, bad *stations.Problems) Timing {
	var form struct {
		ID    string `json:"id"`
		Hours string `json:"hours"`
	}
	if err := Strict(raw, &form); err != nil {
		bad.Under(at, err)
		return Timing{}
	}
	checkHours(form.Hours, at, bad)
	return Timing{stations.ID(form.ID), form.Hours}
}

func checkHours(text, at string, bad *stations.Problems) {
	if _, err := stations.ParseHours(text); err != nil {
		bad.Add(at+".hours", "无法识别的营业时间 cannot be read as opening hours")
	}
}

// placeForm is where something is, as far as it is stated.
type placeForm struct{ lon, lat *float64 }

// point returns the WGS-84 point, and complains when there is none on Earth.
func (f placeForm) point(at string, d datum.Datum, bad *stations.Problems) orb.Point {
	lon, ok1 := within(f.lon, at+".lon", 180, bad)
	lat, ok2 := within(f.lat, at+".lat", 90, bad)
	if !ok1 || !ok2 {
		return orb.Point{}
	}
	return datum.In(datum.Coord{Lon: lon, Lat: lat, Datum: d})
}

func within(v *float64, field string, most float64, bad *stations.Problems) (float64, bool) {
	switch {
	case v == nil:
		bad.Add(field, "必填 is required")
		return 0, false
	case !(math.Abs(*v) <= most):
		bad.Add(field, fmt.Sprintf("must be within ±%v", most))
		return 0, false
	}
	return *v, true
}
