package demo

import (
	"fmt"
	"math/rand/v2"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// settle founds the stations: most where people live, few on the south bank
// and at the edge, so that real gaps remain, and some drivers' homes at the
// lorries' ring.
func settle(rng *rand.Rand, n *network, opts Options) []*stations.Station {
	s := &settler{rng: rng, network: n, areas: districts(), city: opts.Name}
	founded := make([]*stations.Station, opts.Stations)
	for i := range founded {
		founded[i] = s.found(i + 1)
	}
	return founded
}

type settler struct {
	rng     *rand.Rand
	network *network
	areas   []stations.Area
	city    string
	taken   []xy
}

// found makes station number n.
func (s *settler) found(n int) *stations.Station {
	if n%25 == 0 {
		return s.lorryHome(n)
	}
	place := s.place()
	station := s.station(n, place, stations.Kind(s.draw(kinds())))
	station.Host = stations.Host(s.draw(hosts()))
	if station.Kind == stations.MobileStation {
		station.Host = "vehicle"
	}
	for _, c := range commonServices() {
		if s.rng.IntN(100) < c.weight {
			station.Services = append(station.Services, s.service(c.value))
		}
	}
	price(station.Services, n)
	return station
}

// lorryHome makes a drivers' home: open day and night, beside the ring.
func (s *settler) lorryHome(n int) *stations.Station {
	place := s.beside(s.network.yards[s.rng.IntN(len(s.network.yards))])
	station := s.station(n, place, stations.DriverHome)
	station.Host = "truck_park"
	station.Hours = "24/7"
	station.Position.SideOfRoad = "环路外侧"
	station.Truck = lorryYard(n)
	for _, code := range lorryServices() {
		station.Services = append(station.Services, stations.ServiceState{Code: stations.Service(code), Status: stations.ServiceOK})
	}
	price(station.Services, n)
	return station
}

// station makes what all stations have.
func (s *settler) station(n int, place xy, kind stations.Kind) *stations.Station {
	names := placeNames()
	name := names[s.rng.IntN(len(names))]
	street := names[s.rng.IntN(len(names))]
	station := &stations.Station{
		Code:         fmt.Sprintf("SL-%05d", n),
		Name:         fmt.Sprintf("示例%s%s%d号", name, chinese(stations.Kinds(), string(kind)), n),
		Programmes:   stations.Brands(Label),
		Kind:         kind,
		Lifecycle:    stations.Lifecycle(s.draw(lifecycles())),
		Hours:        s.draw(openingHours()),
		Access:       s.access(),
		Source:       Source,
		SourceRecord: fmt.Sprintf("%05d", n),
		Contacts:     []stations.Contact{{Phone: fmt.Sprintf("000-0000%04d", n%10000)}},
	}
	distinguish(station, n)
	station.Position = s.position(place)
	station.Position.Address = fmt.Sprintf("%s%s示例%s路%d号（虚构）",
		s.city, s.districtName(station.Position.Adcode), street, 1+s.rng.IntN(400))
	return station
}

func (s *settler) position(place xy) stations.Position {
	p := stations.Position{
		Point:       place.point(),
		Quality:     stations.PositionQuality(s.draw(qualities())),
		Floor:       "1",
		BikeParking: s.draw([]choice{{3, "门前可停"}, {2, "路边划线车位"}, {1, "楼后车棚"}, {2, ""}}),
	}
	p.Original = datum.Out(p.Point, datum.GCJ02)
	if area := districtAt(s.areas, p.Point); area != nil {
		p.Adcode = area.Adcode
	}
	switch s.rng.IntN(12) {
	case 0:
		p.Floor, p.EntranceNote = "2", "从东侧楼梯上二楼"
	case 1:
		p.Floor, p.EntranceNote = "B1", "由南门扶梯下到地下一层"
	}
	return p
}

func (s *settler) access() stations.Access {
	a := stations.Access{Method: stations.AccessMethod(s.draw(accessMethods()))}
	a.Steps = steps(a.Method)
	a.Eligibility = s.draw([]choice{{6, "户外劳动者均可"}, {2, "骑手、快递员、司机、环卫工人"}, {1, "工会会员"}})
	return a
}

// service is mostly in order.
func (s *settler) service(code string) stations.ServiceState {
	state := stations.ServiceState{Code: stations.Service(code), Status: stations.ServiceOK}
	switch s.rng.IntN(60) {
	case 0:
		state.Status, state.Note = stations.ServiceBroken, "报修中（示例）"
	case 1:
		state.Status = stations.ServiceLimited
	}
	return state
}

func (s *settler) districtName(adcode string) string {
	for _, a := range s.areas {
		if a.Adcode == adcode {
			return a.Name
		}
	}
	return "城外"
}

// place draws a door: a place on a street where people live, not beside
// another station unless the city is full.
func (s *settler) place() xy {
	const tries = 400
	for i := range tries {
		p := s.network.doors[s.rng.IntN(len(s.network.doors))]
		if s.rng.Float64()*24000 < density(p)*favour(p) && (i > tries/2 || s.free(p)) {
			return s.beside(p)
		}
	}
	return s.beside(s.network.doors[s.rng.IntN(len(s.network.doors))])
}

// favour is how much of their share of stations people get: the south bank
// and the towns at the edge are behind.
func favour(p xy) float64 {
	switch {
	case !p.north():
		return 0.16
	case p.far() > 4400:
		return 0.1
	case p.X < -2300:
		return 0.22
	}
	return 1
}

// free reports whether no station stands within 90 m of p.
func (s *settler) free(p xy) bool {
	for _, q := range s.taken {
		if p.to(q) < 90 {
			return false
		}
	}
	return true
}

// beside takes a place some metres off the street's middle.
func (s *settler) beside(p xy) xy {
	off := polar(6+14*s.rng.Float64(), 360*s.rng.Float64())
	s.taken = append(s.taken, p)
	return xy{p.X + off.X, p.Y + off.Y}
}

// draw returns one of the values, by weight.
func (s *settler) draw(choices []choice) string {
	total := 0
	for _, c := range choices {
		total += c.weight
	}
	at := s.rng.IntN(total)
	for _, c := range choices {
		if at -= c.weight; at < 0 {
			return c.value
		}
	}
	return ""
}

// chinese returns the Chinese name of a code.
func chinese(words []stations.Word, code string) string {
	for _, w := range words {
		if w.Code == code {
			return w.Chinese
		}
	}
	return ""
}
