package demo

import (
	"math"
)

// bank is how far the promenades keep from the river's middle line, metres:
// streets end up to a step before the water, and must reach them.
const bank = halfRiver + 1.2*step

// promenades draws the paths along both banks and the footbridge.
func (d *draft) promenades() {
	for _, p := range []struct {
		side float64
		tags tags
	}{
		{bank, highway("cycleway", "示例滨江绿道").with("foot", "yes")},
		{-bank, highway("footway", "示例滨江步道").with("bicycle", "no")},
	} {
		var line []xy
		for x := -5400.0; x <= 5400; x += step {
			line = append(line, xy{x, riverAt(x) + p.side})
		}
		d.lay(line, 0, func(xy) tags { return p.tags })
	}
	y := riverAt(2300)
	d.lay(straight(xy{2300, y + bank + 20}, xy{2300, y - bank - 20}), 0,
		bridged(highway("footway", "示例步行桥").with("bicycle", "dismount")))
}

// parkPaths draws a path around each park and two across it.
func (d *draft) parkPaths() {
	for _, g := range d.parks {
		path := highway("footway", g.name+"步道")
		d.lay(g.round(1.2*step), 0, bridged(path))
		for _, degrees := range []float64{30, 120} {
			a, b := polar(g.radius+50, degrees), polar(g.radius+50, degrees+180)
			d.lay(straight(g.at(a), g.at(b)), 0, bridged(path))
		}
	}
}

// at moves p, which is relative to the park's middle, onto the board.
func (g park) at(p xy) xy { return xy{g.middle.X + p.X, g.middle.Y + p.Y} }

// round returns a closed line that keeps this far outside the park.
func (g park) round(outside float64) []xy {
	r := g.radius + outside
	n := int(2 * math.Pi * r / step)
	line := make([]xy, 0, n+1)
	for i := range n {
		line = append(line, g.at(polar(r, 360*float64(i)/float64(n))))
	}
	return append(line, line[0])
}

// alleys draws short cuts through the blocks of the old town, and its
// pedestrian streets.
func (d *draft) alleys() {
	classes := []string{"footway", "footway", "footway", "path", "living_street", "steps", "pedestrian"}
	for range 320 {
		class := classes[d.rng.IntN(len(classes))]
		d.stub(2900, 90+130*d.rng.Float64(), highway(class, "示例巷"))
	}
}

// drives draws service roads; some are private.
func (d *draft) drives() {
	for range 220 {
		drive := highway("service", "示例支路")
		if d.rng.Float64() < 0.15 {
			drive = drive.with("access", "private")
		}
		d.stub(5000, 60+120*d.rng.Float64(), drive)
	}
}

// stub draws a short straight line off a street somewhere within the given
// distance from the middle. It begins just across the street, so that the two
// meet.
func (d *draft) stub(within, length float64, t tags) {
	const across = 6.0
	for range 100 { // streets farther out, and the alleys themselves, are passed over
		s := d.streets[d.rng.IntN(len(d.streets))]
		i := d.rng.IntN(len(s.line) - 1)
		a, b := s.line[i], s.line[i+1]
		if s.level != 0 || !grown(s.tags) || a.far() < 350 || a.far() > within {
			continue
		}
		middle := xy{(a.X + b.X) / 2, (a.Y + b.Y) / 2}
		side := math.Atan2(b.Y-a.Y, b.X-a.X)*180/math.Pi + 90 + 180*float64(d.rng.IntN(2)) + 24*(d.rng.Float64()-0.5)
		from, to := polar(-across, side), polar(length, side)
		d.lay(straight(xy{middle.X + from.X, middle.Y + from.Y}, xy{middle.X + to.X, middle.Y + to.Y}), 0, d.dry(t))
		return
	}
}

// grown reports whether the street is one that alleys and drives leave from.
func grown(t tags) bool {
	switch t[0][1] {
	case "residential", "unclassified", "tertiary":
		return true
	}
	return false
}

// outlines draws the river and the parks as areas. They are no roads; a map
// may colour them.
func (d *draft) outlines() {
	var river []xy
	for x := -7500.0; x <= 7500; x += 150 {
		river = append(river, xy{x, riverAt(x) + halfRiver})
	}
	for x := 7500.0; x >= -7500; x -= 150 {
		river = append(river, xy{x, riverAt(x) - halfRiver})
	}
	d.area(append(river, river[0]), tags{{"natural", "water"}, {"name", "示例河"}})
	for _, g := range d.parks {
		d.area(g.round(0), tags{{"leisure", "park"}, {"name", g.name}})
	}
}

// areaLevel is where outlines lie: no street meets them.
const areaLevel = -1

func (d *draft) area(line []xy, t tags) {
	d.streets = append(d.streets, street{t, line, areaLevel})
}
