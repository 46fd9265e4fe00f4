package report

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/paulmach/orb"
	"golang.org/x/image/vector"

	"yizhan/geo/hex"
	"yizhan/geo/roads"
	"yizhan/stations/plan"
)

// band is a range of minutes that the map paints alike.
type band struct {
	to     float64 // inclusive
	colour ink
}

// Colours of cells: blue for reached in time, dark near; orange for late, dark
// far: the pair that no common colour blindness mixes up, and that grey print
// keeps in order within each side. They are those of the planner's page.
var (
	noTime = ink{0x6b, 0x4a, 0x3a}
	ground = ink{0xf4, 0xf3, 0xee}
	street = ink{0xc9, 0xc6, 0xbc}
	pin    = ink{0x11, 0x11, 0x11}
	edge   = ink{0xb0, 0x00, 0x20}
)

// bands cuts the minutes around the limit: thirds of it, a third over, twice,
// and beyond.
func bands(limit float64) []band {
	return []band{
		{limit / 3, ink{0x0a, 0x3f, 0x73}},
		{2 * limit / 3, ink{0x3a, 0x82, 0xbb}},
		{limit, ink{0x9e, 0xca, 0xe3}},
		{4 * limit / 3, ink{0xfd, 0xd9, 0xa0}},
		{2 * limit, ink{0xf0, 0x93, 0x4a}},
		{math.Inf(1), ink{0xb8, 0x47, 0x0f}},
	}
}

func colourOf(minutes *float64, limit float64) ink {
	if minutes == nil {
		return noTime
	}
	for _, b := range bands(limit) {
		if *minutes <= b.to+0.0004 { // minutes have three decimals
			return b.colour
		}
	}
	return noTime
}

// canvas is a picture in plane coordinates: longitude shrunk by the cosine of
// the middle latitude, so that shapes keep their form over a city.
type canvas struct {
	img    *image.RGBA
	bound  orb.Bound
	shrink float64
	scale  float64 // pixels per degree of latitude
}

func newCanvas(bound orb.Bound, width int) *canvas {
	c := &canvas{bound: bound, shrink: math.Cos(bound.Center()[1] * math.Pi / 180)}
	across := math.Max((bound.Max[0]-bound.Min[0])*c.shrink, 1e-6)
	up := math.Max(bound.Max[1]-bound.Min[1], 1e-6)
	const tallest = 1.2 // times the width: it must leave room on a page
	c.scale = math.Min(float64(width)/across, tallest*float64(width)/up)
	c.img = image.NewRGBA(image.Rect(0, 0, max(1, int(across*c.scale)), max(1, int(up*c.scale))))
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(ground.rgba()), image.Point{}, draw.Src)
	return c
}

func (i ink) rgba() color.RGBA { return color.RGBA{i[0], i[1], i[2], 0xff} }

func (c *canvas) at(p orb.Point) (x, y float32) {
	return float32((p[0] - c.bound.Min[0]) * c.shrink * c.scale), float32((c.bound.Max[1] - p[1]) * c.scale)
}

