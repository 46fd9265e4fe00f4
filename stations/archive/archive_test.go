package archive_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
	"yizhan/stations/archive"
)

// shelf is an Archive in memory, of tables in order.
type shelf struct{ tables []table }

type table struct {
	Name    string
	Columns []string
	Rows    [][]any
}

func (s *shelf) Dump(_ context.Context, w stations.RowWriter) error {
	for _, t := range s.tables {
		if err := w.Table(t.Name, t.Columns); err != nil {
			return err
		}
		for _, row := range t.Rows {
			if err := w.Row(row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *shelf) Load(_ context.Context, r stations.RowReader, _ bool) error {
	for {
		name, columns, err := r.Table()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		t := table{Name: name, Columns: columns}
		for {
			row, err := r.Row()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return err
			}
			t.Rows = append(t.Rows, row)
		}
		s.tables = append(s.tables, t)
	}
}

func sample() *shelf {
	return &shelf{[]table{
		{"station", []string{"id", "n", "x", "raw", "none"}, [][]any{
			{"驿站\x00", int64(math.MinInt64), math.Nextafter(118, 119), []byte{0, 255}, nil},
			{strings.Repeat("长", 100_000), int64(math.MaxInt64), math.Inf(-1), []byte{}, nil},
			{"", int64(-1), math.Copysign(0, -1), []byte{1}, nil},
		}},
		{"empty", []string{"a"}, nil},
		{"last", []string{"a"}, [][]any{{int64(0)}}},
	}}
}

func written(t testing.TB, s *shelf, schema int64) []byte {
	t.Helper()
	var file bytes.Buffer
	if _, err := archive.Write(context.Background(), &file, s, schema); err != nil {
		t.Fatalf("Write = %v", err)
	}
	return file.Bytes()
}

func TestEveryValueComesBack(t *testing.T) {
	file, got := written(t, sample(), 7), &shelf{}
	rows, err := archive.Read(t.Context(), bytes.NewReader(file), got, archive.Options{Schema: 7})
	if err != nil || rows != 4 {
		t.Fatalf("Read = %d, %v, want 4 rows", rows, err)
	}
	if diff := cmp.Diff(sample().tables, got.tables); diff != "" {
		t.Errorf("Read differs (-want +got):\n%s", diff)
	}
	if math.Signbit(got.tables[0].Rows[2][2].(float64)) != true {
		t.Error("Read loses the sign of minus nought")
	}
}

// skipper reads no rows: Table must find the next one by itself.
type skipper struct{ names []string }

func (s *skipper) Dump(context.Context, stations.RowWriter) error { return nil }

func (s *skipper) Load(_ context.Context, r stations.RowReader, _ bool) error {
	for {
		name, _, err := r.Table()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return err
			}
			return nil
		}
		s.names = append(s.names, name)
	}
}

func TestRowsThatAreNotReadAreSkipped(t *testing.T) {
	var got skipper
	_, err := archive.Read(t.Context(), bytes.NewReader(written(t, sample(), 7)), &got, archive.Options{Schema: 9})
	if want := "[station empty last]"; fmt.Sprint(got.names) != want || err != nil {
		t.Errorf("tables = %v, %v, want %s", got.names, err, want)
	}
}

func TestNoFileThatIsNotWholeReachesTheStore(t *testing.T) {
	file := written(t, sample(), 7)
	for at := range file {
		altered := bytes.Clone(file)
		altered[at] ^= 1
		for name, broken := range map[string][]byte{"truncated": file[:at], "altered": altered} {
			got := &shelf{}
			_, err := archive.Read(t.Context(), bytes.NewReader(broken), got, archive.Options{Schema: 7})
			if stations.CodeOf(err) != stations.Invalid || got.tables != nil {
				t.Errorf("Read of a file %s at byte %d of %d = %v, %d tables, want Invalid and none", name, at, len(file), err, len(got.tables))
			}
		}
	}
}

// full takes so many bytes, then no more.
type full struct{ left int }

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// brokenStore says what a store says of rows that nobody takes.
type brokenStore struct{ stations.Archive }

func (brokenStore) Dump(_ context.Context, w stations.RowWriter) error {
	err := w.Table("change", []string{"id"})
	for i := 0; err == nil; i++ {
		err = w.Row([]any{fmt.Sprint("row ", i*i*i)})
	}
	return fmt.Errorf("cannot read table change: %w", err)
}

func TestABackupThatCannotBeWrittenSaysSo(t *testing.T) {
	for _, room := range []int{0, 20, 100_000} {
		_, err := archive.Write(t.Context(), &full{room}, brokenStore{}, 1)
		if !errors.Is(err, errFull) || !strings.HasPrefix(err.Error(), "cannot write the backup: no space") {
			t.Errorf("Write with room for %d bytes = %v, want that it cannot be written", room, err)
		}
	}
}

