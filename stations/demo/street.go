package demo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// street is one line on the drawing board. Streets of the same level meet
// where they cross; others pass over each other.
type street struct {
	tags  tags
	line  []xy
	level int
}

type tags [][2]string

// with returns the tags and one more.
func (t tags) with(key, value string) tags {
	return append(slices.Clone(t), [2]string{key, value})
}

func highway(class, name string) tags {
	return tags{{"highway", class}, {"name", name}}
}

// step is the distance between the vertices of a drawn line, metres.
const step = 36.0

// draft is the drawing board.
type draft struct {
	rng     *rand.Rand
	parks   []park
	streets []street
}

// drawStreets draws the network: main roads first, then the grids between
// them, then what only feet and bicycles use.
func drawStreets(rng *rand.Rand) *draft {
	d := &draft{rng: rng, parks: parks()}
	d.rings()
	d.radials()
	d.motorway()
	d.grids()
	d.promenades()
	d.parkPaths()
	d.alleys()
	d.drives()
	d.outlines()
	return d
}

// lay draws a line in pieces: pick gives the tags of each of its segments by
// the segment's middle, nil to leave it out. Neighbours of equal tags become
// one street.
func (d *draft) lay(line []xy, level int, pick func(middle xy) tags) {
	var now *street
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		wanted := pick(xy{(a.X + b.X) / 2, (a.Y + b.Y) / 2})
		if now != nil && slices.Equal(now.tags, wanted) {
			now.line = append(now.line, b)
			continue
		}
		d.keep(now)
		now = nil
		if wanted != nil {
			now = &street{wanted, []xy{a, b}, level}
		}
	}
	d.keep(now)
}

func (d *draft) keep(s *street) {
	if s != nil {
		d.streets = append(d.streets, *s)
	}
}

// bridged is a main road: it crosses the river on a bridge.
func bridged(t tags) func(xy) tags {
	return func(p xy) tags {
		if p.wet() {
			return t.with("bridge", "yes").with("layer", "1")
		}
		return t
	}
}

// dry is a road that ends at the river and at parks.
func (d *draft) dry(t tags) func(xy) tags {
	return func(p xy) tags {
		if p.wet() || p.green(d.parks) {
			return nil
		}
		return t
	}
}

// straight returns the vertices from a to b, both included.
func straight(a, b xy) []xy {
	n := max(1, int(math.Ceil(a.to(b)/step)))
	line := make([]xy, 0, n+1)
	for i := range n + 1 {
		f := float64(i) / float64(n)
		line = append(line, xy{a.X + f*(b.X-a.X), a.Y + f*(b.Y-a.Y)})
	}
	return line
}

// loop returns a closed line about the middle, counter-clockwise, bent a
// little so that no ring is a circle.
func loop(r float64) []xy {
	n := int(2 * math.Pi * r / step)
	line := make([]xy, 0, n+1)
	for i := range n {
		degrees := 360 * float64(i) / float64(n)
		rad := degrees * math.Pi / 180
		line = append(line, polar(r*(1+0.05*math.Sin(3*rad+1)+0.025*math.Sin(5*rad)), degrees))
	}
	return append(line, line[0])
}

// rings draws the ring roads. The outermost is the lorries' ring, a dual
// carriageway driven on the right.
func (d *draft) rings() {
	d.lay(loop(280), 0, bridged(highway("tertiary", "示例广场环路").with("hgv", "no")))
	d.lay(loop(1500), 0, bridged(highway("secondary", "示例内环路").with("hgv", "no")))
	d.lay(loop(3300), 0, bridged(highway("primary", "示例中环路").with("sidewalk", "both")))
	lorries := highway("trunk", "示例货运环路").with("hgv", "designated").with("oneway", "yes")
	d.lay(loop(5330), 0, bridged(lorries))
	inner := loop(5300)
	slices.Reverse(inner)
	d.lay(inner, 0, bridged(lorries))
}

// radials draws the main roads out of the middle. One of them crosses the
// river; those of the south bank begin behind it.
func (d *draft) radials() {
	for i, r := range []struct {
		degrees, from float64
		class         string
	}{
		{18, 280, "primary"},
		{62, 280, "secondary"},
		{108, 280, "primary"},
		{152, 280, "secondary"},
		{198, 280, "primary"},
		{232, 4300, "secondary"},
		{270, 280, "primary"},
		{308, 3600, "secondary"},
		{342, 280, "secondary"},
	} {
		name := fmt.Sprintf("示例%s大道", ordinal(i+1))
		line := straight(polar(r.from-40, r.degrees), polar(cityRadius-300, r.degrees))
		d.lay(line, 0, bridged(highway(r.class, name).with("sidewalk", "both")))
	}
}

// motorway draws the stub of a motorway out of the city, above its streets,
// with a link to the lorries' ring on either side.
func (d *draft) motorway() {
	const degrees = 45.0
	for _, side := range []float64{-1, 1} { // on the right: outward lies south-east of inward
		near := xy{6000, side * 12}.turned(degrees)
		out := xy{8200, side * 12}.turned(degrees)
		link := polar(5150, degrees+side*4)
		road := slices.Concat(straight(link, near))
		way := straight(near, out)
		if side > 0 {
			slices.Reverse(road)
			slices.Reverse(way)
		}
		d.lay(road, 0, bridged(highway("motorway_link", "示例高速连接线").with("oneway", "yes")))
		d.lay(way, 1, bridged(highway("motorway", "示例高速")))
	}
}

func ordinal(n int) string {
	return string([]rune("零一二三四五六七八九十")[n])
}
