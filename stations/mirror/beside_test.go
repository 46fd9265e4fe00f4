package mirror_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"yizhan/stations"
)

// drawing is a JPEG of one colour.
func (o *town) drawing(side int) []byte {
	o.t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, side, side))
	paint := color.RGBA{uint8(o.random.IntN(256)), uint8(o.random.IntN(256)), uint8(o.random.IntN(256)), 255} //nolint:gosec // below 256
	for i := range side * side {
		picture.Set(i%side, i/side, paint)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, nil); err != nil {
		o.t.Fatal(err)
	}
	return file.Bytes()
}

// photograph adds two pictures to a station: its record names one more of them,
// and the other waits; now and then it names none any more.
func (o *town) photograph() {
	o.t.Helper()
	_, all, err := o.store.Snapshot(o.t.Context(), 0)
	if err != nil {
		o.t.Fatal(err)
	}
	s := *all[o.random.IntN(len(all))]
	if o.random.IntN(4) == 0 {
		s.Photos = nil
	} else if len(s.Photos) < 3 {
		for i := range 2 {
			p := stations.Picture{Station: s.ID, Width: 40, Height: 40, AddedAt: time.Now(), AddedBy: "key:1", Image: o.drawing(40), Thumbnail: o.drawing(8)}
			p.ID = stations.PictureID(p.Image)
			if err := o.store.AddPicture(o.t.Context(), p); err != nil && stations.CodeOf(err) != stations.Conflict { // of too many
				o.t.Fatalf("AddPicture = %v", err)
			}
			if i == 0 {
				s.Photos = append(s.Photos, p.Imaged())
			}
		}
	}
	if _, err := o.store.Apply(o.t.Context(), []stations.Write{{Station: &s, Expect: s.Revision}}); err != nil {
		o.t.Fatalf("Apply = %v", err)
	}
}

// survey adds a division, or draws one anew.
func (o *town) survey() {
	o.t.Helper()
	at := orb.Point{118 + o.random.Float64(), 32 + o.random.Float64()}
	ring := orb.Ring{at, {at[0] + 0.1, at[1]}, {at[0] + 0.1, at[1] + 0.1}, at}
	area := stations.Area{Adcode: fmt.Sprint(320101 + o.random.IntN(9)), Name: "某区\n\"", Level: "district", Parent: "320100", Geometry: orb.MultiPolygon{{ring}}}
	if err := o.store.PutAreas(o.t.Context(), []stations.Area{area}); err != nil {
		o.t.Fatal(err)
	}
}

// album lists what of the pictures is shown, both sizes, by station.
func album(t testing.TB, s stations.Store, scope stations.Scope) map[string]string {
	t.Helper()
	_, all, err := s.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]string{}
	for _, station := range all {
		if scope != stations.ScopeAll && !stations.Public().Match(station, time.Now()) {
			continue
		}
		for _, p := range station.Photos {
			for _, size := range []stations.PictureSize{stations.FullSize, stations.ThumbnailSize} {
				file, err := s.Image(t.Context(), station.ID, p.ID, size)
				if err == nil {
					shown[fmt.Sprint(station.ID, " ", p.ID, " ", size)] = string(file)
				} else if stations.CodeOf(err) != stations.NotFound {
					t.Fatal(err)
				}
			}
		}
	}
	return shown
}

// wantBeside compares pictures and areas, byte by byte. A mirror has no picture
// that is not shown.
func wantBeside(t *testing.T, origin, copied stations.Store, scope stations.Scope) {
	t.Helper()
	want, got := album(t, origin, scope), album(t, copied, scope)
	if len(want) == 0 {
		t.Error("the origin shows no picture: this tests nothing")
	}
	for file := range want {
		if got[file] != want[file] {
			t.Errorf("the mirror's picture %s has %d bytes, and %d at its origin", file, len(got[file]), len(want[file]))
		}
	}
	kept := 0
	_, all, err := copied.Snapshot(t.Context(), 0)
	for _, s := range all {
		list, err := copied.Pictures(t.Context(), s.ID)
		if err != nil {
			t.Fatal(err)
		}
		kept += len(list)
	}
	if err != nil || 2*kept != len(want) {
		t.Errorf("the mirror keeps %d pictures (%v), want the %d that are shown", kept, err, len(want)/2)
	}
	areas, err := origin.Areas(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	same, err := copied.Areas(t.Context(), "")
	if diff := cmp.Diff(areas, same, cmpopts.EquateEmpty()); err != nil || diff != "" {
		t.Errorf("the mirror's areas differ (%v) (-origin +mirror):\n%s", err, diff)
	}
}

// A photo that never comes, or comes otherwise than its origin says, holds
// nothing up.
func TestAMirrorGoesOnWithoutAPhotoThatDoesNotCome(t *testing.T) {
	for name, spoil := range map[string]http.HandlerFunc{
		"other bytes": func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte("another picture of " + r.URL.Path))
		},
		"no picture": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
	} {
		t.Run(name, func(t *testing.T) { wantAllButOne(t, spoil) })
	}
}

