// Package demo draws a synthetic city (示例数据): streets, a river with few
// bridges, districts, people and stations, for trying yizhan without anybody's
// data and for tests.
//
// Nothing in it is real. The city is drawn into the empty dunes of a desert,
// so that no pin can be taken for a door; names begin with 示例, division
// codes with 9999, which no division has, and telephone numbers with
// 000-0000. It lies inside the box where GCJ-02 differs from WGS-84.
package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"yizhan/geo/osm"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// Source is the name under which the demo's stations are imported. Pages
// label every station of this source as synthetic.
const Source = "demo"

// Label stands in the programmes of every synthetic station.
const Label = "示例数据"

// MaxStations is the most stations that a city gets.
const MaxStations = 20000

// Options say which city to draw. Equal options give equal bytes, with one
// release of yizhan and on one processor architecture.
type Options struct {
	Name     string // of the city; 示例 is put before it when missing, 示例市 when empty
	Stations int    // 1 … MaxStations
	Seed     uint64
}

// City is a synthetic city. Its coordinates are WGS-84 where nothing else is said.
type City struct {
	Name      string
	Nodes     []osm.Node
	Ways      []osm.Way
	Districts []stations.Area
	People    []Crowd
	Stations  []*stations.Station // without ids, which a store's importer gives
	Hosts     []exchange.Host     // that could take a station in, GCJ-02
}

// Crowd is a number of residents around a point.
type Crowd struct {
	Point  orb.Point // WGS-84
	People int
}

// Make draws the city, in five steps: streets, people, districts, stations, hosts.
// The error is Invalid and names the option that breaks a rule.
func Make(opts Options) (*City, error) {
	if err := opts.check(); err != nil {
		return nil, err
	}
	opts.Name = "示例" + strings.TrimPrefix(cmp.Or(opts.Name, "市"), "示例")
	rng := rand.New(rand.NewPCG(opts.Seed, 0x79697a68616e))
	draft := drawStreets(rng)
	network := join(draft.streets)
	city := &City{
		Name:      opts.Name,
		Nodes:     network.nodes,
		Ways:      network.ways,
		Districts: districts(),
		People:    people(rng, draft.parks),
	}
	city.Stations = settle(rng, network, opts)
	city.Hosts = premises(opts.Seed, network)
	return city, nil
}

func (o Options) check() error {
	switch {
	case o.Stations < 1 || o.Stations > MaxStations:
		return stations.BadField("stations", fmt.Sprintf("is not within 1 … %d", MaxStations))
	case !utf8.ValidString(o.Name) || utf8.RuneCountInString(o.Name) > 20:
		return stations.BadField("city", "is no text of at most 20 characters")
	}
	return nil
}
