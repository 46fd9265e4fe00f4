package nearby

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"yizhan/stations"
)

// TestListAgreesWithSortingEverything pages through a registry that was
// written to, in each order, and compares with a sort of all of it.
func TestListAgreesWithSortingEverything(t *testing.T) {
	g := newWordy(t, 700, 3)
	g.finder.lexicon.wait()    // it reads the stations that change now
	for i, id := range g.ids { // few moments, so that many are equal
		g.kept[id].UpdatedAt = time.Unix(int64(i%7)*3600, 0)
		g.kept[id].CreatedAt = time.Unix(int64(i%5)*3600, 0)
		g.kept[id].Position.Adcode = []string{"320102", "320104", ""}[i%3]
	}
	g.write(400)
	filter := stations.Filter{Lifecycles: []stations.Lifecycle{stations.Open, stations.Planned}}
	keep := func(s *stations.Station) bool { return s.Kind != "driver_home" }
	var all []*stations.Station
	for _, s := range g.kept {
		if filter.Match(s, time.Now()) && keep(s) {
			all = append(all, s)
		}
	}
	orders := map[Order]func(a, b *stations.Station) int{
		ByID:      func(a, b *stations.Station) int { return 0 },
		ByName:    func(a, b *stations.Station) int { return cmp.Compare(a.Name, b.Name) },
		ByAdcode:  func(a, b *stations.Station) int { return cmp.Compare(a.Position.Adcode, b.Position.Adcode) },
		ByUpdate:  func(a, b *stations.Station) int { return b.UpdatedAt.Compare(a.UpdatedAt) },
		ByChecked: func(a, b *stations.Station) int { return a.CheckedAt().Compare(b.CheckedAt()) },
	}
	for order, compare := range orders {
		slices.SortFunc(all, func(a, b *stations.Station) int {
			return cmp.Or(compare(a, b), strings.Compare(string(a.ID), string(b.ID)))
		})
		got, total := g.pages(Listing{Filter: filter, Keep: keep, Order: order, Limit: 37})
		if diff := gocmp.Diff(ids(all), got); diff != "" || total != len(all) {
			t.Errorf("List by %s: total = %d, want %d; (-want +got):\n%s", order, total, len(all), diff)
		}
	}
}

func TestAListEndsWithItsAsker(t *testing.T) {
	g := newWordy(t, 5000, 3)
	ctx, leave := context.WithCancel(t.Context())
	looked := 0
	_, err := g.finder.List(ctx, Listing{Order: ByID, Limit: 1, Keep: func(*stations.Station) bool {
		looked++
		leave()
		return false
	}})
	if !errors.Is(err, context.Canceled) || looked > 2000 {
		t.Errorf("List looks at %d stations after its asker left, and returns %v, want few and Canceled", looked, err)
	}
}

// pages walks a listing to its end.
func (g *wordy) pages(l Listing) (all []stations.ID, total int) {
	for {
		page, err := g.finder.List(g.t.Context(), l)
		if err != nil {
			g.t.Fatalf("List = %v", err)
		}
		all, total = append(all, ids(page.Stations)...), page.Total
		if l.Cursor = page.Next; l.Cursor == "" {
			return all, total
		}
	}
}

func ids(list []*stations.Station) []stations.ID {
	out := make([]stations.ID, len(list))
	for i, s := range list {
		out[i] = s.ID
	}
	return out
}

func TestListRefusesWhatItDoesNotKnow(t *testing.T) {
	g := newWordy(t, 5, 1)
	first, err := g.finder.List(t.Context(), Listing{Order: ByName, Limit: 2})
	if err != nil || first.Next == "" {
		t.Fatalf("List = %+v, %v, want a page and a cursor", first, err)
	}
	for sentence, l := range map[string]Listing{
		"an order of its own":       {Order: "colour", Limit: 1},
		"no limit":                  {Order: ByID},
		"a cursor of another order": {Order: ByID, Limit: 1, Cursor: first.Next},
		"a cursor of somebody else": {Order: ByID, Limit: 1, Cursor: "x"},
	} {
		if _, err := g.finder.List(t.Context(), l); stations.CodeOf(err) != stations.Invalid {
			t.Errorf("List with %s = %v, want Invalid", sentence, err)
		}
	}
}

func TestASearchLeavesOutWhatIsNotKept(t *testing.T) {
	g := newWordy(t, 300, 2)
	q := Search{Text: "驿站", Limit: 1000}
	all, err := g.finder.Search(t.Context(), q)
	if err != nil || all.Total == 0 {
		t.Fatalf("Search = %d stations, %v, want some", all.Total, err)
	}
	q.Keep = Keep{Name: "bank", Test: func(s *stations.Station) bool { return s.Host == "bank" }}
	banks, err := g.finder.Search(t.Context(), q)
	if err != nil || banks.Total == 0 || banks.Total >= all.Total {
		t.Fatalf("Search of banks = %d of %d, %v, want fewer", banks.Total, all.Total, err)
	}
	for _, found := range banks.Found {
		if found.Station.Host != "bank" {
			t.Errorf("Search of banks found a %s", found.Station.Host)
		}
	}
	q.Limit = 1
	first, err := g.finder.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	q.Cursor, q.Keep.Name = first.Next, "community"
	if _, err := g.finder.Search(t.Context(), q); stations.CodeOf(err) != stations.Invalid {
		t.Errorf("Search with a cursor of another Keep = %v, want Invalid", err)
	}
}

// BenchmarkList tells how long the first page of 50 of 100,000 stations takes
// in each order.
func BenchmarkList(b *testing.B) {
	g := newWordy(b, 100_000, 8)
	g.finder.lexicon.wait()
	for _, order := range []Order{ByID, ByName, ByAdcode, ByUpdate, ByChecked} {
		b.Run(string(order), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if page, err := g.finder.List(b.Context(), Listing{Order: order, Limit: 50}); err != nil || page.Total != 100_000 {
					b.Fatalf("List = %d stations, %v, want 100000", page.Total, err)
				}
			}
		})
	}
}
