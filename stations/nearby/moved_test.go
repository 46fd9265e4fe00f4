package nearby

import (
	"fmt"
	"testing"

	"yizhan/stations"
)

// TestTheCodeOfAMergedStationLeadsToTheOneThatStays: riders type what stands
// on an old sticker.
func TestTheCodeOfAMergedStationLeadsToTheOneThatStays(t *testing.T) {
	g := newWordy(t, 6, 3)
	id := func(n int) stations.ID { return g.ids[n] }
	put := func(n int, code string, stage stations.Lifecycle, into stations.ID) {
		s := *g.kept[id(n)]
		s.Code, s.Lifecycle, s.MergedInto, s.Name = code, stage, into, fmt.Sprintf("第%d驿站", n)
		g.revision++
		g.finder.lexicon.apply([]stations.Change{{ID: s.ID, Station: &s, Revision: g.revision}})
	}
	put(0, "QX-10", stations.Open, "")
	put(1, "QX-11", stations.Merged, id(0))
	put(2, "QX-12", stations.Merged, id(1)) // twice
	put(3, "QX-13", stations.Merged, id(4))
	put(4, "QX-14", stations.Closed, "")
	put(5, "QX-15", stations.Merged, id(5)) // goes round
	for _, c := range []struct {
		typed string
		want  stations.ID
	}{{"QX-11", id(0)}, {" qx-11", id(0)}, {"ＱＸ-12", id(0)}, {"QX-13", ""}, {"QX-14", ""}, {"QX-15", ""}, {"QX-1", id(0)}, {"X-11", ""}} {
		results, err := g.finder.Search(t.Context(), Search{Text: c.typed, Filter: stations.Public(), Limit: 5})
		got := stations.ID("")
		if err == nil && results.Total == 1 {
			got = results.Found[0].Station.ID
		}
		if err != nil || got != c.want || len(results.Found) != results.Total {
			t.Errorf("Search(%q) = %q of %d, %v, want %q", c.typed, got, results.Total, err, c.want)
		}
	}
	drivers := stations.Public()
	drivers.Kinds = []stations.Kind{"no_such_kind"}
	if results, err := g.finder.Search(t.Context(), Search{Text: "QX-11", Filter: drivers, Limit: 5}); err != nil || results.Total != 0 {
		t.Errorf("Search of another kind = %d, %v, want none", results.Total, err)
	}
	list, err := g.finder.Suggest(t.Context(), "QX-11", nil, 5)
	if err != nil || len(list) != 1 || list[0].Station.ID != id(0) || list[0].Field != (stations.Field{Name: "code", Text: "QX-11"}) {
		t.Errorf("Suggest = %+v, %v, want the station that stays, by the old code", list, err)
	}
}
