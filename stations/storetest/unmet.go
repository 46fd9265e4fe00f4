package storetest

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/stations"
	"yizhan/stations/archive"
)

// missed is a row of so many searches, in the cell of Nanjing's bell tower.
func missed(searches int, change func(*stations.Unmet)) stations.Unmet {
	u := stations.Unmet{
		Hour: stations.HourOf(noon), Cell: hex.At(orb.Point{118.78, 32.06}, stations.UnmetResolution),
		Kind: stations.UnionStation, Service: "shower", Searches: searches,
	}
	if change != nil {
		change(&u)
	}
	return u
}

// small searches are shown to nobody until there are ten in one hour, one
// cell, for one kind and one service.
func unmetIsShownAtTen(t *testing.T, s stations.Store) {
	ctx := t.Context()
	anyKind := func(u *stations.Unmet) { u.Kind = "" }
	later := func(u *stations.Unmet) { u.Hour = u.Hour.Add(time.Hour) }
	elsewhere := func(u *stations.Unmet) { u.Cell = u.Cell.Ring1()[0] }
	add(t, s, missed(9, nil), missed(9, later), missed(9, anyKind), missed(9, elsewhere))
	same(t, "Unmet() of nines", []stations.Unmet(nil), must(s.Unmet(ctx, stations.UnmetQuery{}, stations.Unmet{}, 100))(t, "Unmet()"))
	add(t, s, missed(1, nil), missed(2, later), missed(1, nil), missed(5, elsewhere))

	want := []stations.Unmet{missed(11, nil), missed(14, elsewhere), missed(11, later)}
	slices.SortFunc(want, stations.Unmet.Compare)
	all := must(s.Unmet(ctx, stations.UnmetQuery{}, stations.Unmet{}, 100))(t, "Unmet()")
	same(t, "Unmet()", want, all)
	var pages []stations.Unmet
	for after := (stations.Unmet{}); ; after = pages[len(pages)-1] {
		page := must(s.Unmet(ctx, stations.UnmetQuery{}, after, 1))(t, "Unmet(after)")
		if pages = append(pages, page...); len(page) == 0 {
			break
		}
	}
	same(t, "Unmet() by pages of one", want, pages)
}

func add(t *testing.T, s stations.Store, rows ...stations.Unmet) {
	t.Helper()
	if err := s.AddUnmet(t.Context(), rows); err != nil {
		t.Fatalf("AddUnmet = %v", err)
	}
}

func unmetIsFiltered(t *testing.T, s stations.Store) {
	rows := []stations.Unmet{
		missed(10, nil), missed(20, func(u *stations.Unmet) { u.Kind, u.Service = "", "" }),
		missed(30, func(u *stations.Unmet) { u.Service = "" }), missed(40, func(u *stations.Unmet) { u.Hour = u.Hour.Add(time.Hour) }),
	}
	add(t, s, rows...)
	hour := stations.HourOf(noon)
	for name, c := range map[string]struct {
		q    stations.UnmetQuery
		want int // the sum of the searches that are kept
	}{
		"all":                    {stations.UnmetQuery{}, 100},
		"from an hour on":        {stations.UnmetQuery{From: hour.Add(time.Hour)}, 40},
		"before an hour":         {stations.UnmetQuery{Until: hour.Add(time.Hour)}, 60},
		"any kind":               {stations.UnmetQuery{Kinds: []stations.Kind{""}}, 20},
		"a kind":                 {stations.UnmetQuery{Kinds: []stations.Kind{stations.UnionStation, stations.DriverHome}}, 80},
		"a kind, any service":    {stations.UnmetQuery{Kinds: []stations.Kind{stations.UnionStation}, Services: []stations.Service{""}}, 30},
		"a service":              {stations.UnmetQuery{Services: []stations.Service{"shower"}}, 50},
		"a kind of no search":    {stations.UnmetQuery{Kinds: []stations.Kind{stations.DriverHome}}, 0},
		"a kind that is no kind": {stations.UnmetQuery{Kinds: []stations.Kind{"\x00"}}, 0},
	} {
		sum := 0
		for _, u := range must(s.Unmet(t.Context(), c.q, stations.Unmet{}, 100))(t, "Unmet") {
			sum += u.Searches
		}
		if sum != c.want {
			t.Errorf("Unmet of %s adds up to %d, want %d", name, sum, c.want)
		}
	}
	for _, limit := range []int{0, 10_001} {
		_, err := s.Unmet(t.Context(), stations.UnmetQuery{}, stations.Unmet{}, limit)
		wantCode(t, "Unmet with a bad limit", err, stations.Invalid)
	}
}

