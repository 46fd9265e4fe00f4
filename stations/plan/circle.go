package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// MaxCircles is the most times that one CircleRequest names.
const MaxCircles = 5

// CircleRequest asks from where a place is reached in time. The place is a
// station or a point; just one of them is given.
type CircleRequest struct {
	Station *stations.Station
	Point   *orb.Point    // WGS-84
	Mode    string        // walk when ""
	Profile string        // NAME or NAME@VERSION; the mode's first, of the newest version, when ""
	Vehicle roads.Vehicle // of truck profiles from version 2 on
	Minutes []float64     // 1 … MaxCircles, each in (0, MaxMinutes]; the mode's default when empty
}

// CircleResult is the ground from which the place is reached within Minutes.
type CircleResult struct {
	Minutes float64
	Mode    string
	Profile string           // name@version: whose ways and speeds hold
	Area    orb.MultiPolygon // WGS-84, counter-clockwise outside; a drawing, good to some 25 m
}

// Circle draws the isochrones of a place, the shortest time first, each time
// once.
//
// Errors: Invalid names the fields that break a rule, among them a place
// without roads within 500 m; Unavailable when no roads are loaded; ctx's error.
func (p *Planner) Circle(ctx context.Context, r CircleRequest) ([]CircleResult, error) {
	asked, err := r.normal()
	if err != nil {
		return nil, err
	}
	at, field, err := r.place()
	if err != nil {
		return nil, err
	}
	if len(p.roads) == 0 {
		return nil, noRoads()
	}
	g := p.graphAt(at)
	if g == nil {
		return nil, stations.BadField(field, "没有加载那里的路网 no road network is loaded there")
	}
	g = p.fleet.For(g, r.Vehicle)
	mode := asked.profile.Mode
	tie, ok := g.Tie(mode, at)
	if !ok {
		return nil, stations.BadField(field, "500 米内没有道路 has no road within 500 m")
	}
	var drawn []CircleResult
	err = p.searchers.lend(g, mode, 1, func(field *reach.Field) (err error) {
		drawn, err = p.draw(ctx, field, tie, asked)
		return err
	})
	return drawn, err
}

// circles is what to draw: times ascending.
type circles struct {
	profile Profile
	minutes []float64
}

func (p *Planner) draw(ctx context.Context, field *reach.Field, tie roads.Tie, c circles) ([]CircleResult, error) {
	if err := p.results.Sit(ctx); err != nil {
		return nil, err
	}
	defer p.results.Rise()
	limits := make([]roads.Millis, len(c.minutes))
	for i, m := range c.minutes {
		limits[i] = millis(m)
	}
	drawn, err := field.Circle(ctx, tie, limits...)
	if err != nil {
		return nil, err
	}
	out := make([]CircleResult, len(drawn))
	for i, d := range drawn {
		out[i] = CircleResult{Minutes: c.minutes[i], Mode: c.profile.Mode.Base().String(), Profile: c.profile.String(), Area: d.Area}
	}
	return out, nil
}

// normal checks the request and fills in its defaults.
func (r CircleRequest) normal() (circles, error) {
	var bad stations.Problems
	profile := pickProfile(r.Mode, r.Profile, &bad)
	profile.vehicle(r.Vehicle, &bad)
	minutes := slices.Clone(r.Minutes)
	if len(minutes) == 0 {
		minutes = []float64{profile.Minutes}
	}
	for _, m := range minutes {
		if !(m > 0 && m <= MaxMinutes) {
			bad.Add("minutes", fmt.Sprintf("must be more than 0 and at most %d", MaxMinutes))
			break
		}
	}
	slices.Sort(minutes)
	minutes = slices.Compact(minutes)
	if len(minutes) > MaxCircles {
		bad.Add("minutes", fmt.Sprintf("names more than %d times", MaxCircles))
	}
	r.checkPlace(&bad)
	return circles{profile, minutes}, bad.Err()
}

func (r CircleRequest) checkPlace(bad *stations.Problems) {
	switch {
	case r.Station == nil && r.Point == nil:
		bad.Add("station", "name a station, or give lon and lat")
	case r.Station != nil && r.Point != nil:
		bad.Add("station", "name a station or give lon and lat, not both")
	case r.Point != nil && !stations.ValidPoint(r.Point.Lon(), r.Point.Lat()):
		bad.Add("lon", "is not a longitude within ±180 with a latitude within ±90")
	}
}

// place returns where the place is and the field that said so.
func (r CircleRequest) place() (at orb.Point, field string, err error) {
	switch {
	case r.Point != nil:
		return *r.Point, "lon", nil
	case r.Station.Position.Quality == stations.AddressOnly:
		return orb.Point{}, "", stations.BadField("station", "只有地址，没有坐标 has an address but no position")
	}
	return r.Station.Position.Point, "station", nil
}
