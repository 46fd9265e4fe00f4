package nearby_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/nearby"
)

// churn moves, shuts, deletes and makes stations until ctx ends.
func churn(ctx context.Context, t *testing.T, store stations.Store, list []*stations.Station) {
	r := rand.New(rand.NewPCG(31, 32))
	for ctx.Err() == nil {
		i := r.IntN(len(list))
		s := list[i]
		w := stations.Write{Station: s, Expect: s.Revision}
		switch action := r.IntN(4); {
		case action == 0 && s.Revision > 0:
			w.Delete = true
			list[i] = station(t, "新站", s.Position.Point)
		case action == 1:
			s.Hours = []string{"24/7", "ask", "Mo-Su 08:00-12:20", "off"}[r.IntN(4)]
		default:
			s.Position.Point = orb.Point{118.8 + 0.02*r.NormFloat64(), 32.06 + 0.02*r.NormFloat64()}
		}
		if _, err := store.Apply(ctx, []stations.Write{w}); err != nil && ctx.Err() == nil {
			t.Errorf("Apply = %v", err)
			return
		}
	}
}

// slowPages reads an answer to its end with a pause after each page, and
// returns at how many revisions it stood.
func slowPages(t *testing.T, f *nearby.Finder, q nearby.Query) (hits []nearby.Hit, revisions int) {
	t.Helper()
	seen := map[stations.Revision]bool{}
	for range 1000 {
		answer, err := f.Find(t.Context(), q)
		if err != nil {
			t.Fatalf("Find = %v", err)
		}
		hits, seen[answer.Revision] = append(hits, answer.Hits...), true
		if q.Cursor = answer.Next; q.Cursor == "" {
			return hits, len(seen)
		}
		time.Sleep(8 * time.Millisecond)
	}
	t.Fatal("the pages do not end")
	return nil, 0
}

// TestPagesLoseNothingWhileOthersWrite pages through answers while a writer
// moves, shuts, deletes and makes stations among those that stay as they are:
// these are all listed, once and in order.
func TestPagesLoseNothingWhileOthersWrite(t *testing.T) {
	list, g := scatter(t, 160, 41), town(t, 42)
	still, moving := list[:100], list[100:]
	f, store := following(t, list, g)
	member := map[stations.ID]bool{}
	for _, s := range still {
		member[s.ID] = true
	}
	questions := map[string]nearby.Query{
		"by distance":              {},
		"open now":                 {Door: nearby.OpenNow},
		"open on arrival":          {Door: nearby.OpenOnArrival},
		"open on arrival, inexact": {Door: nearby.OpenOnArrival, AccuracyM: 300},
		"by time":                  {By: nearby.ByTime},
		"by time, on arrival":      {By: nearby.ByTime, Door: nearby.OpenOnArrival, Mode: roads.Ride},
		"by time, inexact":         {By: nearby.ByTime, Door: nearby.OpenOnArrival, AccuracyM: 90},
	}
	want := map[string][]stations.ID{}
	for name, q := range questions {
		q.Point, q.Limit = orb.Point{118.8, 32.06}, 5
		questions[name], want[name] = q, members(member, everything(t, f, q))
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); churn(ctx, t, store, moving) }()
	defer func() { stop(); <-done }()
	revisions := 0
	for name, q := range questions {
		hits, stood := slowPages(t, f, q)
		revisions += stood - 1
		got := members(member, hits)
		if diff := cmp.Diff(want[name], got); diff != "" || len(got) < 10 {
			t.Errorf("%s: %d stations that nobody touched (-want +got):\n%s", name, len(got), diff)
		}
	}
	if t.Logf("%d revisions passed under the pages", revisions); revisions < 10 {
		t.Errorf("%d revisions passed under the pages: the test shows nothing", revisions)
	}
}

// members keeps the stations that nobody touches.
func members(member map[stations.ID]bool, hits []nearby.Hit) []stations.ID {
	var kept []stations.ID
	for _, h := range hits {
		if member[h.Station.ID] {
			kept = append(kept, h.Station.ID)
		}
	}
	return kept
}

// TestAPageGoesOnAfterAStationThatIsGone deletes the last station of a page,
// then all that follow: the next page goes on where it would have, and an
// empty page that is not the first tells no nearest.
func TestAPageGoesOnAfterAStationThatIsGone(t *testing.T) {
	list := scatter(t, 40, 51)
	f, store := following(t, list)
	q := nearby.Query{Point: orb.Point{118.8, 32.06}, Limit: 10}
	first, err := f.Find(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	order := brute(list, q)
	remove := func(ids ...stations.ID) {
		var gone []stations.Write
		for _, s := range list {
			for _, id := range ids {
				if s.ID == id {
					gone = append(gone, stations.Write{Station: s, Expect: s.Revision, Delete: true})
				}
			}
		}
		revision, err := store.Apply(t.Context(), gone)
		if err != nil {
			t.Fatal(err)
		}
		until(t, func() bool { return f.Snapshot().Revision == revision })
	}
	remove(order[9])
	q.Cursor = first.Next
	second, err := f.Find(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(order[10:20], ids(second.Hits)); diff != "" {
		t.Errorf("second page (-want +got):\n%s", diff)
	}
	remove(order[20:]...)
	q.Cursor = second.Next
	third, err := f.Find(t.Context(), q)
	if err != nil || len(third.Hits) != 0 || third.Next != "" || third.Nearest != nil {
		t.Errorf("a page when all others are gone = %+v, %v, want an empty one that tells no nearest", third, err)
	}
}
