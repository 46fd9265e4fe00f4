package snapshot_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"go.uber.org/goleak"

	"yizhan/stations"
	"yizhan/stations/features"
	"yizhan/stations/nearby"
	"yizhan/stations/snapshot"
	"yizhan/stations/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// table is that of the server.
func table() snapshot.Table {
	t := snapshot.Table{Value: func(s *stations.Station, column string) any {
		return features.StationFeature(s, time.Time{}).Value(column)
	}}
	for _, column := range features.StationColumns() {
		t.Columns = append(t.Columns, column.Name)
	}
	return t
}

// some are n public stations, every other one with little known of it.
func some(t testing.TB, n int) []*stations.Station {
	t.Helper()
	list := make([]*stations.Station, n)
	for i := range list {
		s := &stations.Station{
			ID: stations.ID(fmt.Sprintf("01920000-0000-7000-8000-%012d", i)), Revision: stations.Revision(i + 1),
			Name: fmt.Sprintf("第%d站, \"甲\"\n乙", i), Kind: stations.UnionStation, Lifecycle: stations.Open, UpdatedAt: time.UnixMilli(1763700000123).UTC(),
		}
		s.Position.Quality, s.Position.Point = stations.GPS, orb.Point{118 + float64(i)/1000, 32 - float64(i)/3000}
		if i%2 == 1 {
			s.Code, s.Hours, s.Position.Address = fmt.Sprint("=C-", i), "24/7", "中山路1号"
			s.Services = []stations.ServiceState{{Code: "water", Status: stations.ServiceOK}, {Code: "wifi", Status: stations.ServiceLimited}, {Code: "toilet", Status: stations.ServiceBroken}}
			s.Contacts = []stations.Contact{{Phone: "13900001111", Personal: true}, {Phone: "025-12351"}}
			s.Verification = &stations.Verification{At: time.UnixMilli(1763600000000).UTC(), By: "李四", Method: stations.OnSite}
			s.Truck = &stations.Truck{Spaces: 7}
		}
		list[i] = s
	}
	return list
}

func made(t testing.TB, format snapshot.Format, list []*stations.Station) *snapshot.File {
	t.Helper()
	f, err := table().Make(format, 42, slices.Values(list))
	if err != nil {
		t.Fatalf("Make(%s) = %v", format, err)
	}
	return f
}

// values reads every column of a parquet file as texts, by the library's own
// rows and not by this room's type of them.
func values(t *testing.T, f *snapshot.File) (*parquet.File, []map[string]any) {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(f.Bytes), int64(len(f.Bytes)))
	if err != nil {
		t.Fatalf("OpenFile = %v", err)
	}
	reader := parquet.NewGenericReader[map[string]any](bytes.NewReader(f.Bytes), file.Schema())
	defer reader.Close()
	rows := make([]map[string]any, file.NumRows())
	for i := range rows {
		rows[i] = map[string]any{}
	}
	if n, err := reader.Read(rows); n != len(rows) {
		t.Fatalf("Read = %d of %d rows, %v", n, len(rows), err)
	}
	return file, rows
}

func TestGeoParquetHoldsWhatTheFeaturesHold(t *testing.T) {
	list := some(t, 101)
	file, rows := values(t, made(t, snapshot.GeoParquet, list))
	var got []string
	for _, column := range file.Schema().Fields() {
		got = append(got, column.Name())
	}
	want := append(table().Columns, "geometry", "bbox")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("the columns differ (-features +file):\n%s", diff)
	}
	for i, s := range list {
		feature := features.StationFeature(s, time.Time{})
		for _, column := range features.StationColumns() {
			if want, got := told(feature.Value(column.Name)), told(rows[i][column.Name]); want != got {
				t.Errorf("column %s of station %d = %q, want %q", column.Name, i, got, want)
			}
		}
		text, _ := rows[i]["geometry"].([]byte)
		if text == nil {
			text = []byte(fmt.Sprint(rows[i]["geometry"]))
		}
		shape, err := wkb.Unmarshal(text)
		if err != nil || shape != orb.Geometry(s.Position.Point) {
			t.Errorf("the geometry of station %d = %v, %v, want %v", i, shape, err, s.Position.Point)
		}
		if box, _ := rows[i]["bbox"].(map[string]any); box["xmin"] != s.Position.Point[0] || box["ymax"] != s.Position.Point[1] || len(box) != 4 {
			t.Errorf("the covering of station %d = %v, want its point %v", i, box, s.Position.Point)
		}
	}
}

