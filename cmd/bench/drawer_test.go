//go:build bench

package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
)

// drawer is an engine that draws circles as GeoJSON, and what it did so far.
type drawer struct {
	name   string
	draw   func(t *testing.T, at orb.Point) (text []byte, took time.Duration)
	last   []byte // the text of the last circle
	took   []time.Duration
	f1     []float64
	all    tally
	length int // corners
}

// turn draws one circle.
func (d *drawer) turn(t *testing.T, at orb.Point) {
	t.Helper()
	text, took := d.draw(t, at)
	d.last = text
	d.took[len(d.took)-1] = min(d.took[len(d.took)-1], took)
}

// ours draws in this process, from the point to the text of the geometry.
func ours(g *roads.Graph) *drawer {
	f := reach.NewField(g, roads.Walk2, 1)
	var text []byte
	return &drawer{name: "yizhan, 25 m", draw: func(t *testing.T, at orb.Point) ([]byte, time.Duration) {
		began := time.Now()
		tie, ok := g.Tie(roads.Walk2, at)
		if !ok {
			t.Fatal("a place is off the road")
		}
		isos, err := f.Circle(context.Background(), tie, circleLimit)
		if err != nil {
			t.Fatal(err)
		}
		text = appendArea(text[:0], isos[0].Area)
		return text, time.Since(began)
	}}
}

// appendArea writes a GeoJSON geometry with 6 decimals, as Valhalla does.
func appendArea(dst []byte, mp orb.MultiPolygon) []byte {
	dst = append(dst, `{"type":"MultiPolygon","coordinates":[`...)
	for i, poly := range mp {
		dst = append(dst, ",["[b2i(i == 0):]...)
		for j, ring := range poly {
			dst = append(dst, ",["[b2i(j == 0):]...)
			for k, p := range ring {
				dst = append(dst, ",["[b2i(k == 0):]...)
				dst = appendDegrees(dst, p[0])
				dst = append(dst, ',')
				dst = appendDegrees(dst, p[1])
				dst = append(dst, ']')
			}
			dst = append(dst, ']')
		}
		dst = append(dst, ']')
	}
	return append(dst, "]}"...)
}

// appendDegrees writes 6 decimals digit by digit, as our server does 7.
func appendDegrees(dst []byte, degrees float64) []byte {
	const unit = 1e6
	n := int64(math.Round(degrees * unit))
	if n < 0 {
		dst, n = append(dst, '-'), -n
	}
	dst = append(strconv.AppendInt(dst, n/unit, 10), '.')
	dst = append(dst, "000000"...)
	for i, n := 1, n%unit; n > 0; i, n = i+1, n/10 {
		dst[len(dst)-i] = byte('0' + n%10)
	}
	return dst
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// theirs asks Valhalla for polygons, with nothing that makes a walk slower or
// dearer than its length.
func theirs(v *valhalla, name string, options map[string]any) *drawer {
	return &drawer{name: name, draw: func(t *testing.T, at orb.Point) ([]byte, time.Duration) {
		request := map[string]any{
			"locations": []map[string]any{{"lon": at[0], "lat": at[1]}},
			"costing":   "pedestrian",
			"costing_options": map[string]any{"pedestrian": map[string]any{
				"walking_speed": 4.32, "walkway_factor": 1, "sidewalk_factor": 1, "step_penalty": 0, "use_hills": 0.5,
			}},
			"contours": []map[string]any{{"time": circleLimit / 60_000}},
			"polygons": true,
		}
		for key, value := range options {
			request[key] = value
		}
		return v.ask(t, request)
	}}
}

// judge compares the last circle with the truth.
func (d *drawer) judge(truth *walks) {
	area, err := parseArea(d.last)
	if err != nil {
		truth.t.Fatalf("%s: %v in %.300s", d.name, err, d.last)
	}
	one := truth.compare(area, circleLimit)
	d.f1 = append(d.f1, one.f1())
	d.all = tally{d.all.hit + one.hit, d.all.miss + one.miss, d.all.wrong + one.wrong, max(d.all.farthest, one.farthest)}
	for _, poly := range area {
		for _, ring := range poly {
			d.length += len(ring)
		}
	}
}

// parseArea reads a GeoJSON geometry, or a collection of features.
func parseArea(text []byte) (orb.MultiPolygon, error) {
	var doc struct{ Features []*geojson.Feature }
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	var all orb.MultiPolygon
	add := func(g orb.Geometry) {
		switch g := g.(type) {
		case orb.Polygon:
			all = append(all, g)
		case orb.MultiPolygon:
			all = append(all, g...)
		}
	}
	for _, f := range doc.Features {
		add(f.Geometry)
	}
	if len(doc.Features) == 0 {
		g, err := geojson.UnmarshalGeometry(text)
		if err != nil {
			return nil, err
		}
		add(g.Geometry())
	}
	return all, nil
}

func (d *drawer) row(first *drawer) string {
	slices.Sort(d.f1)
	return fmt.Sprintf("| %s | %.2f | %.1f | %.4f | %.4f | %.4f | %.1f | %d |", d.name, d.median(), d.median()/first.median(),
		d.f1[len(d.f1)/2], d.f1[0], d.all.f1(), d.all.farthest, d.length/len(d.f1))
}

// median returns the milliseconds of half of the places.
func (d *drawer) median() float64 {
	sorted := slices.Sorted(slices.Values(d.took))
	return sorted[len(sorted)/2].Seconds() * 1000
}
