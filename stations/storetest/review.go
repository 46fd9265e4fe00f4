package storetest

import (
	"encoding/json"
	"testing"

	"yizhan/stations"
)

func sourceRowsComeBack(t *testing.T, s stations.Store) {
	ctx := t.Context()
	a := newStation(t, "甲")
	row := stations.SourceRow{Key: stations.RecordKey{Source: "市", Record: "'1\""}, Station: a.ID, Values: json.RawMessage(`{"name":"甲 <1>"}`)}
	rev, err := s.ApplyBatch(ctx, stations.Batch{Writes: []stations.Write{{Station: a}}, Rows: []stations.SourceRow{row}})
	if err != nil || rev != 1 || a.Revision != 1 {
		t.Fatalf("ApplyBatch = %d, %v and gave the station revision %d, want 1", rev, err, a.Revision)
	}
	same(t, "SourceRows", map[string]stations.SourceRow{"'1\"": row}, rowsOf(t, s, "市"))

	row.Values = json.RawMessage(`{"name":"乙"}`)
	rev, err = s.ApplyBatch(ctx, stations.Batch{Rows: []stations.SourceRow{row}})
	if err != nil || rev != 1 {
		t.Errorf("ApplyBatch(rows only) = %d, %v, want revision 1 as before", rev, err)
	}
	same(t, "SourceRows, replaced", map[string]stations.SourceRow{"'1\"": row}, rowsOf(t, s, "市"))
	for _, source := range []string{"", "区", "\x00"} {
		if got := rowsOf(t, s, source); len(got) != 0 {
			t.Errorf("SourceRows(%q) = %v, want none", source, got)
		}
	}
	known, unknown := stations.RecordKey{Source: "市", Record: "'1\""}, stations.RecordKey{Source: "\x00", Record: "'1\""}
	same(t, "Said", map[stations.RecordKey]stations.SourceRow{known: row}, must(s.Said(ctx, []stations.RecordKey{unknown, known}))(t, "Said"))
	for name, bad := range map[string]stations.SourceRow{
		"no record":  {Key: stations.RecordKey{Source: "市"}, Station: a.ID, Values: row.Values},
		"no station": {Key: row.Key, Values: row.Values},
		"no JSON":    {Key: row.Key, Station: a.ID, Values: json.RawMessage(`{`)},
		"NUL":        {Key: stations.RecordKey{Source: "市", Record: "\x00"}, Station: a.ID, Values: row.Values},
	} {
		_, err := s.ApplyBatch(ctx, stations.Batch{Rows: []stations.SourceRow{bad}})
		wantCode(t, "ApplyBatch("+name+")", err, stations.Invalid)
	}
}

// question makes an open review of two new stations.
func question(t *testing.T, adcode string) stations.Review {
	r := stations.Review{
		Kind: stations.ReviewDuplicate, Station: newStation(t, "a").ID, Other: newStation(t, "b").ID,
		Adcode: adcode, Reasons: []string{"near and alike"}, At: noon,
	}
	r.ID = stations.ReviewID(r)
	return r
}

func reviewsAreDecidedOnce(t *testing.T, s stations.Store) {
	ctx := t.Context()
	r := question(t, "320102")
	if _, err := s.ApplyBatch(ctx, stations.Batch{Reviews: []stations.Review{r}}); err != nil {
		t.Fatalf("ApplyBatch(a review) = %v", err)
	}
	same(t, "Review", r, must(s.Review(ctx, r.ID))(t, "Review"))
	_, err := s.Review(ctx, "0")
	wantCode(t, "Review(unknown id)", err, stations.NotFound)

	later := noon.AddDate(0, 0, 1)
	decide := stations.Batch{Decisions: []stations.Decision{{Review: r.ID, Verdict: stations.KeepApart, By: "key:1", At: later}}}
	if _, err := s.ApplyBatch(ctx, decide); err != nil {
		t.Fatalf("ApplyBatch(a decision) = %v", err)
	}
	decided := r
	decided.Verdict, decided.DecidedBy, decided.DecidedAt = stations.KeepApart, "key:1", &later
	same(t, "Review, decided", decided, must(s.Review(ctx, r.ID))(t, "Review"))

	decide.Writes = []stations.Write{{Station: newStation(t, "丙")}}
	_, err = s.ApplyBatch(ctx, decide)
	wantCode(t, "ApplyBatch(a second decision)", err, stations.Conflict)
	if rev := must(s.Revision(ctx))(t, "Revision"); rev != 0 {
		t.Errorf("Revision after a refused decision = %d, want 0: its writes are undone", rev)
	}
	decide.Decisions[0].Review = "0"
	_, err = s.ApplyBatch(ctx, decide)
	wantCode(t, "ApplyBatch(a decision on nothing)", err, stations.NotFound)

	if _, err := s.ApplyBatch(ctx, stations.Batch{Reviews: []stations.Review{r}}); err != nil {
		t.Fatal(err)
	}
	same(t, "Review, asked again", decided, must(s.Review(ctx, r.ID))(t, "Review"))
	bad := r
	bad.ID = "1"
	_, err = s.ApplyBatch(ctx, stations.Batch{Reviews: []stations.Review{bad}})
	wantCode(t, "ApplyBatch(a review with another's id)", err, stations.Invalid)
}

func reviewsArePaged(t *testing.T, s stations.Store) {
	ctx := t.Context()
	here := map[string]bool{}
	var batch stations.Batch
	for i := range 9 {
		r := question(t, []string{"320102", "320106", "330100"}[i%3])
		here[r.ID] = i%3 < 2
		batch.Reviews = append(batch.Reviews, r)
	}
	if _, err := s.ApplyBatch(ctx, batch); err != nil {
		t.Fatal(err)
	}
	after, seen := "", 0
	for {
		page := must(s.Reviews(ctx, stations.ReviewFilter{Adcode: "320100", Kind: stations.ReviewDuplicate}, after, 2))(t, "Reviews")
		if len(page) == 0 {
			break
		}
		for _, r := range page {
			if r.ID <= after || !here[r.ID] {
				t.Errorf("Reviews(after %s) lists %s of %s", after, r.ID, r.Adcode)
			}
			after = r.ID
			seen++
		}
	}
	if seen != 6 {
		t.Errorf("Reviews listed %d in 320100, want 6", seen)
	}
	for name, f := range map[string]stations.ReviewFilter{"decided": {Decided: true}, "conflicts": {Kind: stations.ReviewConflict}} {
		if got := must(s.Reviews(ctx, f, "", 10))(t, "Reviews"); len(got) != 0 {
			t.Errorf("Reviews(%s) = %d, want none", name, len(got))
		}
	}
	for _, limit := range []int{0, 1001} {
		_, err := s.Reviews(ctx, stations.ReviewFilter{}, "", limit)
		wantCode(t, "Reviews(a bad limit)", err, stations.Invalid)
	}
}