// told writes a value of a feature, or of a row, alike.
func told(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case time.Time:
		return fmt.Sprint(v.UnixMilli())
	case float64:
		return fmt.Sprint(int64(v))
	case []string:
		return strings.Join(v, " ")
	case []any:
		var list []string
		for _, one := range v {
			list = append(list, fmt.Sprint(one))
		}
		return strings.Join(list, " ")
	case []byte:
		return string(v)
	}
	return fmt.Sprint(value)
}

// The rules of geoparquet.org's schema 1.1.0, written out by hand.
func TestTheMetadataIsGeoParquet(t *testing.T) {
	for n, wantBox := range map[int][]float64{0: nil, 1: {118, 32, 118, 32}, 31: {118, 31.99, 118.03, 32}} {
		file, _ := values(t, made(t, snapshot.GeoParquet, some(t, n)))
		text, ok := file.Lookup("geo")
		if !ok {
			t.Fatal("the file has no key geo")
		}
		var geo struct {
			Version       string
			PrimaryColumn string `json:"primary_column"`
			Columns       map[string]struct {
				Encoding      string
				GeometryTypes []string `json:"geometry_types"`
				BBox          []float64
				CRS           json.RawMessage
				Covering      struct{ BBox map[string][]string }
			}
		}
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&geo); err != nil {
			t.Fatalf("geo = %v: %s", err, text)
		}
		c, ok := geo.Columns[geo.PrimaryColumn]
		if geo.Version != "1.1.0" || !ok || c.Encoding != "WKB" || !slices.Equal(c.GeometryTypes, []string{"Point"}) || c.CRS != nil {
			t.Errorf("geo = %s, want 1.1.0, WKB, Point, and no crs, which is OGC:CRS84", text)
		}
		near := func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
		if !slices.EqualFunc(c.BBox, wantBox, near) {
			t.Errorf("the bbox of %d stations = %v, want %v", n, c.BBox, wantBox)
		}
		leaf := file.Schema()
		for _, side := range []string{"xmin", "ymin", "xmax", "ymax"} {
			path := c.Covering.BBox[side]
			if column, ok := leaf.Lookup(path...); !ok || len(path) != 2 || path[1] != side || column.Node.Type().Kind() != parquet.Double {
				t.Errorf("the covering's %s leads to %v, want a double", side, path)
			}
		}
		if column, ok := leaf.Lookup(geo.PrimaryColumn); !ok || column.Node.Type().Kind() != parquet.ByteArray || column.Node.Repeated() {
			t.Error("the geometry is no root column of bytes")
		}
	}
}

func TestTheCSVHoldsWhatTheFeaturesHold(t *testing.T) {
	list := some(t, 11)
	rows, err := csv.NewReader(bytes.NewReader(made(t, snapshot.CSV, list).Bytes)).ReadAll()
	if err != nil || len(rows) != 12 {
		t.Fatalf("the CSV has %d rows, %v", len(rows), err)
	}
	if want := append(table().Columns, "lon", "lat", "datum"); !slices.Equal(rows[0], want) {
		t.Errorf("the header is %q, want %q", rows[0], want)
	}
	at := func(row int, column string) string { return rows[row][slices.Index(rows[0], column)] }
	for column, want := range map[string]string{
		"code": "'=C-1", "name": "第1站, \"甲\"\n乙", "services": "water wifi", "phone": "025-12351", "truck_spaces": "7", "doubted": "false",
		"verified_at": "2025-11-20T00:53:20Z", "revision": "2", "lon": "118.0010000", "lat": "31.9996667", "datum": "wgs84",
	} {
		if got := at(2, column); got != want {
			t.Errorf("column %s = %q, want %q", column, got, want)
		}
	}
}

