package intake_test

import (
	"strings"
	"testing"

	"yizhan/stations"
	"yizhan/stations/intake"
)

// asked returns the open conflicts about addresses by the value that the
// source wanted.
func asked(t *testing.T, store stations.Store) map[string]stations.Review {
	t.Helper()
	byNew := map[string]stations.Review{}
	for _, r := range reviews(t, store, stations.ReviewFilter{Kind: stations.ReviewConflict}) {
		byNew[r.New] = r
	}
	return byNew
}

// The source says 2号, then 3号, while a person has written 9号.
func TestAnAnswerIsGivenToTheSourcesLastWord(t *testing.T) {
	for _, c := range []struct {
		sentence string
		answered string // the value of the review that is answered
		verdict  stations.Verdict
		address  string // then
		open     int
	}{
		{"the source's last word is taken, whichever was asked", "中山路2号", stations.TakeSource, "中山路3号", 0},
		{"the last word is taken", "中山路3号", stations.TakeSource, "中山路3号", 0},
		{"what the station keeps against the last word, it keeps against those before", "中山路3号", stations.KeepStation, "中山北路9号", 0},
		{"what it keeps against an earlier word may still give way to the last", "中山路2号", stations.KeepStation, "中山北路9号", 1},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			store := open(t)
			load(t, store, two, gcj)
			edit(t, store, all(t, store)[0], func(s *stations.Station) { s.Position.Address = "中山北路9号" })
			load(t, store, strings.Replace(two, "中山路1号", "中山路2号", 1), gcj)
			load(t, store, strings.Replace(two, "中山路1号", "中山路3号", 1), gcj)
			open := asked(t, store)
			if len(open) != 2 {
				t.Fatalf("open conflicts = %v, want two", open)
			}
			decide(t, store, intake.Answer{Review: open[c.answered].ID, Verdict: c.verdict})
			if got := all(t, store)[0].Position.Address; got != c.address {
				t.Errorf("address = %s, want %s", got, c.address)
			}
			if left := asked(t, store); len(left) != c.open {
				t.Errorf("open conflicts = %v, want %d", left, c.open)
			}
		})
	}
}

func TestAConflictAboutALabelledNumberIsToldInWords(t *testing.T) {
	store := open(t)
	file := "id,名称,经度,纬度,电话\n1,鼓楼驿站,118.770012,32.060012,025-86500001\n"
	load(t, store, file, gcj)
	edit(t, store, all(t, store)[0], func(s *stations.Station) {
		s.Contacts = []stations.Contact{{Label: "值班室", Phone: "025-86500009"}, {Label: "办公室", Phone: "025-86500008"}}
	})
	report := load(t, store, strings.Replace(file, "86500001", "86500002", 1), gcj)
	if len(report.Problems) != 1 {
		t.Fatalf("problems = %v, want one", report.Problems)
	}
	want := `keeps "值班室 025-86500009; 办公室 025-86500008"; review `
	if got := report.Problems[0]; !strings.Contains(got.Problem, want) || got.Value != "025-86500002" {
		t.Errorf("problem = %+v, want one of 025-86500002 with %q", got, want)
	}
}
