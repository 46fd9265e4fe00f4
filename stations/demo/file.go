package demo

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb/geojson"

	"yizhan/geo/datum"
	"yizhan/geo/osm"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// The files of a city, in its directory.
const (
	RoadsFile     = "city.osm.pbf"
	StationsFile  = "stations.csv"     // GCJ-02, Chinese headers, as an office would send it
	GeoJSONFile   = "stations.geojson" // the same stations, WGS-84
	HostsFile     = "hosts.csv"        // banks, petrol stations, shops: candidates for next sites, GCJ-02
	DistrictsFile = "districts.geojson"
	PeopleFile    = "population.csv"
	ReadmeFile    = "README.md"
)

// Save writes the city's files into the directory, which it makes when
// missing; files of these names are replaced. All are made before the first
// is written.
func (c *City) Save(dir string) error {
	made := map[string][]byte{}
	for _, f := range []struct {
		name string
		make func(*bytes.Buffer) error
	}{
		{RoadsFile, func(b *bytes.Buffer) error { return osm.Write(b, c.Nodes, c.Ways) }},
		{StationsFile, c.writeStations},
		{GeoJSONFile, func(b *bytes.Buffer) error { return exchange.Write(b, "geojson", datum.WGS84, c.Stations) }},
		{HostsFile, c.writeHosts},
		{DistrictsFile, c.writeDistricts},
		{PeopleFile, c.writePeople},
		{ReadmeFile, c.writeReadme},
	} {
		var b bytes.Buffer
		if err := f.make(&b); err != nil {
			return fmt.Errorf("make %s: %w", f.name, err)
		}
		made[f.name] = b.Bytes()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the demo's directory: %w", err)
	}
	for name, data := range made {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return fmt.Errorf("write the demo: %w", err)
		}
	}
	return nil
}

// column is one column of the office's table.
type column struct {
	header string
	cell   func(*stations.Station) string
}

func columns() []column {
	word := func(words []stations.Word, code func(*stations.Station) string) func(*stations.Station) string {
		return func(s *stations.Station) string { return chinese(words, code(s)) }
	}
	return []column{
		{"记录号", func(s *stations.Station) string { return s.SourceRecord }},
		{"编号", func(s *stations.Station) string { return s.Code }},
		{"名称", func(s *stations.Station) string { return s.Name }},
		{"品牌", func(s *stations.Station) string { return s.Programmes[0].Brand }},
		{"类型", word(stations.Kinds(), func(s *stations.Station) string { return string(s.Kind) })},
		{"场所类型", word(stations.Hosts(), func(s *stations.Station) string { return string(s.Host) })},
		{"状态", word(stations.Lifecycles(), func(s *stations.Station) string { return string(s.Lifecycle) })},
		{"经度", func(s *stations.Station) string { return degrees(s.Position.Original.Lon) }},
		{"纬度", func(s *stations.Station) string { return degrees(s.Position.Original.Lat) }},
		{"定位方式", word(stations.PositionQualities(), func(s *stations.Station) string { return string(s.Position.Quality) })},
		{"地址", func(s *stations.Station) string { return s.Position.Address }},
		{"区划代码", func(s *stations.Station) string { return s.Position.Adcode }},
		{"楼层", func(s *stations.Station) string { return s.Position.Floor }},
		{"入口说明", func(s *stations.Station) string { return s.Position.EntranceNote }},
		{"所在侧", func(s *stations.Station) string { return s.Position.SideOfRoad }},
		{"电动车停放", func(s *stations.Station) string { return s.Position.BikeParking }},
		{"开放时间", func(s *stations.Station) string { return s.Hours }},
		{"进门方式", word(stations.AccessMethods(), func(s *stations.Station) string { return string(s.Access.Method) })},
		{"进门步骤", func(s *stations.Station) string { return s.Access.Steps }},
		{"服务对象", func(s *stations.Station) string { return s.Access.Eligibility }},
		{"服务项目", services},
		{"联系电话", func(s *stations.Station) string { return s.Contacts[0].Phone }},
		{"全总编号", func(s *stations.Station) string { return s.ExternalIDs[stations.Official] }},
		{"核实日期", verifiedOn},
		{"核实方式", word(stations.VerificationMethods(), func(s *stations.Station) string {
			if s.Verification == nil {
				return ""
			}
			return string(s.Verification.Method)
		})},
		{"面向人群", func(s *stations.Station) string { return strings.Join(s.Access.Audience, "、") }},
		{"闭站日期", closures},
		{"星级", func(s *stations.Station) string { return stars(s.Star) }},
		{"评级", func(s *stations.Station) string { return string(s.ARating) }},
		{"荣誉称号", func(s *stations.Station) string { return strings.Join(s.Honours, "、") }},
		{"货车车位数", func(s *stations.Station) string {
			return lorries(s, func(t *stations.Truck) string { return strconv.Itoa(t.Spaces) })
		}},
		{"限长（米）", func(s *stations.Station) string {
			return lorries(s, func(t *stations.Truck) string { return metres(t.MaxLengthM) })
		}},
		{"限高（米）", func(s *stations.Station) string {
			return lorries(s, func(t *stations.Truck) string { return metres(t.MaxHeightM) })
		}},
		{"有人值守", func(s *stations.Station) string {
			return lorries(s, func(t *stations.Truck) string { return yesNo(t.Guarded) })
		}},
		{"视频监控", func(s *stations.Station) string {
			return lorries(s, func(t *stations.Truck) string { return yesNo(t.CCTV) })
		}},
		{"可过夜", func(s *stations.Station) string {
			return lorries(s, func(t *stations.Truck) string { return yesNo(t.Overnight) })
		}},
	}
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 7, 64) }