func unmetIsChecked(t *testing.T, s stations.Store) {
	for name, change := range map[string]func(*stations.Unmet){
		"a finer cell":              func(u *stations.Unmet) { u.Cell = u.Cell.Children(9)[0] },
		"no cell":                   func(u *stations.Unmet) { u.Cell = 0 },
		"a moment within an hour":   func(u *stations.Unmet) { u.Hour = u.Hour.Add(time.Minute) },
		"no searches":               func(u *stations.Unmet) { u.Searches = 0 },
		"an unknown kind":           func(u *stations.Unmet) { u.Kind = "x" },
		"an unknown service":        func(u *stations.Unmet) { u.Service = "x" },
		"more searches than can be": func(u *stations.Unmet) { u.Searches = 2e9 },
	} {
		err := s.AddUnmet(t.Context(), []stations.Unmet{missed(50, nil), missed(50, change)})
		wantCode(t, "AddUnmet with "+name, err, stations.Invalid)
	}
	same(t, "Unmet() after bad rows", []stations.Unmet(nil), must(s.Unmet(t.Context(), stations.UnmetQuery{}, stations.Unmet{}, 100))(t, "Unmet()"))
}

// What is too small when its hour is over will never be shown, so it goes.
func unmetIsForgotten(t *testing.T, s stations.Store) {
	ctx := t.Context()
	old := func(u *stations.Unmet) { u.Hour = u.Hour.Add(-stations.UnmetMemory - time.Hour) }
	add(t, s, missed(9, nil), missed(20, func(u *stations.Unmet) { u.Service = "" }), missed(50, old))
	forget := func(now time.Time) {
		t.Helper()
		if err := s.ForgetUnmet(ctx, now); err != nil {
			t.Fatalf("ForgetUnmet = %v", err)
		}
	}
	forget(noon.Add(time.Hour)) // the hour is over, but a server may still be about to add to it
	add(t, s, missed(1, nil))
	same(t, "Unmet() in time", []stations.Unmet{missed(20, func(u *stations.Unmet) { u.Service = "" }), missed(10, nil)},
		must(s.Unmet(ctx, stations.UnmetQuery{}, stations.Unmet{}, 100))(t, "Unmet()"))

	nine := func(u *stations.Unmet) { u.Service = "toilet" }
	add(t, s, missed(9, nine))
	forget(noon.Add(2*time.Hour + time.Minute))
	add(t, s, missed(1, nine))
	if rows := must(s.Unmet(ctx, stations.UnmetQuery{Services: []stations.Service{"toilet"}}, stations.Unmet{}, 100))(t, "Unmet()"); len(rows) > 0 {
		t.Errorf("Unmet() = %v, want nine forgotten searches not to count", rows)
	}
}

// A backup holds what may be shown, and no more.
func unmetIsArchived(t *testing.T, s stations.Store) {
	other := func(u *stations.Unmet) { u.Service = "" }
	add(t, s, missed(10, nil), missed(9, other))
	var file bytes.Buffer
	if _, err := archive.Write(t.Context(), &file, s, 1); err != nil {
		t.Fatalf("archive.Write = %v", err)
	}
	if err := restored(t, s, file.Bytes()); err != nil {
		t.Fatalf("Load = %v", err)
	}
	add(t, s, missed(1, other))
	same(t, "Unmet() after Load", []stations.Unmet{missed(10, nil)}, must(s.Unmet(t.Context(), stations.UnmetQuery{}, stations.Unmet{}, 100))(t, "Unmet()"))
}
