package snapshot

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"yizhan/stations"
)

// row is a station in GeoParquet: the columns of the collection, and where it
// is. What is not known is null.
type row struct {
	ID           string   `parquet:"id"`
	Code         string   `parquet:"code,optional"`
	Name         string   `parquet:"name"`
	Kind         string   `parquet:"kind,dict"`
	Lifecycle    string   `parquet:"lifecycle,dict"`
	Host         string   `parquet:"host,optional,dict"`
	Address      string   `parquet:"address,optional"`
	Adcode       string   `parquet:"adcode,optional,dict"`
	Floor        string   `parquet:"floor,optional,dict"`
	EntranceNote string   `parquet:"entrance_note,optional"`
	BikeParking  string   `parquet:"bike_parking,optional"`
	AccessMethod string   `parquet:"access_method,optional,dict"`
	Eligibility  string   `parquet:"eligibility,optional"`
	Hours        string   `parquet:"hours,optional,dict"`
	Phone        string   `parquet:"phone,optional"`
	Services     []string `parquet:"services,list"`
	TruckSpaces  int32    `parquet:"truck_spaces,optional"`
	Quality      string   `parquet:"position_quality,dict"`
	Doubted      bool     `parquet:"doubted"`
	VerifiedAt   int64    `parquet:"verified_at,optional,timestamp(millisecond)"`
	Synthetic    bool     `parquet:"synthetic"`
	Revision     int64    `parquet:"revision,delta"`
	UpdatedAt    int64    `parquet:"updated_at,timestamp(millisecond)"`
	Geometry     []byte   `parquet:"geometry"` // WKB
	Box          box      `parquet:"bbox"`
}

// box is the covering of a geometry, by which readers pass over what they do
// not want.
type box struct {
	West  float64 `parquet:"xmin"`
	South float64 `parquet:"ymin"`
	East  float64 `parquet:"xmax"`
	North float64 `parquet:"ymax"`
}

// row lays a station out.
func (t Table) row(s *stations.Station) (row, error) {
	value, p := func(name string) any { return t.Value(s, name) }, s.Position.Point
	text := func(name string) string { return cell(value(name)) }
	shape, err := wkb.Marshal(p)
	r := row{
		ID: string(s.ID), Code: text("code"), Name: text("name"), Kind: text("kind"), Lifecycle: text("lifecycle"), Host: text("host"),
		Address: text("address"), Adcode: text("adcode"), Floor: text("floor"), EntranceNote: text("entrance_note"), BikeParking: text("bike_parking"),
		AccessMethod: text("access_method"), Eligibility: text("eligibility"), Hours: text("hours"), Phone: text("phone"),
		Quality: text("position_quality"), Revision: int64(s.Revision), UpdatedAt: s.UpdatedAt.UnixMilli(),
		Geometry: shape, Box: box{p.Lon(), p.Lat(), p.Lon(), p.Lat()},
	}
	r.Services, _ = value("services").([]string)
	r.Doubted, _ = value("doubted").(bool)
	r.Synthetic, _ = value("synthetic").(bool)
	if spaces, ok := value("truck_spaces").(float64); ok {
		r.TruckSpaces = int32(min(spaces, 1<<30))
	}
	if at, ok := value("verified_at").(time.Time); ok {
		r.VerifiedAt = at.UnixMilli()
	}
	return r, err
}

// groupRows is how many stations stand together: a reader takes or leaves them
// by their covering.
const groupRows = 20_000

// writeParquet writes GeoParquet 1.1.0.
func (t Table) writeParquet(w io.Writer, revision stations.Revision, all iter.Seq[*stations.Station]) (count int, err error) {
	out := parquet.NewGenericWriter[row](w,
		parquet.Compression(&parquet.Snappy),
		parquet.MaxRowsPerRowGroup(groupRows),
		parquet.CreatedBy("yizhan", "1", "snapshot"),
	)
	var corners orb.MultiPoint
	for s := range all {
		r, err := t.row(s)
		if err != nil {
			return count, err
		}
		if _, err := out.Write([]row{r}); err != nil {
			return count, err
		}
		if len(corners) == 0 {
			corners = orb.MultiPoint{s.Position.Point, s.Position.Point}
		}
		bound := corners.Bound().Extend(s.Position.Point)
		corners[0], corners[1] = bound.Min, bound.Max
		count++
	}
	geo, err := json.Marshal(geoOf(corners))
	if err != nil {
		return count, err
	}
	out.SetKeyValueMetadata("geo", string(geo))
	out.SetKeyValueMetadata("yizhan", fmt.Sprintf(`{"revision":%d,"datum":"wgs84"}`, revision))
	return count, out.Close()
}

// geo is the metadata of GeoParquet 1.1.0 (geoparquet.org). Without crs the
// coordinates are OGC:CRS84, longitude first.
type geo struct {
	Version string              `json:"version"`
	Primary string              `json:"primary_column"`
	Columns map[string]geometry `json:"columns"`
}

type geometry struct {
	Encoding string                         `json:"encoding"`
	Types    []string                       `json:"geometry_types"`
	BBox     []float64                      `json:"bbox,omitempty"`
	Covering map[string]map[string][]string `json:"covering"`
}

func geoOf(corners orb.MultiPoint) geo {
	g := geometry{
		Encoding: "WKB", Types: []string{"Point"},
		Covering: map[string]map[string][]string{"bbox": {
			"xmin": {"bbox", "xmin"}, "ymin": {"bbox", "ymin"}, "xmax": {"bbox", "xmax"}, "ymax": {"bbox", "ymax"},
		}},
	}
	if len(corners) > 0 {
		g.BBox = []float64{corners[0].Lon(), corners[0].Lat(), corners[1].Lon(), corners[1].Lat()}
	}
	return geo{Version: "1.1.0", Primary: "geometry", Columns: map[string]geometry{"geometry": g}}
}
