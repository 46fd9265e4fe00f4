// Package snapshot makes files of what riders see, for geographic information
// systems and statistics: GeoParquet and CSV, each of one revision, with its
// checksum. The columns are those of the collection of stations
// (stations/features); positions are WGS-84.
//
// The same stations at the same revision make the same bytes, on every server
// of the same yizhan.
package snapshot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"iter"
	"slices"
	"sync"
	"weak"

	"yizhan/stations"
	"yizhan/stations/memo"
	"yizhan/stations/nearby"
)

// Table says what is told of a station: features.StationColumns and what their
// features hold.
type Table struct {
	Columns []string
	// Value is a text, a number (float64), a bool, a time.Time, a []string, or
	// nil for what is not known.
	Value func(s *stations.Station, column string) any
}

// Format is a kind of file.
type Format string

// The formats.
const (
	GeoParquet Format = "parquet"
	CSV        Format = "csv"
)

// Formats lists them.
func Formats() []Format { return []Format{GeoParquet, CSV} }

// Media is the media type of the format.
func (f Format) Media() string {
	if f == GeoParquet {
		return "application/vnd.apache.parquet"
	}
	return "text/csv; charset=utf-8; header=present"
}

// File is a snapshot in one format. It is shared and must not be changed.
type File struct {
	Format   Format
	Revision stations.Revision
	Stations int
	Sum      [sha256.Size]byte // SHA-256 of Bytes
	Bytes    []byte
}

// Name is the file's own name, which says its revision.
func (f *File) Name() string { return fmt.Sprintf("stations-%d.%s", f.Revision, f.Format) }

// SumLine is the file's checksum as sha256sum writes it, and checks it.
func (f *File) SumLine() []byte { return fmt.Appendf(nil, "%x  %s\n", f.Sum, f.Name()) }

// kept is how many files are remembered: both formats of two revisions.
const kept = 4

// Shelf makes files and keeps the latest. It is safe for concurrent use:
// askers at a time wait for one making.
type Shelf struct {
	finder *nearby.Finder
	table  Table
	files  *memo.Flights[*File]

	mu       sync.Mutex
	editions []edition // the latest last, two at most
}

// edition is what the finder knew at a time. A revision alone does not name it:
// after a restore it may be another.
type edition struct {
	of       weak.Pointer[nearby.Snapshot]
	revision stations.Revision
	number   int
}

// NewShelf returns a shelf of what the finder knows.
func NewShelf(finder *nearby.Finder, table Table) *Shelf {
	return &Shelf{finder: finder, table: table, files: memo.NewFlights[*File](kept, 1)}
}

// Latest returns the file of the finder's present revision. Unavailable before
// it has loaded the stations.
func (s *Shelf) Latest(ctx context.Context, format Format) (*File, error) {
	snapshot := s.finder.Snapshot()
	if snapshot == nil {
		return nil, stations.Errorf(stations.Unavailable, "站点尚未载入 the stations are not loaded yet")
	}
	return s.make(ctx, snapshot, format)
}

// make returns the file of a snapshot, made or kept.
func (s *Shelf) make(ctx context.Context, snapshot *nearby.Snapshot, format Format) (*File, error) {
	return s.files.Do(ctx, s.edition(snapshot).file(format), func(context.Context) (*File, error) {
		return s.table.Make(format, snapshot.Revision, snapshot.All())
	})
}

// Of returns the file of a revision: the present one, or one that was asked for
// lately; else Gone.
func (s *Shelf) Of(ctx context.Context, revision stations.Revision, format Format) (*File, error) {
	if snapshot := s.finder.Snapshot(); snapshot != nil && snapshot.Revision == revision {
		return s.make(ctx, snapshot, format)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range slices.Backward(s.editions) {
		if file, ok := s.files.Get(e.file(format)); ok && e.revision == revision {
			return file, nil
		}
	}
	return nil, stations.Errorf(stations.Gone, "此修订的快照已不保留 the snapshot of this revision is not kept any more")
}

// edition returns the edition of what the finder knows.
func (s *Shelf) edition(snapshot *nearby.Snapshot) edition {
	s.mu.Lock()
	defer s.mu.Unlock()
	of, last := weak.Make(snapshot), edition{}
	if n := len(s.editions); n > 0 {
		last = s.editions[n-1]
	}
	if last.of == of {
		return last
	}
	now := edition{of, snapshot.Revision, last.number + 1}
	s.editions = append(s.editions[max(0, len(s.editions)-1):], now)
	return now
}

// file names a file of the edition.
func (e edition) file(format Format) string { return fmt.Sprint(e.number, " ", format) }

// Make makes the file of public stations, in ascending order of id.
func (t Table) Make(format Format, revision stations.Revision, all iter.Seq[*stations.Station]) (*File, error) {
	write, known := map[Format]writer{GeoParquet: Table.writeParquet, CSV: Table.writeCSV}[format]
	if !known {
		return nil, stations.BadField("format", "is none of parquet, csv")
	}
	var b bytes.Buffer
	f := &File{Format: format, Revision: revision}
	var err error
	if f.Stations, err = write(t, &b, revision, all); err != nil {
		return nil, fmt.Errorf("make a snapshot: %w", err)
	}
	f.Bytes, f.Sum = b.Bytes(), sha256.Sum256(b.Bytes())
	return f, nil
}

// writer writes a format and returns of how many stations.
type writer func(t Table, w io.Writer, revision stations.Revision, all iter.Seq[*stations.Station]) (int, error)
