package nearby

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yizhan/stations"
)

// Sure tags never keep a station that the filter would not, at any moment.
func TestSureTagsAgreeWithTheFilter(t *testing.T) {
	const words = 6 // few, so that they often meet
	service := rapid.Custom(func(t *rapid.T) stations.Service {
		list := stations.Services()
		code := list[rapid.IntRange(len(list)-words, len(list)-1).Draw(t, "service")].Code
		return rapid.SampledFrom([]stations.Service{stations.Service(code), "water", "unheard_of"}).Draw(t, "word")
	})
	kind := rapid.SampledFrom([]stations.Kind{stations.DriverHome, stations.SmartLocker, "unheard_of"})
	moment := time.Date(2026, 11, 20, 12, 0, 0, 0, stations.Zone())
	compiler, decided, unasked := newCompiler(), 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := &stations.Station{ID: "a", Kind: kind.Draw(t, "kind"), Lifecycle: stations.Open}
		for range rapid.IntRange(0, 8).Draw(t, "services") {
			state := stations.ServiceState{
				Code:   service.Draw(t, "code"),
				Status: rapid.SampledFrom([]stations.ServiceStatus{stations.ServiceOK, stations.ServiceLimited, stations.ServiceBroken, stations.ServiceNone}).Draw(t, "status"),
			}
			if rapid.Bool().Draw(t, "expires") {
				at := moment.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "hours")) * time.Hour)
				state.ExpiresAt = &at
			}
			s.Services = append(s.Services, state)
		}
		a := asking{moment: moment}
		a.Filter.Kinds = rapid.SliceOfN(kind, 0, 2).Draw(t, "kinds")
		a.Filter.Services = rapid.SliceOfN(service, 0, 2).Draw(t, "wanted")
		a.Filter.Located = rapid.Bool().Draw(t, "located")
		a.wish, a.decided = compiler.wish(a.Filter), compiler.decides(a.Filter)
		e := compiler.entry(s)
		want := a.Filter.Match(s, moment)
		if got := a.wish.Takes(e.tags) && a.keeps(e); got != want {
			t.Fatalf("keeps(%+v) by %+v = %v, want %v", s, a.Filter, got, want)
		}
		if a.decided && a.wish.Takes(e.sure) {
			decided++
		}
		if a.decided && a.wish.Takes(e.tags) && e.tags&settled != 0 {
			unasked++
			if !want {
				t.Fatalf("the tags of %+v are settled and fulfil %+v, which does not match", s, a.Filter)
			}
		}
	})
	if few := testing.Short(); !few && (decided == 0 || unasked == 0 || unasked == decided) { // twenty draws may miss either
		t.Errorf("%d stations were decided by their tags, %d of them unasked; want some, and fewer", decided, unasked)
	}
}

// A field that is added to Filter must be known to OnlyWords.
func TestOnlyWordsKnowsEveryFieldOfAFilter(t *testing.T) {
	if !(stations.Filter{Kinds: []stations.Kind{"x"}, Services: []stations.Service{"y"}}).OnlyWords() {
		t.Error("OnlyWords() of kinds and services = false, want true")
	}
	fields := reflect.TypeFor[stations.Filter]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		if name == "Kinds" || name == "Services" {
			continue
		}
		var f stations.Filter
		switch v := reflect.ValueOf(&f).Elem().Field(i); v.Kind() {
		case reflect.String:
			v.SetString("x")
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
		default:
			t.Fatalf("field %s is of a sort that this test does not know", name)
		}
		if f.OnlyWords() {
			t.Errorf("OnlyWords() with %s set = true, want false", name)
		}
	}
}
