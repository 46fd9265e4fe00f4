package stations_test

import (
	"testing"
	"time"

	"yizhan/stations"
)

func TestAPaceKeepsTransactionsShort(t *testing.T) {
	var p stations.Pace
	for _, c := range []struct {
		rows int
		took time.Duration
		want int
	}{
		{0, 0, 500},
		{500, 25 * time.Millisecond, 2000}, // fast: as many as ever
		{2000, 6 * time.Second, 250},       // slow: as few as ever
		{20, 5 * time.Second, 250},         // too few to tell
		{250, 50 * time.Millisecond, 750},  // in between: what fits
		{750, 0, 2000},
	} {
		p.Took(c.rows, c.took)
		if got := p.Rows(); got != c.want {
			t.Errorf("after %d rows in %v, Rows() = %d, want %d", c.rows, c.took, got, c.want)
		}
	}
}
