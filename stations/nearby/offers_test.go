package nearby

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
)

func TestStationsThatOfferTheSameShareOneList(t *testing.T) {
	yes, no, soon := true, false, time.Unix(1, 0)
	lists := [][]stations.ServiceState{
		{{Code: "water", Status: stations.ServiceOK}, {Code: "toilet", Status: stations.ServiceOK}},
		{{Code: "toilet", Status: stations.ServiceOK}, {Code: "water", Status: stations.ServiceOK}},
		{{Code: "water", Status: stations.ServiceLimited}, {Code: "toilet", Status: stations.ServiceOK}},
		{{Code: "water", Status: stations.ServiceOK, Free: &yes}},
		{{Code: "water", Status: stations.ServiceOK, Free: &no}},
		{{Code: "water", Status: stations.ServiceOK, Indoor: &no}},
		{{Code: "water", Status: stations.ServiceOK, Note: "自带杯子"}},
		{{Code: "water", Status: stations.ServiceOK, CheckedAt: &soon}},
		{{Code: "water", Status: stations.ServiceOK, ExpiresAt: &soon}},
		nil,
	}
	const plain = 6 // the first so many say no more than what is offered
	c := newCompiler()
	for i, list := range lists {
		first, second := &stations.Station{Services: append(list[:0:0], list...)}, &stations.Station{Services: append(list[:0:0], list...)}
		c.entry(first)
		c.entry(second)
		for _, s := range []*stations.Station{first, second} {
			if diff := cmp.Diff(list, s.Services); diff != "" {
				t.Errorf("list %d has become another (-want +got):\n%s", i, diff)
			}
		}
		if len(list) > 0 && (&first.Services[0] == &second.Services[0]) != (i < plain) {
			t.Errorf("list %d is shared: %v, want %v", i, i >= plain, i < plain)
		}
	}
}
