package intake

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/sphere"
	"yizhan/stations/exchange"
	"yizhan/stations/text"
)

// What makes a row suspect. None of it keeps a row out: somebody should look.
const (
	crowd   = 3    // rows that state one and the same pair: a street placed at its centre
	exact   = 4    // decimals below which a position is no door: four are about ten metres
	twins   = 60   // metres within which two rows of one name are one station
	mostRow = 0    // the row number of what is told about the file as a whole
	gridDeg = 1e-3 // degrees of a square in which twins are looked for: at least 60 m to 56° of latitude
)

// suspects looks at the staged rows beside each other and on the ground, and
// marks what is read without a fault and yet looks wrong:
//
//  1. a position with few decimals, outside China, or stated by many rows;
//  2. rows that name the same station: one external id, or one name within
//     60 m;
//  3. a stated division or a road that the position misses, and the datum
//     under which it would not.
//
// It changes nothing but the rows' problems and the sheet's verdict.
func (s *sheet) suspects(g ground) {
	s.doubtPlaces()
	s.doubtTwins()
	s.doubtGround(g)
}

// doubtPlaces marks positions that look wrong by themselves or by their
// number.
func (s *sheet) doubtPlaces() {
	rows, inexact := map[datum.Coord]int{}, map[int]string{}
	for _, d := range s.drafts {
		if d.located {
			rows[d.coord]++
		}
	}
	for i := range s.drafts {
		d := &s.drafts[i]
		if !d.located {
			continue
		}
		if n := s.mapping.Decimals(*d.row); n < exact {
			if inexact[n] == "" {
				inexact[n] = fmt.Sprintf("the position has %d decimals, which is not exact enough to find a door", n)
			}
			d.doubt(inexact[n])
		}
		if !datum.InBox(d.coord.Lon, d.coord.Lat) {
			d.doubt("the position is outside China")
		}
		if n := rows[d.coord]; n >= crowd {
			d.doubt(fmt.Sprintf("%d rows state this very position", n))
		}
	}
}

// doubtTwins marks the later of two rows that name the same station.
func (s *sheet) doubtTwins() {
	ids := map[string]int{} // row number by field and external id
	names := map[square][]twin{}
	for i := range s.drafts {
		d := &s.drafts[i]
		if rejects(d.problems) {
			continue
		}
		s.doubtIDs(d, ids)
		s.doubtName(d, names)
	}
}

// doubtIDs marks an external id that an earlier row has too.
func (s *sheet) doubtIDs(d *draft, seen map[string]int) {
	for _, field := range []exchange.Field{exchange.AmapID, exchange.BaiduID, exchange.TencentID, exchange.OfficialID} {
		id := s.mapping.Value(*d.row, field)
		if id == "" {
			continue
		}
		key := string(field) + "=" + id
		if row, ok := seen[key]; ok {
			p := problem(d, string(field), id, fmt.Sprintf("row %d has the same", row))
			p.Suspect = true
			d.problems = append(d.problems, p)
			continue
		}
		seen[key] = d.row.Number
	}
}

// square is a name in a square of the ground; twins lie in one or in two that
// touch.
type square struct {
	name string
	x, y int
}

type twin struct {
	row int
	at  orb.Point
}

// doubtName marks a name that an earlier row has within 60 m. A row that is
// marked is not compared with later ones: its own twin is, within 60 m more.
func (s *sheet) doubtName(d *draft, seen map[square][]twin) {
	name := plainName(s.mapping.Value(*d.row, exchange.Name))
	if name == "" || !d.located {
		return
	}
	at := datum.In(d.coord)
	home := square{name, int(at.Lon() / gridDeg), int(at.Lat() / gridDeg)}
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, other := range seen[square{name, home.x + dx, home.y + dy}] {
				if metres := sphere.Distance(at, other.at); metres <= twins {
					p := problem(d, string(exchange.Name), s.mapping.Value(*d.row, exchange.Name), fmt.Sprintf("row %d has this name %.0f m away", other.row, metres))
					p.Suspect = true
					d.problems = append(d.problems, p)
					return
				}
			}
		}
	}
	seen[home] = append(seen[home], twin{d.row.Number, at})
}

// plainName folds a name to its letters and digits, in simplified characters.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, text.Simple(text.Fold(name)))
}

// doubt marks the row's position.
func (d *draft) doubt(text string) {
	p := problem(d, "lon,lat", "", text)
	p.Suspect = true
	d.problems = append(d.problems, p)
}