// services writes the services as words, or as the importer's JSON when there is
// more to tell of one of them.
func services(s *stations.Station) string {
	words := make([]string, len(s.Services))
	for i, state := range s.Services {
		if state != (stations.ServiceState{Code: state.Code, Status: stations.ServiceOK}) {
			whole, _ := json.Marshal(s.Services) // plain structs: it cannot fail
			return string(whole)
		}
		words[i] = chinese(stations.Services(), string(state.Code))
	}
	return strings.Join(words, "、")
}

// writeStations writes the stations as an office would: UTF-8 with a byte
// order mark for Excel, Chinese headers and words, GCJ-02.
func (c *City) writeStations(b *bytes.Buffer) error {
	b.WriteString("\ufeff")
	table := columns()
	header := make([]string, len(table))
	for i, col := range table {
		header[i] = col.header
	}
	w := csv.NewWriter(b)
	if err := w.Write(header); err != nil {
		return err
	}
	for _, s := range c.Stations {
		row := make([]string, len(table))
		for i, col := range table {
			row[i] = col.cell(s)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func (c *City) writeDistricts(b *bytes.Buffer) error {
	all := geojson.NewFeatureCollection()
	for _, a := range c.Districts {
		f := geojson.NewFeature(a.Geometry)
		f.Properties = geojson.Properties{"adcode": a.Adcode, "name": a.Name, "level": a.Level, "parent": a.Parent}
		all.Append(f)
	}
	return json.NewEncoder(b).Encode(all)
}

func (c *City) writePeople(b *bytes.Buffer) error {
	b.WriteString("lon,lat,population\n")
	for _, crowd := range c.People {
		fmt.Fprintf(b, "%.7f,%.7f,%d\n", crowd.Point[0], crowd.Point[1], crowd.People)
	}
	return nil
}

func (c *City) writeReadme(b *bytes.Buffer) error {
	at := c.Stations[0].Position.Point
	_, err := fmt.Fprintf(b, readme, c.Name, len(c.Stations), at[0], at[1])
	return err
}

// readme names the commands that load the city; they run in its directory.
const readme = `# %[1]s：示例数据 (synthetic data)

本目录全部内容由 yizhan demo 生成，不对应任何真实地点、机构或电话。
Everything here was drawn by "yizhan demo". No place, office or telephone number is real.

| file | holds | datum |
|---|---|---|
| city.osm.pbf | streets 道路 | WGS-84 |
| stations.csv | %[2]d stations 驿站, Chinese headers | GCJ-02 |
| stations.geojson | the same stations 同上 | WGS-84 |
| hosts.csv | banks, petrol stations, shops that could take a station in 候选场所 | GCJ-02 |
| districts.geojson | districts 区, fictional codes 9999xx | WGS-84 |
| population.csv | residents 人口, lon, lat, population | WGS-84 |

` + "```sh" + `
yizhan roads build city.osm.pbf -o city.roads
yizhan areas import districts.geojson --store sqlite:demo.db --datum wgs84
yizhan demand import population.csv --store sqlite:demo.db --datum wgs84
yizhan import stations.csv --store sqlite:demo.db --source demo --datum gcj02
yizhan coverage --store sqlite:demo.db --roads city.roads --mode walk --minutes 15
yizhan site --p 5 --candidates hosts.csv --datum gcj02 --store sqlite:demo.db --roads city.roads --mode walk --minutes 15
yizhan serve --store sqlite:demo.db --roads city.roads
curl 'http://127.0.0.1:8080/v1/nearby?lon=%.4[3]f&lat=%.4[4]f'
` + "```" + `
`
