package storetest

import (
	"errors"
	"iter"
	"testing"
	"time"

	"yizhan/stations"
)

// mirrorsKeepPictures holds that the pictures of a mirror are those that its
// records name.
func mirrorsKeepPictures(t *testing.T, s stations.Store) {
	ctx, at := t.Context(), stations.Mark{Epoch: "epoch of the origin", Revision: 5}
	a, b := foreign(t, "甲", 4), foreign(t, "乙", 5)
	first, second, other, waiting := picture(a, "一", noon), picture(a, "二", noon.Add(time.Second)), picture(b, "一", noon), picture(b, "没有公开", noon)
	a.Photos, b.Photos = []stations.Photo{first.Imaged(), second.Imaged()}, []stations.Photo{other.Imaged()}
	if err := s.Seed(ctx, seedOf(at.Epoch, at.Revision, a, b)); err != nil {
		t.Fatalf("Seed = %v", err)
	}
	bring := func(list ...stations.Picture) {
		t.Helper()
		for _, p := range list {
			if err := s.KeepPicture(ctx, p); err != nil {
				t.Fatalf("KeepPicture = %v", err)
			}
		}
	}
	bring(first, second, other, waiting, other, picture(foreign(t, "不在此", 1), "一", noon))
	wantPictures(t, s, a.ID, first, second)
	wantPictures(t, s, b.ID, other)
	spoilt := first
	spoilt.Image = []byte("another")
	wantCode(t, "KeepPicture of other bytes", s.KeepPicture(ctx, spoilt), stations.Invalid)

	fewer := *a
	fewer.Revision, fewer.Photos = 6, a.Photos[1:]
	if err := s.Repeat(ctx, at, []stations.Change{rewritten(&fewer), removed(b, 7)}); err != nil {
		t.Fatalf("Repeat = %v", err)
	}
	wantPictures(t, s, a.ID, second)
	wantPictures(t, s, b.ID)
	bring(first)
	wantPictures(t, s, a.ID, second)
	none := fewer
	none.Revision, none.Photos = 8, nil
	if err := s.Repeat(ctx, stations.Mark{Epoch: at.Epoch, Revision: 7}, []stations.Change{rewritten(&none)}); err != nil {
		t.Fatalf("Repeat of a station without photos = %v", err)
	}
	wantPictures(t, s, a.ID)
	fewer.Revision = 9
	if err := s.Repeat(ctx, stations.Mark{Epoch: at.Epoch, Revision: 8}, []stations.Change{rewritten(&fewer)}); err != nil {
		t.Fatalf("Repeat of a photo that is named again = %v", err)
	}
	bring(second)
	wantPictures(t, s, a.ID, second)

	c := foreign(t, "丙", 3)
	c.Photos = []stations.Photo{first.Imaged()}
	if err := s.Seed(ctx, seedOf("another epoch", 9, c, &fewer)); err != nil {
		t.Fatalf("Seed of another epoch = %v", err)
	}
	wantPictures(t, s, a.ID, second)
	if err := s.Seed(ctx, seedOf("a third epoch", 9, c)); err != nil {
		t.Fatalf("Seed of a third epoch = %v", err)
	}
	wantPictures(t, s, a.ID)
	if err := s.Detach(ctx); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "KeepPicture in a store of its own", s.KeepPicture(ctx, picture(c, "一", noon)), stations.Conflict)
}

// mirrorsHaveAreas holds that areas of an origin take the place of all that
// there are, or of none.
func mirrorsHaveAreas(t *testing.T, s stations.Store) {
	ctx := t.Context()
	first, second := district("320102", "玄武区"), district("320104", "秦淮区")
	wantCode(t, "RepeatAreas into a store of its own", s.RepeatAreas(ctx, areas(nil, first)), stations.Conflict)
	if err := s.PutAreas(ctx, []stations.Area{first}); err != nil {
		t.Fatal(err)
	}
	version := must(s.AreasVersion(ctx))(t, "AreasVersion()")
	if err := s.Seed(ctx, seedOf("epoch of the origin", 5, foreign(t, "甲", 4))); err != nil {
		t.Fatal(err)
	}
	if err := s.RepeatAreas(ctx, areas(nil, second)); err != nil {
		t.Fatalf("RepeatAreas = %v", err)
	}
	same(t, "Areas()", []stations.Area{second}, must(s.Areas(ctx, ""))(t, "Areas()"))
	if err := s.RepeatAreas(ctx, areas(errCut, first)); !errors.Is(err, errCut) {
		t.Errorf("RepeatAreas that breaks off = %v, want %v", err, errCut)
	}
	broken := first
	broken.Name = ""
	wantCode(t, "RepeatAreas without a name", s.RepeatAreas(ctx, areas(nil, broken)), stations.Invalid)
	same(t, "Areas() after what failed", []stations.Area{second}, must(s.Areas(ctx, ""))(t, "Areas()"))
	if err := s.RepeatAreas(ctx, areas(nil, first)); err != nil {
		t.Fatalf("RepeatAreas = %v", err)
	}
	if got := must(s.AreasVersion(ctx))(t, "AreasVersion()"); got != version {
		t.Errorf("AreasVersion() of the same areas = %q, want %q", got, version)
	}
	if err := s.RepeatAreas(ctx, areas(nil)); err != nil || must(s.AreasVersion(ctx))(t, "AreasVersion()") != "" {
		t.Errorf("RepeatAreas of none = %v, want no version", err)
	}
}

// areas yields areas, and then the error, if any.
func areas(end error, list ...stations.Area) iter.Seq2[stations.Area, error] {
	return func(yield func(stations.Area, error) bool) {
		for _, a := range list {
			if !yield(a, nil) {
				return
			}
		}
		if end != nil {
			yield(stations.Area{}, end)
		}
	}
}
