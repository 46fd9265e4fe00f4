package exchange

import (
	"math"
	"strconv"
	"strings"

	"yizhan/stations"
	"yizhan/stations/text"
)

// edit changes a copy of what the station knows of lorries: the record that
// it came from may still be in use. Nothing known is nil.
func edit(s *station, change func(*stations.Truck) fault) fault {
	var t stations.Truck
	if s.Truck != nil {
		t = *s.Truck
	}
	bad := change(&t)
	if s.Truck = &t; t == (stations.Truck{}) {
		s.Truck = nil
	}
	return bad
}

// trucks is what the station knows of lorries.
func trucks(s *station) stations.Truck {
	if s.Truck == nil {
		return stations.Truck{}
	}
	return *s.Truck
}

func truckSpaces() access {
	return access{
		get: func(s *station) string { return nonzero(float64(trucks(s).Spaces)) },
		set: func(s *station, cell string) fault {
			n, ok := measure(cell, "个", "位")
			if !ok || n != math.Trunc(n) || n > math.MaxInt32 {
				return fault{"is not a number of spaces", true}
			}
			return edit(s, func(t *stations.Truck) fault { t.Spaces = int(n); return fault{} })
		},
	}
}

func truckMetres(at func(*stations.Truck) *float64) access {
	return access{
		get: func(s *station) string { t := trucks(s); return nonzero(*at(&t)) },
		set: func(s *station, cell string) fault {
			n, ok := measure(cell, "米", "m")
			if !ok {
				return fault{"is not a number of metres", true}
			}
			return edit(s, func(t *stations.Truck) fault { *at(t) = n; return fault{} })
		},
	}
}

func truckAnswer(at func(*stations.Truck) **bool) access {
	return access{
		get: func(s *station) string { t := trucks(s); return yesNo(*at(&t)) },
		set: func(s *station, cell string) fault {
			return edit(s, func(t *stations.Truck) fault { return answer(at(t), cell) })
		},
	}
}

func nonzero(v float64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// measure reads a number of at least 0, perhaps with one of the units behind
// it.
func measure(cell string, units ...string) (float64, bool) {
	cell = text.Fold(cell)
	for _, unit := range units {
		cell = strings.TrimSuffix(cell, unit)
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
	return v, err == nil && v >= 0 && !math.IsInf(v, 1)
}
