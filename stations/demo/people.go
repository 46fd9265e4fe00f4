package demo

import (
	"math"
	"math/rand/v2"
)

// raster is the distance between neighbouring crowds, metres.
const raster = 150.0

// town is a place where many people live: people per km² in its middle, and
// how far it reaches.
type town struct {
	middle  xy
	density float64
	sigma   float64 // metres
}

func towns() []town {
	return []town{
		{xy{0, 0}, 21000, 1500},
		{xy{3200, 2500}, 15000, 800},
		{xy{-3400, 1500}, 13000, 750},
		{xy{300, 4700}, 9000, 600},
		{xy{4300, -600}, 8000, 550},
		{xy{-1700, -4100}, 12000, 750},
		{xy{2500, -4500}, 10000, 650},
		{xy{-4900, -200}, 3500, 260}, // villages
		{xy{-4200, 3900}, 3000, 240},
		{xy{4900, 1100}, 3000, 220},
		{xy{-4300, -3300}, 3500, 250},
		{xy{600, -5600}, 3000, 240},
		{xy{4600, -3000}, 2500, 220},
	}
}

// fields is the density below which there are fields and nobody lives, so
// that towns and gaps have edges.
const fields = 350.0

// density returns how many people live at p, per km².
func density(p xy) float64 {
	if p.wet() || p.far() > cityRadius-150 {
		return 0
	}
	sum := 0.0
	for _, t := range towns() {
		d := p.to(t.middle) / t.sigma
		sum += t.density * math.Exp(-d*d/2)
	}
	if sum < fields {
		return 0
	}
	return sum
}

// people returns the residents on a raster, row by row from the south-west.
// Nobody lives in the river or in a park.
func people(rng *rand.Rand, parks []park) []Crowd {
	var crowds []Crowd
	for y := -cityRadius; y <= cityRadius; y += raster {
		for x := -cityRadius; x <= cityRadius; x += raster {
			p := xy{x, y}
			noise := 0.7 + 0.6*rng.Float64()
			n := int(math.Round(density(p) * raster * raster / 1e6 * noise))
			if n > 0 && !p.green(parks) {
				crowds = append(crowds, Crowd{p.point(), n})
			}
		}
	}
	return crowds
}
