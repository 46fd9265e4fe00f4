package report

import (
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"yizhan/stations/plan"
)

// numbers writes on a map that lies in a frame which row of the table each gap
// is, at its centre, the first ones first. One that has no room beside those is
// left out.
func (s *sheet) numbers(m *canvas, f frame, gaps []plan.Gap) {
	const size, height, space = 7.0, 9.0, 1.5
	scale := f.width / float64(m.img.Bounds().Dx())
	s.check(s.pdf.SetFont(family, "", size))
	var taken []orb.Bound
	for i := range gaps {
		text := strconv.Itoa(i + 1)
		x, y := m.at(gaps[i].Centre)
		middle := orb.Point{f.left + float64(x)*scale, f.top + float64(y)*scale}
		width := s.width(text) + 2*space
		label := orb.Bound{Min: orb.Point{middle[0] - width/2, middle[1] - height/2}, Max: orb.Point{middle[0] + width/2, middle[1] + height/2}}
		if slices.ContainsFunc(taken, label.Intersects) {
			continue
		}
		taken = append(taken, label)
		s.pdf.SetFillColor(0xff, 0xff, 0xff)
		s.pdf.RectFromUpperLeftWithStyle(label.Min[0], label.Min[1], width, height, "F")
		s.write(text, label.Min[0]+space, label.Min[1]+1, size, edge)
	}
}
