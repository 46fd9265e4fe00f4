// Package intake imports files of stations: read, convert, place in areas,
// find what is doubtful, match with what is stored, one write. The command
// line and the HTTP server share it.
package intake

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// Options say how a file is to be understood.
type Options struct {
	Source   string            // who the file is from; required
	Datum    datum.Datum       // of its coordinates, where rows name none of their own; required
	Kind     stations.Kind     // of new stations whose row names none
	Key      string            // the column that identifies a row; "" for the columns source_record, id or code
	Columns  map[string]string // field by column, beside the names that are known anyway
	Sheet    string            // of a workbook; "" is its first visible sheet
	Roads    *roads.Graph      // what positions should be near to; nil for none
	Within   string            // the division outside which rows are rejected; "" for everywhere
	DryRun   bool              // report, and write nothing
	Progress func(done, all int)

	remembered map[string]string // of the source, when Columns is empty
}

// Report tells what an import did, or would do. As JSON it is the document of
// `yizhan import --json`.
type Report struct {
	Read      int                `json:"read"` // rows that are not blank
	Created   int                `json:"created"`
	Updated   int                `json:"updated"`
	Unchanged int                `json:"unchanged"`
	Rejected  int                `json:"rejected"`          // rows of which nothing was kept
	Suspect   int                `json:"suspect"`           // rows that were kept and should be looked at
	Problems  []exchange.Problem `json:"problems"`          // in order of row; those of suspect rows begin with SuspectMark; of row 0 is what holds for the file
	Review    int                `json:"review,omitempty"`  // questions that were put to people: duplicates and conflicts
	Gone      []Gone             `json:"gone,omitempty"`    // records that the source had before and this file lacks, of Options.Within
	Changes   []Change           `json:"changes,omitempty"` // what Updated rows change, of the first thousand
	Notes     []string           `json:"-"`                 // on the file as a whole, for people
	Table     *exchange.Table    `json:"-"`                 // the file, for exchange.WriteRejects
	Places    []Place            `json:"-"`                 // of the rows that have a problem and state a position
}

// Gone is a record that its source had before. Its station stays as it is.
type Gone struct {
	Record  string      `json:"record"`
	Station stations.ID `json:"station"`
	Name    string      `json:"name"` // as the source last said
}

// SuspectMark begins the text of a problem whose row was kept.
const SuspectMark = "suspect: "

// attempts is how often an import starts again when others write meanwhile.
const attempts = 4

// Import reads a file of stations and writes what is new in it, all at one
// moment. Importing the same file again changes nothing.
//
// A row is matched with the stored station of the same source and record, or
// with the one that this was merged into. A row in which the source says what
// it said before never touches its station. Of another row only those fields
// are taken that people have not changed since; the others stay and are put
// to people as conflicts (stations.Review), and so are stations that may be
// one place. A record that the file lacks is reported, never closed. Its
// record is the cell of Options.Key, or of the file's source_record, id or
// code column, or else a fingerprint of kind, name and address. In a file that has
// both columns source and source_record, as our exports do, rows keep their
// own source. Blank cells and missing columns leave stored values as they
// are. A row that breaks a rule is reported and nothing of it is kept.
//
// Columns that the caller maps are remembered for the source; an import that
// maps none uses them when the file has them all.
//
// Errors: Invalid when an option is missing or the file as a whole cannot be
// used, Conflict when others kept changing the same stations, and those of
// the store; then nothing was written.
func Import(ctx context.Context, store stations.Store, file io.Reader, o Options) (*Report, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := recall(ctx, store, &o); err != nil {
		return nil, err
	}
	sheet, err := readSheet(file, o)
	if err != nil {
		return nil, err
	}
	areas, err := store.Areas(ctx, "")
	if err != nil {
		return nil, err
	}
	sheet.nameDivisions(areas)
	divisions := newDivisions(areas)
	sheet.suspects(ground{areas: divisions, roads: o.Roads})
	for attempt := 1; ; attempt++ {
		plan := newPlan(store, sheet, divisions)
		err := plan.apply(ctx)
		if err == nil {
			return plan.report(), remember(ctx, store, o)
		}
		if stations.CodeOf(err) != stations.Conflict || attempt == attempts {
			return nil, err
		}
	}
}

func (o Options) check() error {
	var missing []stations.Problem
	switch most := stations.MaxNote - len(importer("")); {
	case strings.TrimSpace(o.Source) == "":
		missing = append(missing, stations.Problem{Field: "source", Problem: "is required"})
	case utf8.RuneCountInString(o.Source) > most:
		missing = append(missing, stations.Problem{Field: "source", Problem: fmt.Sprintf("is longer than %d characters", most)})
	}
	if o.Datum == 0 {
		missing = append(missing, stations.Problem{Field: "datum", Problem: "is required: wgs84, gcj02 or bd09"})
	}
	if missing != nil {
		return &stations.Error{Code: stations.Invalid, Text: "invalid import", Fields: missing}
	}
	if o.Kind == "" {
		return nil
	}
	_, err := stations.ParseKind(string(o.Kind))
	return err
}
