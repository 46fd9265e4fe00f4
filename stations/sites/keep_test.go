package sites_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/archive"
	"yizhan/stations/exchange"
	"yizhan/stations/plan"
	"yizhan/stations/sites"
)

// anywhere is a random town without stations.
func anywhere(t *testing.T, seed uint64, n int) *town {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 5))
	g := streets(t, r, n)
	var people []stations.Demand
	for _, p := range scatter(r, g.Bounds(), 5*n) {
		people = append(people, stations.Demand{Point: p, Weight: 1 + r.Float64()*9})
	}
	return newTown(t, g, people, nil)
}

// fresh is the finder of another server on the same store.
func (w *town) fresh() *sites.Finder {
	return sites.NewFinder(plan.NewPlanner(w.store, []*roads.Graph{w.graph}, clock), w.store, clock)
}

func TestAnAnswerIsMadeAgain(t *testing.T) {
	w := anywhere(t, 1, 7)
	ask := sites.Request{Base: plan.Base{Request: plan.Request{Minutes: 5, Res: 10}}, P: 3, GapPoints: 60, Datum: datum.GCJ02}
	a := w.find(ask)
	for name, again := range map[string]func() (*sites.Answer, error){
		"by its id, from memory":       func() (*sites.Answer, error) { return w.finder.Recall(t.Context(), a.ID) },
		"by its id, by another server": func() (*sites.Answer, error) { return w.fresh().Recall(t.Context(), a.ID) },
		"asked again":                  func() (*sites.Answer, error) { return w.finder.Find(t.Context(), ask, nil) },
		"asked of another server":      func() (*sites.Answer, error) { return w.fresh().Find(t.Context(), ask, nil) },
	} {
		got, err := again()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(a, got, cmpopts.IgnoreFields(sites.Answer{}, "TookMS")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	there := a.To(datum.WGS84)
	if at := datum.Out(datum.In(datum.Coord{Lon: a.Sites[0].Lon, Lat: a.Sites[0].Lat, Datum: datum.GCJ02}), datum.WGS84); there.Datum != datum.WGS84 || apartness(at.Lon, there.Sites[0].Lon) != 0 {
		t.Errorf("in WGS-84 the first site is at %v, want %v", there.Sites[0].Spot, at)
	}
}

// After a restore the same question has the same id again, and rests on other
// stations: the answer of before must not be given.
func TestARestoreIsSeenByAFinderThatRuns(t *testing.T) {
	w := anywhere(t, 3, 7)
	var backup bytes.Buffer
	if _, err := archive.Write(t.Context(), &backup, w.store, 1); err != nil {
		t.Fatal(err)
	}
	ask := sites.Request{Base: plan.Base{Request: plan.Request{Minutes: 5, Res: 10}}, P: 1, GapPoints: 60}
	found := func(at orb.Point) *sites.Answer {
		t.Helper()
		if _, err := archive.Read(t.Context(), bytes.NewReader(backup.Bytes()), w.store, archive.Options{Schema: 1, Replace: true}); err != nil {
			t.Fatal(err)
		}
		s := &stations.Station{
			ID: "00000000-0000-7000-8000-000000000001", Name: "站", Kind: stations.UnionStation, Lifecycle: stations.Open,
			Position: stations.Position{Point: at, Original: datum.Out(at, datum.WGS84), Quality: stations.Surveyed},
		}
		if _, err := w.store.Apply(t.Context(), []stations.Write{{Station: s}}); err != nil {
			t.Fatal(err)
		}
		return w.find(ask)
	}
	bounds := w.graph.Bounds()
	first, second := found(bounds.Center()), found(bounds.Min)
	want, err := w.fresh().Recall(t.Context(), second.ID)
	if err != nil {
		t.Fatalf("Recall(%s) by another server = %v", second.ID, err)
	}
	if first.ID != second.ID || first.Covered == second.Covered || second.Covered != want.Covered {
		t.Errorf("before and after a restore %s and %s cover %v and %v, want one id and then %v", first.ID, second.ID, first.Covered, second.Covered, want.Covered)
	}
	if again, err := w.finder.Recall(t.Context(), second.ID); err != nil || again.Covered != second.Covered {
		t.Errorf("Recall(%s) = %+v, %v, want %v covered", second.ID, again, err, second.Covered)
	}
}

// apartness compares coordinates by their seventh decimal.
func apartness(a, b float64) int {
	if d := a - b; d > -1e-7 && d < 1e-7 {
		return 0
	}
	return 1
}

func TestAnAnswerIsGoneWithWhatItRestsOn(t *testing.T) {
	w := anywhere(t, 2, 6)
	a := w.find(sites.Request{Base: plan.Base{Request: plan.Request{Minutes: 5, Res: 10}}, P: 1, GapPoints: 30})
	if _, err := w.store.PutDemand(t.Context(), stations.DefaultLayer, w.people[1:]); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]stations.Code{a.ID: stations.Gone, a.Base: stations.NotFound, "0123456789abcdef": stations.NotFound} {
		if _, err := w.fresh().Recall(t.Context(), id); stations.CodeOf(err) != want {
			t.Errorf("Recall(%s) = %v, want %s", id, err, want)
		}
	}
}

// A choice that another version made among other candidates is not taken for
// one among these.
func TestAStaleChoiceIsNotBelieved(t *testing.T) {
	w := anywhere(t, 3, 6)
	ask := sites.Request{Base: plan.Base{Request: plan.Request{Minutes: 5, Res: 10}}, P: 1, GapPoints: 30}
	a := w.find(ask)
	other := newTown(t, w.graph, w.people, nil)
	if err := other.store.PutRun(t.Context(), stations.Run{ID: a.ID, Request: json.RawMessage(`{}`), Revision: 1, At: clock()}); err != nil {
		t.Fatal(err)
	}
	stale := stations.Finding{Run: a.ID, Part: "choice", Body: json.RawMessage(`{"chosen":[7],"bound":1e9,"field":"of before"}`), At: clock()}
	if _, err := other.store.PutFinding(t.Context(), stale); err != nil {
		t.Fatal(err)
	}
	if got := other.find(ask); got.ID != a.ID || got.Covered != a.Covered || !got.Optimal {
		t.Errorf("answer = %+v, want that of a new search: %v covered", got, a.Covered)
	}
}

// hard is a question that no search proves within its seconds.
func hard(t *testing.T) (*town, sites.Request) {
	t.Helper()
	w := anywhere(t, 4, 14)
	return w, sites.Request{
		Base: plan.Base{Request: plan.Request{Minutes: 6, Res: 10, K: 3}}, P: 12, SpacingM: 250, GapPoints: 400, Seconds: 20,
	}
}

func TestASearchEndsWhenNobodyWaits(t *testing.T) {
	w, ask := hard(t)
	ctx, leave := context.WithCancel(t.Context())
	began := time.Now()
	_, err := w.finder.Find(ctx, ask, func(p sites.Progress) {
		if p.Best != nil {
			leave()
		}
	})
	if !errors.Is(err, context.Canceled) || time.Since(began) > 10*time.Second {
		t.Errorf("Find = %v after %v, want it cancelled at once", err, time.Since(began))
	}
}

func TestWhoAsksTheSameWaitsForOneSearch(t *testing.T) {
	w, ask := hard(t)
	ask.Seconds = 1
	var answers [3]*sites.Answer
	var told [3]sites.Progress
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			a, err := w.finder.Find(t.Context(), ask, func(p sites.Progress) {
				if p.Best != nil && told[i].Best != nil && (p.Bound > told[i].Bound+1e-6 || p.Covered < told[i].Covered-1e-6) {
					t.Errorf("covered %v ≤ %v after %v ≤ %v, want both to better", p.Covered, p.Bound, told[i].Covered, told[i].Bound)
				}
				told[i] = p
			})
			if err != nil {
				t.Errorf("Find = %v", err)
			}
			answers[i] = a
		})
	}
	all.Wait()
	for i := range answers {
		if answers[i] != answers[0] || told[i].Best == nil {
			t.Errorf("asker %d got %p and was told %+v, want the one answer, %p, and how it went", i, answers[i], told[i], answers[0])
		}
	}
}

