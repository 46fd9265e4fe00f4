package snapshot

import (
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// The columns of a CSV beside those of the collection.
const (
	columnLon   = "lon"
	columnLat   = "lat"
	columnDatum = "datum"
)

// writeCSV writes UTF-8 text as RFC 4180 says, with a header: the columns of the
// collection, then lon, lat (7 decimals) and datum. Lists have a blank between
// each, moments are RFC 3339 in UTC. A cell that a spreadsheet would run as a
// formula gets a leading apostrophe.
func (t Table) writeCSV(w io.Writer, _ stations.Revision, all iter.Seq[*stations.Station]) (count int, err error) {
	out := csv.NewWriter(w)
	record := make([]string, 0, len(t.Columns)+3)
	if err := out.Write(append(append(record, t.Columns...), columnLon, columnLat, columnDatum)); err != nil {
		return 0, err
	}
	for s := range all {
		record = record[:0]
		for _, column := range t.Columns {
			record = append(record, exchange.Guarded(cell(t.Value(s, column))))
		}
		p := s.Position.Point
		if err := out.Write(append(record, degrees(p.Lon()), degrees(p.Lat()), "wgs84")); err != nil {
			return count, err
		}
		count++
	}
	out.Flush()
	return count, out.Error()
}

// cell writes a value of a feature.
func cell(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case []string:
		return strings.Join(v, " ")
	}
	return ""
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 7, 64) }