func TestASnapshotTellsNothingThatIsNotPublic(t *testing.T) {
	for _, format := range snapshot.Formats() {
		f := made(t, format, some(t, 9))
		for _, secret := range []string{"13900001111", "李四"} {
			if bytes.Contains(f.Bytes, []byte(secret)) {
				t.Errorf("the %s tells %q", format, secret)
			}
		}
		if f.Sum != sha256.Sum256(f.Bytes) || f.Name() != "stations-42."+string(format) || f.Stations != 9 {
			t.Errorf("the %s is %s of %d stations, sum %x", format, f.Name(), f.Stations, f.Sum)
		}
		if again := made(t, format, some(t, 9)); !bytes.Equal(again.Bytes, f.Bytes) {
			t.Errorf("the %s of the same stations differs", format)
		}
	}
	if _, err := table().Make("shapefile", 1, slices.Values(some(t, 1))); stations.CodeOf(err) != stations.Invalid {
		t.Errorf("Make of another format = %v, want Invalid", err)
	}
}

// Whoever comes at a time gets the one file; a write makes another, and the one
// before is kept for who had begun.
func TestAShelfMakesEachFileOnce(t *testing.T) {
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	finder := nearby.NewFinder(nil, time.Now)
	shelf := snapshot.NewShelf(finder, table())
	if _, err := shelf.Latest(t.Context(), snapshot.CSV); stations.CodeOf(err) != stations.Unavailable {
		t.Errorf("Latest before the stations are loaded = %v, want Unavailable", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- finder.Follow(ctx, store, slog.New(slog.DiscardHandler)) }()
	defer func() {
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Follow = %v", err)
		}
	}()
	first := written(t, store, finder, some(t, 1)[0])
	files := make([]*snapshot.File, 32)
	var all sync.WaitGroup
	for i := range files {
		all.Go(func() { files[i], _ = shelf.Latest(t.Context(), snapshot.GeoParquet) })
	}
	all.Wait()
	for _, f := range files {
		if f == nil || f != files[0] {
			t.Fatal("askers at a time got different files, want one making")
		}
	}
	second := written(t, store, finder, some(t, 2)[1])
	now, err := shelf.Latest(t.Context(), snapshot.GeoParquet)
	if err != nil || now.Revision != second || now.Stations != 2 {
		t.Errorf("Latest after a write = %+v, %v, want revision %d", now, err, second)
	}
	if kept, err := shelf.Of(t.Context(), first, snapshot.GeoParquet); err != nil || kept != files[0] {
		t.Errorf("Of(%d) = %v, want the file of before", first, err)
	}
	if f, err := shelf.Of(t.Context(), second, snapshot.CSV); err != nil || f.Revision != second {
		t.Errorf("Of(%d) in a format that nobody asked for = %v", second, err)
	}
	if _, err := shelf.Of(t.Context(), 99, snapshot.CSV); stations.CodeOf(err) != stations.Gone {
		t.Errorf("Of(99) = %v, want Gone", err)
	}
}

// written writes a station and waits until the finder knows of it.
func written(t *testing.T, store stations.Store, finder *nearby.Finder, s *stations.Station) stations.Revision {
	t.Helper()
	revision, err := store.Apply(t.Context(), []stations.Write{{Station: s}})
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if at := finder.Snapshot(); at != nil && at.Revision == revision {
			return revision
		}
	}
	t.Fatal("the finder does not hear of a write")
	return 0
}

// YIZHAN_KEEP_SNAPSHOT names a file for other readers to be tried on.
func TestKeepForOtherReaders(t *testing.T) {
	path := os.Getenv("YIZHAN_KEEP_SNAPSHOT")
	if path == "" {
		t.Skip("YIZHAN_KEEP_SNAPSHOT is not set")
	}
	if err := os.WriteFile(path, made(t, snapshot.GeoParquet, some(t, 50_000)).Bytes, 0o600); err != nil {
		t.Fatal(err)
	}
}

func ExampleTable_Make() {
	t := snapshot.Table{Columns: []string{"name"}, Value: func(s *stations.Station, _ string) any { return s.Name }}
	s := &stations.Station{Name: "玄武门驿站"}
	s.Position.Point = orb.Point{118.78, 32.07}
	f, err := t.Make(snapshot.CSV, 7, slices.Values([]*stations.Station{s}))
	fmt.Printf("%s %v\n%s", f.Name(), err, f.Bytes)
	// Output:
	// stations-7.csv <nil>
	// name,lon,lat,datum
	// 玄武门驿站,118.7800000,32.0700000,wgs84
}

func BenchmarkGeoParquet(b *testing.B) {
	list := some(b, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		made(b, snapshot.GeoParquet, list)
	}
}