func TestABackupOfANewerYizhanIsRefused(t *testing.T) {
	newerFormat := written(t, sample(), 7)
	newerFormat[len("yizhan-backup\n")]++
	for name, file := range map[string][]byte{"newer tables": written(t, sample(), 8), "a newer format": newerFormat} {
		_, err := archive.Read(t.Context(), bytes.NewReader(file), &shelf{}, archive.Options{Schema: 7})
		if stations.CodeOf(err) != stations.Invalid || !strings.Contains(err.Error(), "newer yizhan") || errors.Is(err, archive.ErrFormat) {
			t.Errorf("Read of %s = %v, want Invalid that says a newer yizhan made it", name, err)
		}
	}
}

func TestAValueThatNoStoreHasIsAnError(t *testing.T) {
	odd := &shelf{[]table{{"t", []string{"a"}, [][]any{{true}}}}}
	if _, err := archive.Write(t.Context(), io.Discard, odd, 1); stations.CodeOf(err) != stations.Internal {
		t.Errorf("Write of a bool = %v, want Internal", err)
	}
}

// sealed makes a whole file of frames.
func sealed(frames []byte) []byte {
	file := bytes.NewBufferString("yizhan-backup\n\x01")
	zip := gzip.NewWriter(file)
	_, _ = zip.Write(frames) // into memory
	_ = zip.Close()
	sum := sha256.Sum256(file.Bytes())
	return append(file.Bytes(), sum[:]...)
}

// frames is what sealed is given to make the file.
func frames(t testing.TB, file []byte) []byte {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(file[len("yizhan-backup\n\x01") : len(file)-sha256.Size]))
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatAsksForMoreThanAnyTableHasIsRefused(t *testing.T) {
	most := func(n uint64) string { return string(binary.AppendUvarint(nil, n)) }
	for name, in := range map[string]string{
		"a table of 501 columns":           "V\x07T\x01t" + most(501) + strings.Repeat("\x01a", 501) + "E\x00",
		"a table of more than memory":      "V\x07T\x01t" + most(1<<40),
		"a table whose name has 201 bytes": "V\x07T" + most(201) + strings.Repeat("t", 201) + "\x00E\x00",
		"a text of more than 256 MiB":      "V\x07T\x01t\x01\x01aR\x03" + most(256<<20+1),
	} {
		_, err := archive.Read(t.Context(), bytes.NewReader(sealed([]byte(in))), &shelf{}, archive.Options{Schema: 7})
		if !errors.Is(err, archive.ErrFormat) {
			t.Errorf("Read of %s = %v, want ErrFormat", name, err)
		}
	}
	whole := "V\x07T" + most(200) + strings.Repeat("t", 200) + most(500) + strings.Repeat("\x01a", 500) + "E\x00"
	if _, err := archive.Read(t.Context(), bytes.NewReader(sealed([]byte(whole))), &shelf{}, archive.Options{Schema: 7}); err != nil {
		t.Errorf("Read of as much as there may be = %v, want no error", err)
	}
}

// The decoder must not crash, hang or ask for much memory, whatever it reads,
// and writes what it read as it was.
func FuzzRead(f *testing.F) {
	f.Add(frames(f, written(f, &shelf{[]table{{"t", []string{"a", "b"}, [][]any{{"站", int64(-5)}, {nil, 1.5}, {[]byte{1}, ""}}}}}, 7)))
	f.Add(frames(f, written(f, &shelf{}, 0)))
	f.Add([]byte("V\x07E\x00"))
	f.Fuzz(func(t *testing.T, in []byte) {
		got := &shelf{}
		if _, err := archive.Read(context.Background(), bytes.NewReader(sealed(in)), got, archive.Options{Schema: 7}); err != nil {
			if stations.CodeOf(err) != stations.Invalid {
				t.Errorf("Read = %v, want Invalid", err)
			}
			return
		}
		again := &shelf{}
		if _, err := archive.Read(context.Background(), bytes.NewReader(written(t, got, 7)), again, archive.Options{Schema: 7}); err != nil {
			t.Errorf("Read of what was read and written = %v", err)
		}
	})
}

func Example() {
	from, to := &shelf{[]table{{"run", []string{"id", "revision"}, [][]any{{"a1", int64(7)}}}}}, &shelf{}
	var file bytes.Buffer
	rows, err := archive.Write(context.Background(), &file, from, 4)
	fmt.Println(rows, err)
	rows, err = archive.Read(context.Background(), bytes.NewReader(file.Bytes()), to, archive.Options{Schema: 4})
	fmt.Println(rows, err, to.tables[0].Name, to.tables[0].Rows)
	// Output:
	// 1 <nil>
	// 1 <nil> run [[a1 7]]
}
