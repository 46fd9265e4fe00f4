package stations

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// CheckAreas reports what PutAreas must refuse, as an Invalid error that
// names the area; nil when every area can be kept.
func CheckAreas(areas []Area) error {
	seen := map[string]bool{}
	for i, a := range areas {
		c := a.check()
		if seen[a.Adcode] {
			c.add("adcode", "appears twice")
		}
		seen[a.Adcode] = true
		if err := c.err(); err != nil {
			return &Error{Code: Invalid, Text: fmt.Sprintf("area %d of %d (%s) breaks a rule", i+1, len(areas), quote(a.Adcode)), Fields: c}
		}
	}
	return nil
}

func (a Area) check() checks {
	var c checks
	if !ValidAdcode(a.Adcode) {
		c.add("adcode", "is not a division code of 6, 9 or 12 digits")
	}
	if a.Parent != "" && !ValidAdcode(a.Parent) {
		c.add("parent", "is not a division code of 6, 9 or 12 digits")
	}
	if strings.TrimSpace(a.Name) == "" {
		c.add("name", "is required")
	}
	c.text("name", a.Name, MaxName)
	c.text("level", a.Level, MaxName)
	if len(a.Geometry) == 0 {
		c.add("geometry", "is empty")
	}
	for _, polygon := range a.Geometry {
		c.polygon(polygon)
	}
	return c
}

func (c *checks) polygon(polygon orb.Polygon) {
	if len(polygon) == 0 {
		c.add("geometry", "has a polygon without rings")
	}
	for _, ring := range polygon {
		if problem := ringProblem(ring); problem != "" {
			c.add("geometry", problem)
			return // one is enough: a bad file would list thousands
		}
	}
}

func ringProblem(ring orb.Ring) string {
	switch {
	case len(ring) < 4:
		return "has a ring of fewer than 4 points"
	case ring[0] != ring[len(ring)-1]:
		return "has a ring that is not closed"
	}
	for _, p := range ring {
		if !ValidPoint(p.Lon(), p.Lat()) {
			return "has a point that is not a longitude within ±180 and a latitude within ±90"
		}
	}
	return ""
}

// Canonical returns the row as stores keep it: a row with a cell has no point.
func (d Demand) Canonical() Demand {
	if d.Cell != 0 {
		d.Point = orb.Point{}
	}
	return d
}

// CheckDemand reports what PutDemand must refuse, as an Invalid error that
// names the first bad row (from 1); else it returns the sum of all weights,
// added in order.
func CheckDemand(layer string, rows []Demand) (total float64, err error) {
	var c checks
	c.text("layer", layer, MaxName)
	if strings.TrimSpace(layer) == "" {
		c.add("layer", "is required")
	}
	if len(c) > 0 {
		return 0, &Error{Code: Invalid, Text: "the demand layer breaks a rule", Fields: c}
	}
	for i, row := range rows {
		if field, problem := row.problem(); field != "" {
			return 0, &Error{Code: Invalid, Text: fmt.Sprintf("row %d of the demand breaks a rule", i+1), Fields: []Problem{{field, problem}}}
		}
		total += row.Weight
	}
	if math.IsInf(total, 1) {
		return 0, BadField("weight", "the sum of all weights is not finite")
	}
	return total, nil
}

func (d Demand) problem() (field, problem string) {
	switch {
	case d.Cell != 0 && !d.Cell.Valid():
		return "cell", "is not a valid H3 cell"
	case d.Cell == 0 && !ValidPoint(d.Point.Lon(), d.Point.Lat()):
		return "point", "is not a longitude within ±180 and a latitude within ±90"
	case !(d.Weight >= 0) || math.IsInf(d.Weight, 1): // written so that NaN is refused
		return "weight", "is not a finite number of at least 0"
	case d.Hours != nil && !d.Hours.sound():
		return "hours", "are not finite numbers of at least 0 with a finite sum"
	}
	return "", ""
}

// CheckRun reports what PutRun must refuse, as an Invalid error.
func CheckRun(run Run) error {
	switch {
	case run.ID == "" || !Storable(run.ID):
		return BadField("id", "is required")
	case !json.Valid(run.Request) || !Storable(string(run.Request)):
		return BadField("request", "is not JSON")
	}
	return nil
}