// wantAllButOne follows an origin that spoils the file of one photo.
func wantAllButOne(t *testing.T, spoil http.HandlerFunc) {
	o := newTown(t, 6)
	o.found(5)
	for range 12 {
		o.photograph()
	}
	spoilt, id := 0, ""
	origin := served(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, photo, ok := strings.Cut(r.URL.Path, "/photos/")
		if ok && id == "" && !strings.Contains(photo, "/") {
			id = photo
		}
		if !ok || photo != id {
			o.api.ServeHTTP(w, r)
			return
		}
		spoilt++
		answer := httptest.NewRecorder()
		o.api.ServeHTTP(answer, r)
		w.Header().Set("Repr-Digest", answer.Header().Get("Repr-Digest"))
		spoil(w, r)
	}))
	copied := open(t, filepath.Join(t.TempDir(), "mirror.db"))
	if _, err := newMirror(origin, o.key(stations.RoleAdmin), copied).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	want, got := album(t, o.store, stations.ScopeAll), album(t, copied, stations.ScopeAll)
	if spoilt == 0 || len(got) != len(want)-2 {
		t.Errorf("after %d spoilt answers the mirror has %d files of %d, want all but the two of one photo", spoilt, len(got), len(want))
	}
}

// The page that tells of a photo is kept before its divisions come: a photo is
// not forgotten because those did not.
func TestAFollowingMirrorForgetsNoPhotoWhenAreasFail(t *testing.T) {
	o := newTown(t, 8)
	o.found(5)
	var failing atomic.Bool
	origin := served(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/areas" && failing.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		o.api.ServeHTTP(w, r)
	}))
	copied := open(t, filepath.Join(t.TempDir(), "mirror.db"))
	m := newMirror(origin, o.key(stations.RoleAdmin), copied)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- m.Follow(ctx) }()
	pictures := func(s stations.Store) any { return album(t, s, stations.ScopeAll) }
	revision := func(s stations.Store) any {
		at, err := s.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, fails := range []bool{false, true} {
		failing.Store(fails)
		o.survey()
		for range 6 {
			o.photograph()
		}
		o.wantSoon("revision", copied, revision)
		failing.Store(false)
		o.wantSoon("pictures", copied, pictures)
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Follow = %v, want it to end with its context only", err)
	}
}

// wantSoon waits until something of a mirror is as it is in the town.
func (o *town) wantSoon(what string, copied stations.Store, of func(stations.Store) any) {
	o.t.Helper()
	for end := time.Now().Add(20 * time.Second); !cmp.Equal(of(o.store), of(copied)); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			o.t.Fatalf("the mirror has not the town's %s after 20 s", what)
		}
	}
}

// An origin without divisions takes none away.
func TestAMirrorOfAnOriginWithoutAreasKeepsItsOwn(t *testing.T) {
	o := newTown(t, 9)
	o.found(3)
	copied := open(t, filepath.Join(t.TempDir(), "mirror.db"))
	own := stations.Area{Adcode: "320102", Name: "玄武区", Level: "district", Geometry: orb.MultiPolygon{{{{118.7, 32}, {118.8, 32}, {118.8, 32.1}, {118.7, 32}}}}}
	if err := copied.PutAreas(t.Context(), []stations.Area{own}); err != nil {
		t.Fatal(err)
	}
	if _, err := newMirror(served(t, o.api), o.key(stations.RoleAdmin), copied).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if areas, err := copied.Areas(t.Context(), ""); err != nil || len(areas) != 1 {
		t.Errorf("the mirror has %d areas (%v), want its own", len(areas), err)
	}
}

func TestAMirrorMayKeepItsOwnAreasAndNoPhotos(t *testing.T) {
	o := newTown(t, 7)
	o.found(5)
	for range 8 {
		o.photograph()
	}
	o.survey()
	copied := open(t, filepath.Join(t.TempDir(), "mirror.db"))
	m := newMirror(served(t, o.api), o.key(stations.RoleAdmin), copied)
	m.OwnAreas, m.NoPhotos = true, true
	if _, err := m.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	areas, err := copied.Areas(t.Context(), "")
	if shown := album(t, copied, stations.ScopeAll); err != nil || len(areas) != 0 || len(shown) != 0 {
		t.Errorf("the mirror has %d areas and %d files (%v), want none", len(areas), len(shown), err)
	}
}

// A mirror fetches some photos between two questions; it has not caught up
// before it has all of them.
func TestAMirrorThatHasCaughtUpHasEveryPhoto(t *testing.T) {
	o := newTown(t, 8)
	const some = 110
	o.found(some)
	_, all, err := o.store.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range all {
		file := append(o.drawing(16), byte(i)) // each of another content
		p := stations.Picture{Station: s.ID, ID: stations.PictureID(file), Width: 16, Height: 16, AddedAt: time.Now(), AddedBy: "key:1", Image: file, Thumbnail: file}
		if err := o.store.AddPicture(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		s.Photos = []stations.Photo{p.Imaged()}
		if _, err := o.store.Apply(t.Context(), []stations.Write{{Station: s, Expect: s.Revision}}); err != nil {
			t.Fatal(err)
		}
	}
	copied := open(t, filepath.Join(t.TempDir(), "mirror.db"))
	if _, err := newMirror(served(t, o.api), o.key(stations.RoleAdmin), copied).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := len(album(t, copied, stations.ScopeAll)); got != 2*some {
		t.Errorf("a mirror that has caught up has %d files of photos, want %d", got, 2*some)
	}
}
