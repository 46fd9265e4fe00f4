package features

import (
	"time"

	"yizhan/stations"
	"yizhan/stations/cql"
	"yizhan/stations/demo"
)

// StationColumns are the properties of the public record that a flat table
// can hold, in the order in which they are shown.
func StationColumns() []Column {
	var kinds, stages []string
	for _, w := range stations.Kinds() {
		kinds = append(kinds, w.Code)
	}
	for _, w := range stations.Lifecycles() {
		stages = append(stages, w.Code)
	}
	return []Column{
		{Name: "id", Type: cql.Text, Title: "编号 identifier"},
		{Name: "code", Type: cql.Text, Title: "站点代码 code"},
		{Name: "name", Type: cql.Text, Title: "名称 name"},
		{Name: "kind", Type: cql.Text, Title: "类型 kind", Codes: kinds},
		{Name: "lifecycle", Type: cql.Text, Title: "阶段 stage of life", Codes: stages},
		{Name: "host", Type: cql.Text, Title: "设在 host"},
		{Name: "address", Type: cql.Text, Title: "地址 address"},
		{Name: "adcode", Type: cql.Text, Title: "区划代码 division"},
		{Name: "floor", Type: cql.Text, Title: "楼层 floor"},
		{Name: "entrance_note", Type: cql.Text, Title: "入口 entrance"},
		{Name: "bike_parking", Type: cql.Text, Title: "停车 where to park"},
		{Name: "access_method", Type: cql.Text, Title: "进门方式 how to get in"},
		{Name: "eligibility", Type: cql.Text, Title: "服务对象 for whom"},
		{Name: "hours", Type: cql.Text, Title: "开放时间 opening hours, OSM grammar"},
		{Name: "phone", Type: cql.Text, Title: "电话 phone"},
		{Name: "services", Type: cql.List, Title: "服务 services that work"},
		{Name: "truck_spaces", Type: cql.Number, Title: "货车车位 bays for lorries"},
		{Name: "position_quality", Type: cql.Text, Title: "坐标精度 how the position is known"},
		{Name: "doubted", Type: cql.Flag, Title: "有人白跑 riders reported it closed"},
		{Name: "verified_at", Type: cql.Moment, Title: "核实时间 last verified"},
		{Name: "synthetic", Type: cql.Flag, Title: "示例数据 made up for the demo"},
		{Name: "revision", Type: cql.Number, Title: "修订号 revision of the last write"},
		{Name: "updated_at", Type: cql.Moment, Title: "更新时间 last written"},
	}
}

// StationFeature shows a station as a feature, which shares its parts. Services
// that are over at the moment at are not among those that work; of a file that
// outlasts the moment, at is the zero time.
func StationFeature(s *stations.Station, at time.Time) Feature {
	f := Feature{ID: string(s.ID), value: func(name string) any { return stationValue(s, name, at) }}
	if s.Position.Quality != stations.AddressOnly {
		f.Geometry = s.Position.Point
	}
	return f
}

// stationValue returns a property of a station; nil when it has none.
func stationValue(s *stations.Station, name string, at time.Time) any {
	switch name {
	case "services":
		return working(s, at)
	case "truck_spaces":
		if s.Truck != nil && s.Truck.Spaces > 0 {
			return float64(s.Truck.Spaces)
		}
		return nil
	case "doubted":
		return s.Doubt != nil
	case "verified_at":
		if s.Verification != nil {
			return s.Verification.At
		}
		return nil
	case "synthetic":
		return s.Source == demo.Source
	case "revision":
		return float64(s.Revision)
	case "updated_at":
		return s.UpdatedAt
	}
	if text := stationText(s, name); text != "" {
		return text
	}
	return nil
}

func stationText(s *stations.Station, name string) string {
	switch name {
	case "id":
		return string(s.ID)
	case "code":
		return s.Code
	case "name":
		return s.Name
	case "kind":
		return string(s.Kind)
	case "lifecycle":
		return string(s.Lifecycle)
	case "host":
		return string(s.Host)
	case "access_method":
		return string(s.Access.Method)
	case "eligibility":
		return s.Access.Eligibility
	case "hours":
		return s.Hours
	case "phone":
		if public := s.PublicContacts(); len(public) > 0 {
			return public[0].Phone
		}
	}
	return positionText(&s.Position, name)
}

func positionText(p *stations.Position, name string) string {
	switch name {
	case "address":
		return p.Address
	case "adcode":
		return p.Adcode
	case "floor":
		return p.Floor
	case "entrance_note":
		return p.EntranceNote
	case "bike_parking":
		return p.BikeParking
	case "position_quality":
		return string(p.Quality)
	}
	return ""
}

// working lists the services that are offered then, in full or in part.
func working(s *stations.Station, at time.Time) any {
	var list []string
	for _, service := range s.Services {
		if service.Offered(at) {
			list = append(list, string(service.Code))
		}
	}
	if list == nil {
		return nil
	}
	return list
}