func TestPointsInGapsLieOnRoadsWherePeopleAre(t *testing.T) {
	w := anywhere(t, 6, 16)
	box := w.graph.Bounds()
	corner := orb.Bound{Min: box.Min, Max: orb.Point{box.Min[0] + (box.Max[0]-box.Min[0])/4, box.Min[1] + (box.Max[1]-box.Min[1])/4}}
	for i := range w.people {
		if corner.Contains(w.people[i].Point) {
			w.people[i].Weight *= 1000
		}
	}
	if _, err := w.store.PutDemand(t.Context(), stations.DefaultLayer, w.people); err != nil {
		t.Fatal(err)
	}
	for _, most := range []int{1, 10, 40} {
		a := w.find(sites.Request{Base: plan.Base{Request: plan.Request{Minutes: 6, Res: 9}}, P: 1, GapPoints: most})
		n := a.Candidates
		if n.GapPoints > most || n.GapPoints < most/3 || n.OffRoad > 0 {
			t.Errorf("at most %d points: candidates = %+v", most, n)
		}
		if s := a.Sites[0]; most > 1 && !corner.Pad(0.004).Contains(orb.Point{s.Lon, s.Lat}) {
			t.Errorf("of %d points the best lies at %v, want it near the corner where most people are", most, s.Spot)
		}
	}
}

func TestHostsAndGapsTogether(t *testing.T) {
	w := anywhere(t, 8, 7)
	ask := sites.Request{Base: plan.Base{Request: plan.Request{Minutes: 5, Res: 10}}, P: 4, GapPoints: 40}
	for _, p := range scatter(rand.New(rand.NewPCG(8, 8)), w.graph.Bounds(), 10) {
		ask.Hosts = append(ask.Hosts, exchange.Host{Name: "网点", Place: datum.Out(p, datum.WGS84)})
	}
	both := w.find(ask)
	ask.GapPoints = sites.NoGapPoints
	hosts := w.find(ask)
	ask.GapPoints, ask.Hosts = 40, nil
	gaps := w.find(ask)
	if both.Covered < max(hosts.Covered, gaps.Covered) || both.Candidates.Hosts != 10 || both.Candidates.GapPoints == 0 || hosts.Candidates.GapPoints != 0 {
		t.Errorf("both cover %v, hosts %v and gaps %v alone: %+v", both.Covered, hosts.Covered, gaps.Covered, both.Candidates)
	}
	if !slices.ContainsFunc(both.Sites, func(s sites.Site) bool { return s.Source == sites.FromGap && s.Candidate == nil }) {
		t.Errorf("sites = %+v, want one in a gap among them", both.Sites)
	}
}
