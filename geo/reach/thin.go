package reach

import (
	"github.com/paulmach/orb"

	"yizhan/geo/cone"
)

// thin drops points that hardly bend the border, no more than the tolerance,
// but only when no two sides cross or touch afterwards. A ring that would
// vanish stays as it is. The input is not changed.
func thin(mp orb.MultiPolygon, tolerance float64) orb.MultiPolygon {
	slim := make(orb.MultiPolygon, len(mp))
	for i, poly := range mp {
		slim[i] = make(orb.Polygon, len(poly))
		for j, r := range poly {
			if slim[i][j] = cone.Thin(make(orb.Ring, 0, len(r)/2+2), r, tolerance); len(slim[i][j]) < 4 {
				slim[i][j] = r
			}
		}
	}
	if crossed(slim) {
		return mp
	}
	return slim
}
