package exchange

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"yizhan/stations/wording"
)

// ProblemColumn heads the column that a file of rejected rows has beside
// those of the file it came from.
const ProblemColumn = "问题 problem"

// WriteRejects writes the rows of the table that have a problem which is not
// Suspect, in the table's own format (a CSV as UTF-8 with a byte order mark,
// whatever it was), with a last column that tells the row's problems in Chinese
// and English. Somebody mends it there and imports it again: Read ignores that column.
func WriteRejects(w io.Writer, t *Table, problems []Problem) error {
	why := map[int][]string{}
	for _, p := range problems {
		if !p.Suspect {
			why[p.Row] = append(why[p.Row], Label(p.Field)+": "+wording.Both(p.Problem))
		}
	}
	rejects := slices.DeleteFunc(slices.Clone(t.Rows), func(row Row) bool { return why[row.Number] == nil })
	reason := func(row Row) string { return strings.Join(why[row.Number], "; ") }
	switch t.Format {
	case "geojson":
		return rejectFeatures(w, rejects, reason)
	case "xlsx":
		return rejectSheet(w, t, rejects, reason)
	}
	return rejectCSV(w, t, rejects, reason)
}

func rejectCSV(w io.Writer, t *Table, rejects []Row, reason func(Row) string) error {
	if _, err := io.WriteString(w, bomUTF8); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(returned(t.Columns, len(t.Columns), ProblemColumn)); err != nil {
		return err
	}
	for _, row := range rejects {
		if err := out.Write(returned(row.Values, len(t.Columns), reason(row))); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func rejectSheet(w io.Writer, t *Table, rejects []Row, reason func(Row) string) error {
	sheet, err := newWorkbook(returned(t.Columns, len(t.Columns), ProblemColumn))
	if err != nil {
		return err
	}
	defer sheet.file.Close()
	for _, row := range rejects {
		var cells []any
		for _, cell := range returned(row.Values, len(t.Columns), reason(row)) {
			cells = append(cells, cell)
		}
		if err := sheet.add(cells); err != nil {
			return err
		}
	}
	return sheet.writeTo(w)
}

// returned gives cells back to a spreadsheet, with one more at the end. A row
// of the wrong width keeps all it has in its columns and after them.
func returned(cells []string, width int, last string) []string {
	out := make([]string, 0, width+1)
	for i := range width {
		cell := ""
		if i < len(cells) {
			cell = cells[i]
		}
		if !negative.MatchString(cell) {
			cell = Guarded(cell)
		}
		out = append(out, cell)
	}
	out = append(out, Guarded(last))
	for i := width; i < len(cells); i++ {
		out = append(out, Guarded(cells[i]))
	}
	return out
}

// negative matches numbers that begin like formulas; nothing changes it.
var negative = regexp.MustCompile(`^-[0-9]+(\.[0-9]+)?$`)

// rejectFeatures writes the features as they stood, with one property more.
func rejectFeatures(w io.Writer, rejects []Row, reason func(Row) string) error {
	features := make([]json.RawMessage, 0, len(rejects))
	for _, row := range rejects {
		feature, err := blamed(row.Feature, reason(row))
		if err != nil {
			return fmt.Errorf("write feature %d: %w", row.Number, err)
		}
		features = append(features, feature)
	}
	return json.NewEncoder(w).Encode(struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
	}{"FeatureCollection", features})
}

// blamed returns the feature with the property ProblemColumn. What is no
// feature, or has properties that are no object, stands whole in the property
// "feature" of a new one.
func blamed(raw json.RawMessage, reason string) (json.RawMessage, error) {
	feature := map[string]json.RawMessage{}
	properties := map[string]json.RawMessage{}
	text, err := json.Marshal(reason)
	if err != nil {
		return nil, err
	}
	if json.Unmarshal(raw, &feature) != nil || feature["properties"] != nil && json.Unmarshal(feature["properties"], &properties) != nil {
		feature = map[string]json.RawMessage{"type": json.RawMessage(`"Feature"`), "geometry": json.RawMessage("null")}
		properties = map[string]json.RawMessage{"feature": raw}
	}
	if properties == nil { // of "properties":null
		properties = map[string]json.RawMessage{}
	}
	properties[ProblemColumn] = text
	if feature["properties"], err = json.Marshal(properties); err != nil {
		return nil, err
	}
	return json.Marshal(feature)
}
