package intake_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
	"yizhan/stations/intake"
)

// late writes to the store when an import has made all its items, and before
// they are shown.
type late struct {
	stations.Store
	edit  func()
	tries int
}

func (l *late) Import(ctx context.Context, i stations.Import) (stations.Revision, error) {
	items := i.Items
	i.Items = func(yield func(stations.Item, error) bool) {
		for item, err := range items {
			if !yield(item, err) {
				return
			}
		}
		if l.tries++; l.tries == 1 {
			l.edit()
		}
	}
	return l.Store.Import(ctx, i)
}

// told is what an import leaves, without names that are made at random.
type told struct {
	Counts, Stations, Reviews, Problems, Changes string
}

func tell(t *testing.T, store stations.Store, r *intake.Report) (v told) {
	t.Helper()
	v.Counts = counts(r)
	for _, s := range all(t, store) {
		v.Stations += fmt.Sprintln(s.SourceRecord, s.Name, s.Position.Address, s.Hours, s.Lifecycle)
	}
	reviews, err := store.Reviews(t.Context(), stations.ReviewFilter{}, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, review := range reviews {
		asked = append(asked, fmt.Sprintln(review.Kind, review.Field, review.Value, review.Old, review.New))
	}
	slices.Sort(asked) // their ids are at random
	v.Reviews = strings.Join(asked, "")
	for _, p := range r.Problems {
		text, _, _ := strings.Cut(p.Problem, "review")
		v.Problems += fmt.Sprintln(p.Row, p.Field, p.Value, text)
	}
	for _, c := range r.Changes {
		v.Changes += fmt.Sprintln(c.Row, c.Name, c.Fields)
	}
	return v
}

// byRecord finds a station of the source.
func byRecord(t *testing.T, store stations.Store, record string) *stations.Station {
	t.Helper()
	for _, s := range all(t, store) {
		if s.SourceRecord == record {
			return s
		}
	}
	t.Fatalf("no station of record %s", record)
	return nil
}

// write writes one station as an editor does.
func write(t *testing.T, store stations.Store, s *stations.Station) {
	t.Helper()
	if _, err := store.Apply(context.Background(), []stations.Write{{Station: s, Expect: s.Revision, By: "editor"}}); err != nil {
		t.Errorf("an edit during an import = %v", err)
	}
}

// Somebody who writes while an import is under way gets what he would have got
// had he written right before it.
func TestAnEditDuringAnImportCountsLikeOneBeforeIt(t *testing.T) {
	const next = "id,名称,经度,纬度,地址,服务\n1,鼓楼新站,118.770012,32.060012,中山路2号,饮水\n2,玄武驿站,118.790012,32.060012,珠江路9号,\n3,新街口驿站,118.780012,32.040012,汉中路1号,\n"
	for sentence, edit := range map[string]func(t *testing.T, store stations.Store, s *stations.Station){
		"nobody writes": func(*testing.T, stations.Store, *stations.Station) {},
		"another field is changed": func(t *testing.T, store stations.Store, s *stations.Station) {
			s.Hours = "24/7"
			write(t, store, s)
		},
		"one of the fields is changed": func(t *testing.T, store stations.Store, s *stations.Station) {
			s.Name = "鼓楼老站"
			write(t, store, s)
		},
		"one field after the other is changed": func(t *testing.T, store stations.Store, s *stations.Station) {
			s.Name = "鼓楼老站"
			write(t, store, s)
			s.Position.Address = "中山路3号"
			write(t, store, s)
		},
		"the same is written": func(t *testing.T, store stations.Store, s *stations.Station) {
			s.Name, s.Position.Address = "鼓楼新站", "中山路2号"
			write(t, store, s)
		},
		"a station that is in the way is written": func(t *testing.T, store stations.Store, _ *stations.Station) {
			other := byRecord(t, store, "2")
			other.Position.Address = "珠江路9号"
			write(t, store, other)
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			before, during := open(t), open(t)
			load(t, before, two, gcj)
			load(t, during, two, gcj)
			edit(t, before, byRecord(t, before, "1"))
			want := tell(t, before, load(t, before, next, gcj))
			store := &late{Store: during, edit: func() { edit(t, during, byRecord(t, during, "1")) }}
			got := tell(t, during, load(t, store, next, gcj))
			if diff := cmp.Diff(want, got); diff != "" || store.tries != 1 {
				t.Errorf("after %d tries the import differs (-edited before +edited during):\n%s", store.tries, diff)
			}
		})
	}
}

