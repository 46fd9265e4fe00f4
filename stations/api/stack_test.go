package api_test

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/api"
)

// broken is a store that panics with what it was asked.
type broken struct{ stations.Store }

func (broken) Count(_ context.Context, f stations.Filter, _ time.Time) (int, error) {
	panic(fmt.Sprint(f.Within))
}

func TestAPanicIsLoggedWithoutWhatItWasAbout(t *testing.T) {
	r := newRig(t, func(c *api.Config) { c.Store = broken{c.Store} })
	if got := r.ask(http.MethodGet, "/v1/stations?bbox=118.79123,32.04567,118.8,32.1", ""); got.Code != http.StatusInternalServerError {
		t.Errorf("a question that panics = %d, want 500", got.Code)
	}
	log := r.log.String()
	if !strings.Contains(log, "broken.Count") || !strings.Contains(log, "getStations") {
		t.Errorf("the log of a panic = %s, want the functions that were under way", log)
	}
	for _, trace := range []string{"118.79", "32.04", fmt.Sprintf("%x", math.Float64bits(118.79123))[:8], fmt.Sprintf("%x", math.Float64bits(32.04567))[:8]} {
		if strings.Contains(log, trace) {
			t.Errorf("the log of a panic holds %q: %s", trace, log)
		}
	}
}