// fill paints closed shapes of one colour at once.
func (c *canvas) fill(colour ink, shapes func(yield func(ring []orb.Point))) {
	size := c.img.Bounds().Size()
	r := vector.NewRasterizer(size.X, size.Y)
	shapes(func(ring []orb.Point) {
		for i, p := range ring {
			if x, y := c.at(p); i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	})
	r.Draw(c.img, c.img.Bounds(), image.NewUniform(colour.rgba()), image.Point{})
}

// lines paints lines of a width in pixels, each piece as a thin quadrangle.
func (c *canvas) lines(colour ink, width float32, pieces func(yield func(a, b orb.Point))) {
	size := c.img.Bounds().Size()
	r := vector.NewRasterizer(size.X, size.Y)
	pieces(func(a, b orb.Point) {
		x1, y1 := c.at(a)
		x2, y2 := c.at(b)
		dx, dy := x2-x1, y2-y1
		length := float32(math.Hypot(float64(dx), float64(dy)))
		if length == 0 {
			return
		}
		ox, oy := -dy/length*width/2, dx/length*width/2
		r.MoveTo(x1+ox, y1+oy)
		r.LineTo(x2+ox, y2+oy)
		r.LineTo(x2-ox, y2-oy)
		r.LineTo(x1-ox, y1-oy)
		r.ClosePath()
	})
	r.Draw(c.img, c.img.Bounds(), image.NewUniform(colour.rgba()), image.Point{})
}

// Map draws a coverage: its cells by minutes, the larger roads of g (nil for
// none), gaps outlined and the stations that count. width is in pixels; the
// height follows the shape of the area, at most 1.2 times the width.
func Map(c *plan.Coverage, g *roads.Graph, width int) image.Image { return drawn(c, g, width).img }

// drawn is Map, with where places are on it.
func drawn(c *plan.Coverage, g *roads.Graph, width int) *canvas {
	canvas := newCanvas(boundOf(c), width)
	byColour := map[ink][]hex.Cell{}
	for i := range c.Cells {
		colour := colourOf(c.Cells[i].Minutes(), c.Request.Minutes)
		byColour[colour] = append(byColour[colour], c.Cells[i].Cell)
	}
	for _, colour := range append(inks(c.Request.Minutes), noTime) {
		canvas.fill(colour, func(yield func([]orb.Point)) {
			for _, cell := range byColour[colour] {
				yield(cell.Boundary())
			}
		})
	}
	if g != nil {
		canvas.streets(g)
	}
	canvas.gaps(c)
	canvas.pins(c)
	return canvas
}

func inks(limit float64) (list []ink) {
	for _, b := range bands(limit) {
		list = append(list, b.colour)
	}
	return list
}

// boundOf holds the cells and some space around them.
func boundOf(c *plan.Coverage) orb.Bound {
	var points orb.MultiPoint
	for i := range c.Cells {
		points = append(points, c.Cells[i].Cell.Centre())
	}
	for i := range c.Loads {
		if len(c.Cells) == 0 {
			points = append(points, c.Loads[i].Point)
		}
	}
	if len(points) == 0 {
		return orb.Bound{Max: orb.Point{1e-3, 1e-3}}
	}
	const space = 0.005 // degrees: more than a cell of resolution 9
	return points.Bound().Pad(space)
}

func (c *canvas) streets(g *roads.Graph) {
	c.lines(street, 0.8, func(yield func(a, b orb.Point)) {
		g.Visit(c.bound, func(e roads.EdgeID) bool {
			if g.Class(e) <= roads.Tertiary {
				tail, head := g.Ends(e)
				yield(g.Point(tail), g.Point(head))
			}
			return true
		})
	})
}

func (c *canvas) gaps(coverage *plan.Coverage) {
	c.lines(edge, 2, func(yield func(a, b orb.Point)) {
		for i := range coverage.Gaps {
			for _, polygon := range hex.Outline(coverage.Gaps[i].Members) {
				border(polygon, yield)
			}
		}
	})
}

// border yields the sides of a polygon's rings.
func border(p orb.Polygon, yield func(a, b orb.Point)) {
	for _, ring := range p {
		for i := 1; i < len(ring); i++ {
			yield(ring[i-1], ring[i])
		}
	}
}

// pins marks the stations, smaller where there are many.
func (c *canvas) pins(coverage *plan.Coverage) {
	radius := 3.5
	if len(coverage.Loads) > 500 {
		radius = 1.5
	}
	c.discs(coverage, pin, radius+1.5)
	c.discs(coverage, ink{0xff, 0xff, 0xff}, radius)
}

// discs paints a disc of a radius in pixels at each station.
func (c *canvas) discs(coverage *plan.Coverage, colour ink, radius float64) {
	degrees := radius / c.scale
	c.fill(colour, func(yield func([]orb.Point)) {
		for i := range coverage.Loads {
			at := coverage.Loads[i].Point
			var ring []orb.Point
			for corner := range 8 {
				sin, cos := math.Sincos(float64(corner) * math.Pi / 4)
				ring = append(ring, orb.Point{at[0] + cos*degrees/c.shrink, at[1] + sin*degrees})
			}
			yield(ring)
		}
	})
}
