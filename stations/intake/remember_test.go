package intake_test

import (
	"slices"
	"strings"
	"testing"

	"yizhan/stations/intake"
)

func TestMappingIsRememberedPerSource(t *testing.T) {
	store := open(t)
	file := "一览表,,\n点 位,东,北\n鼓楼驿站,118.770012,32.060012\n"
	mapped := gcj
	mapped.Columns = map[string]string{"点 位": "name", "东": "lon", "北": "lat"}
	dry := mapped
	dry.DryRun = true
	other := gcj
	other.Source = "别的来源"
	says := func(r *intake.Report, words string) bool {
		return slices.ContainsFunc(r.Notes, func(note string) bool { return strings.Contains(note, words) })
	}
	load(t, store, file, dry)
	if columns, err := store.Mapping(t.Context(), gcj.Source); err != nil || len(columns) != 0 {
		t.Errorf("Mapping after a dry run = %v, %v, want none", columns, err)
	}
	wantCounts(t, "import with a mapping", load(t, store, file, mapped), "read 1 created 1 updated 0 unchanged 0 rejected 0 suspect 0")
	again := load(t, store, file, gcj)
	wantCounts(t, "import without", again, "read 1 created 0 updated 0 unchanged 1 rejected 0 suspect 0")
	if !says(again, "3 columns are mapped as in") {
		t.Errorf("notes = %q, want one on the remembered mapping", again.Notes)
	}
	if _, err := intake.Import(t.Context(), store, strings.NewReader(file), other); err == nil {
		t.Error("Import from another source took over the mapping, want an error on missing columns")
	}
	if r := load(t, store, two, gcj); !says(r, "does not fit this file") {
		t.Errorf("notes on a file with other headers = %q, want one on the mapping that was not used", r.Notes)
	}
}
