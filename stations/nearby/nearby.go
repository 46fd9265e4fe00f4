// Package nearby answers what riders ask — the nearest stations that suit me
// — from memory. A Finder follows a store and answers every question from one
// immutable snapshot, which a write replaces within a second; no question
// touches the database, and nothing about a question is kept.
package nearby

import (
	"fmt"
	"math"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/stations"
)

// By says what "nearest" means.
type By uint8

// The orders of an answer.
const (
	ByDistance By = iota // great circle on geo/sphere
	ByTime               // travel time, by road where a network is loaded
)

// Door says which doors are wanted, and when.
type Door uint8

// The rules about opening hours. All but AnyDoor drop the closed stations and
// list those of unknown hours last; OpenOnArrival lists those that close soon
// before them, after all others.
const (
	AnyDoor       Door = iota // every station, with its state now
	OpenNow                   // open now
	OpenOnArrival             // open when the rider gets there, and for Stay at least from then on
	OpenAt                    // open at Query.At
)

// Query is one question. Filter is on top of what riders see, which is
// stations.Public.
//
// AccuracyM makes the limits wider, never the order: distances, times and the
// order are those from Point, but no station is left out that would be within
// RadiusM and MaxMinutes from anywhere in the circle. On arrival a door is
// what it is for the soonest and the latest arrival from there and for all
// between; where those differ it is unknown.
type Query struct {
	Point      orb.Point // WGS-84
	Filter     stations.Filter
	Mode       roads.Mode // ByTime goes by the newest version of the rules
	By         By
	Door       Door
	At         time.Time // for OpenAt
	RadiusM    float64   // great circle, inclusive; 0 for no limit
	MaxMinutes float64   // travel time, inclusive; 0 for no limit
	AccuracyM  float64   // the rider is within so many metres of Point; 0 … MaxAccuracy
	Limit      int       // 1 … MaxLimit
	Cursor     string    // Answer.Next of the page before; "" for the first
}

// MaxLimit is the most stations of one page.
const MaxLimit = 100

// MaxAccuracy is the most that a position may be blurred, in metres.
const MaxAccuracy = 5000

// Detour is how much longer than the great circle a way is taken to be where
// no road is known.
const Detour = 1.3

// Hit is a station of an answer. Station is shared and must not be changed.
type Hit struct {
	Station  *stations.Station
	Memo     *Memo              // of this record, for whoever shows it; nil in hits of other makers
	Distance float64            // metres on the sphere, not rounded
	Duration float64            // seconds of travel
	RoadM    float64            // metres by road; only when ByRoad
	ByRoad   bool               // Duration is along roads, else Detour · Distance / speed
	Open     stations.OpenState // at the asked moment, or on arrival
	ClosesAt time.Time          // when open; zero when unknown or never
	OpensAt  time.Time          // when closed; zero when unknown or never
	Badge    stations.Badge     // at the asked moment, or on arrival
}

// Answer is a page of hits in order: as the rule about doors groups them, then
// by the unrounded key, then by id.
type Answer struct {
	Hits     []Hit
	Next     string     // the next page's Cursor; "" after the last
	Nearest  *Hit       // when the first page is empty: the nearest public station of any kind, if there is one
	ByRoad   bool       // times are along roads
	Mode     roads.Mode // whose roads those are, under the newest version of the rules
	Revision stations.Revision
}

// Speed returns the metres per second that a straight estimate takes: walk
// 1.2, ride 15 km/h, truck 35 km/h, the speed of city streets.
func Speed(m roads.Mode) float64 {
	switch m.Base() {
	case roads.Ride:
		return 15 / 3.6
	case roads.Truck:
		return 35 / 3.6
	}
	return 1.2
}

// estimate is the travel time over a great circle, in seconds.
func estimate(metres float64, m roads.Mode) float64 { return Detour * metres / Speed(m) }

// check reports every field that breaks a rule.
func (q Query) check() error {
	var bad []stations.Problem
	add := func(field, problem string) { bad = append(bad, stations.Problem{Field: field, Problem: problem}) }
	if !stations.ValidPoint(q.Point.Lon(), q.Point.Lat()) {
		add("lon", "is not a longitude within ±180 with a latitude within ±90")
	}
	if q.Limit < 1 || q.Limit > MaxLimit {
		add("limit", fmt.Sprintf("must be a whole number of 1 to %d", MaxLimit))
	}
	if !(q.RadiusM >= 0) || math.IsInf(q.RadiusM, 0) {
		add("radius_m", "must be a number of metres, 0 or more")
	}
	if !(q.MaxMinutes >= 0) || math.IsInf(q.MaxMinutes, 0) {
		add("max_minutes", "must be a number of minutes, 0 or more")
	}
	if !(q.AccuracyM >= 0 && q.AccuracyM <= MaxAccuracy) {
		add("accuracy_m", fmt.Sprintf("must be a number of metres, 0 to %d", MaxAccuracy))
	}
	if q.By == ByTime && q.MaxMinutes > Horizon {
		add("max_minutes", fmt.Sprintf("must be at most %d with by=time", Horizon))
	}
	if len(bad) == 0 {
		return nil
	}
	return &stations.Error{Code: stations.Invalid, Text: "the question breaks a rule", Fields: bad}
}