func TestAStationThatIsDeletedDuringAnImportStaysDeleted(t *testing.T) {
	db := open(t)
	load(t, db, two, gcj)
	one := byRecord(t, db, "1")
	store := &late{Store: db, edit: func() {
		if _, err := db.Apply(context.Background(), []stations.Write{{Station: one, Expect: one.Revision, Delete: true}}); err != nil {
			t.Error(err)
		}
	}}
	report := load(t, store, strings.NewReplacer("鼓楼", "钟楼", "玄武", "玄武门").Replace(two), gcj)
	wantCounts(t, "the import", report, "read 2 created 0 updated 1 unchanged 1 rejected 0 suspect 1")
	if len(all(t, db)) != 1 || !strings.Contains(report.Problems[0].Problem, "stays deleted") {
		t.Errorf("%d stations are left, and the report says %v", len(all(t, db)), report.Problems)
	}
}

// merged merges the station of one record into that of another.
func merged(t *testing.T, store stations.Store, from, into string) {
	t.Helper()
	s := byRecord(t, store, from)
	s.Lifecycle, s.MergedInto = stations.Merged, byRecord(t, store, into).ID
	write(t, store, s)
}

func TestAStationThatIsMergedDuringAnImportStartsItAgain(t *testing.T) {
	db := open(t)
	load(t, db, two, gcj)
	store := &late{Store: db, edit: func() { merged(t, db, "1", "2") }}
	report := load(t, store, strings.Replace(two, "中山路1号", "中山路2号", 1), gcj)
	wantCounts(t, "the import", report, "read 2 created 0 updated 1 unchanged 1 rejected 0 suspect 0")
	if got := byRecord(t, db, "2").Position.Address; got != "中山路2号" || store.tries != 2 {
		t.Errorf("after %d tries the survivor's address is %q, want the changed row's after 2", store.tries, got)
	}
}

// Two rows lead to one station: both are heard, in one change, also when
// somebody writes meanwhile.
func TestRowsOfMergedStationsChangeTheSurvivorOnce(t *testing.T) {
	const file = "id,名称,经度,纬度,地址,营业时间\n1,鼓楼驿站,118.770012,32.060012,中山路7号,\n2,玄武驿站,118.790012,32.060012,,9:00-17:00\n"
	for _, meanwhile := range []bool{false, true} {
		db := open(t)
		load(t, db, two, gcj)
		merged(t, db, "1", "2")
		from := revision(t, db)
		store := &late{Store: db, edit: func() {
			if s := byRecord(t, db, "2"); meanwhile {
				s.Access.Steps = "侧门"
				write(t, db, s)
			}
		}}
		load(t, store, file, gcj)
		s := byRecord(t, db, "2")
		if s.Position.Address != "中山路7号" || s.Hours == "" || (s.Access.Steps != "") != meanwhile {
			t.Errorf("written meanwhile %v: the survivor is at %q, open %q, with %q", meanwhile, s.Position.Address, s.Hours, s.Access.Steps)
		}
		changes, err := db.Changes(t.Context(), from, 10)
		if err != nil || changes[len(changes)-1].By != "import:区总工会" || len(changes) > 2 {
			t.Errorf("written meanwhile %v: the import made %d changes, %v, want one", meanwhile, len(changes), err)
		}
		again := load(t, db, file, gcj)
		wantCounts(t, "the same file again", again, "read 2 created 0 updated 0 unchanged 2 rejected 0 suspect 0")
	}
}
