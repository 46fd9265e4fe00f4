package along

import (
	"time"

	"yizhan/geo/course"
	"yizhan/stations"
	"yizhan/stations/drive"
)

// Plan says where to rest so that no stretch is longer than allowed. With a
// Problem its stops lead to where that begins, as far as doors allow, and its
// durations are zero.
type Plan struct {
	Stops   []Stop
	Longest time.Duration // the longest stretch, what was driven before included
	Driving time.Duration // in all, calls included
	Arrival time.Time     // at the end of the way, rests included
	Problem *Problem      // why there is no plan; nil when there is one
}

// Stop is a rest of a plan. Its hit tells of a driver who rests by the plan:
// Arrival and the state of the door are those of this rest.
type Stop struct {
	Hit
	Stretch time.Duration      // driven since the rest before
	Depart  time.Time          // after the rest
	Sure    bool               // the door is surely open all the while
	Secure  *bool              // somebody or something watches over the vehicle; nil when not known
	Free    []stations.Service // what is offered free of charge then
	Parking *bool              // parking is free of charge; nil when not known
}

// Problem is the first stretch that cannot be driven by the rule.
type Problem struct {
	From, To *Hit          // nil for the departure, and for the end of the way
	Need     time.Duration // of driving between them
	Shut     bool          // there are stations near enough, but none where the driver can rest in time

	// RestFirst reports whether a rest before the departure mends it: what was
	// driven before is what breaks the rule.
	RestFirst bool
}

// maxStops is how many stations take part in a plan. Of more, the way is cut
// into as many parts as there may be, and of each part the best one stays.
const maxStops = 2_000

// plan finds the rests.
func (a *asking) plan() *Plan {
	hits := a.parks()
	stops := make([]drive.Stop, len(hits))
	for i, h := range hits {
		stops[i] = a.stop(h)
	}
	found := drive.Find(a.trip(), stops)
	p := &Plan{Longest: found.Longest, Driving: found.Driving, Arrival: found.Arrival}
	if g := found.Gap; g != nil {
		p.Problem = problem(g, hits)
		p.Problem.RestFirst = a.rested(stops)
	}
	for _, h := range found.Halts {
		p.Stops = append(p.Stops, rest(*hits[h.Stop], h))
	}
	return p
}

func (a *asking) trip() drive.Trip {
	return drive.Trip{
		Departure: a.Departure, Driving: a.takes(a.clock.Total()),
		Driven: a.Drive.Driven, Longest: a.Drive.Longest, Rest: a.Drive.Rest,
	}
}

// rested reports whether a driver who has driven before can keep the rule by
// resting where the trip begins, and setting off that much later.
func (a *asking) rested(stops []drive.Stop) bool {
	trip := a.trip()
	if trip.Driven == 0 {
		return false
	}
	trip.Departure, trip.Driven = trip.Departure.Add(trip.Rest), 0
	return drive.Find(trip, stops).Gap == nil
}

func problem(g *drive.Gap, hits []*Hit) *Problem {
	p := &Problem{Need: g.Need, Shut: g.Closed}
	if g.From != drive.Start {
		p.From = hits[g.From]
	}
	if g.To != drive.End {
		p.To = hits[g.To]
	}
	return p
}

// parks lists the hits where the vehicle can be left for a rest.
func (a *asking) parks() []*Hit {
	var all []*Hit
	for i := range a.hits {
		if h := &a.hits[i]; h.Reached && takesTrucks(h.Station, h.Arrival) {
			all = append(all, h)
		}
	}
	if len(all) <= maxStops {
		return all
	}
	best := make(map[int]*Hit, maxStops)
	for _, h := range all {
		part := int(h.Foot.At / a.Course.Length() * (maxStops - 1))
		if b := best[part]; b == nil || h.call.Detour() < b.call.Detour() {
			best[part] = h
		}
	}
	kept := all[:0]
	for part := range maxStops {
		if h := best[part]; h != nil {
			kept = append(kept, h)
		}
	}
	return kept
}

// takesTrucks reports whether a lorry can be left at the station: its record
// tells of a yard or offers parking for lorries, it is a drivers' home, or its
// host is a place where lorries stand.
func takesTrucks(s *stations.Station, t time.Time) bool {
	switch {
	case s.Truck != nil, s.Kind == stations.DriverHome, s.Offers("truck_parking", t):
		return true
	}
	switch s.Host {
	case "service_area", "truck_park", "logistics_park":
		return true
	}
	return false
}

// What makes a rest welcome. Each weighs more than all below it.
const (
	surelyOpen  = 8
	onThisSide  = 4 // where no road is known: the other side may be out of reach
	watchedOver = 2
	freeParking = 1
)

func (a *asking) stop(h *Hit) drive.Stop {
	merit := 0
	if h.ByRoad || h.Foot.Side != course.Left {
		merit += onThisSide
	}
	if s := secure(h.Station, h.Arrival); s != nil && *s {
		merit += watchedOver
	}
	if p := parking(h.Station, h.Arrival); p != nil && *p {
		merit += freeParking
	}
	return drive.Stop{
		In: a.takes(h.call.In), Out: min(a.takes(h.call.Out), a.takes(h.call.In)), Leave: h.call.Leave, Rejoin: h.call.Rejoin,
		Offer: func(from, until time.Time) (int, bool) {
			sure, ok := rests(h.door, from, until)
			if sure {
				return merit + surelyOpen, ok
			}
			return merit, ok
		},
	}
}

// rest shows a hit as the plan comes to it.
func rest(h Hit, halt drive.Halt) Stop {
	h.Arrival = halt.Arrive
	h.look(halt.Arrive, 0)
	sure, _ := rests(h.door, halt.Arrive, halt.Depart)
	return Stop{
		Hit: h, Stretch: halt.Stretch, Depart: halt.Depart, Sure: sure,
		Secure: secure(h.Station, h.Arrival), Free: free(h.Station, h.Arrival), Parking: parking(h.Station, h.Arrival),
	}
}

// secure reports whether the yard is guarded or filmed, or the station offers
// to watch over vehicles; nil when nothing is said.
func secure(s *stations.Station, t time.Time) *bool {
	yes, no := true, false
	if s.Offers("parking_security", t) {
		return &yes
	}
	if s.Truck == nil || s.Truck.Guarded == nil && s.Truck.CCTV == nil {
		return nil
	}
	for _, watched := range []*bool{s.Truck.Guarded, s.Truck.CCTV} {
		if watched != nil && *watched {
			return &yes
		}
	}
	return &no
}

// parking reports whether lorries park free of charge; nil when not known.
func parking(s *stations.Station, t time.Time) *bool {
	for _, service := range s.Services {
		if service.Code == "truck_parking" && service.Offered(t) {
			return service.Free
		}
	}
	return nil
}

// free lists what is offered free of charge.
func free(s *stations.Station, t time.Time) []stations.Service {
	var list []stations.Service
	for _, service := range s.Services {
		if service.Offered(t) && service.Free != nil && *service.Free {
			list = append(list, service.Code)
		}
	}
	return list
}
