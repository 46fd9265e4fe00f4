package intake_test

import (
	"strings"
	"testing"

	"yizhan/stations/intake"
)

// What an office writes under its table is told, not rejected: nobody can mend
// it, and it is no station.
func TestTotalsAndNotesArePassedOver(t *testing.T) {
	const file = "序号,名称,经度,纬度,地址\n1,鼓楼驿站,118.770012,32.060012,中山路1号\n2,玄武驿站,118.790012,32.060012,珠江路2号\n" +
		"小计,,,,\n3,无处驿站,,,某路3号\n合计,3个,,,\n注：坐标取自地图,,,,\n填表人：,张三,,电话,13900000000\n"
	report := load(t, open(t), file, gcj)
	wantCounts(t, "the import", report, "read 3 created 2 updated 0 unchanged 0 rejected 1 suspect 0")
	notes := strings.Join(report.Notes, "\n")
	for _, want := range []string{"跳过第 4、6 行：是合计 rows 4, 6 were passed over: they are totals", "跳过第 7、8 行：是说明 rows 7, 8 were passed over: they are notes"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes = %q, want %q in them", notes, want)
		}
	}
	if strings.Contains(notes, "张三") || strings.Contains(notes, "139") {
		t.Errorf("notes = %q repeat who filled the sheet in", notes)
	}
	if len(report.Problems) != 1 || report.Problems[0].Row != 5 {
		t.Errorf("problems = %+v, want the station without a position alone", report.Problems)
	}
}

func TestAStationThatIsCalledLikeATotalInAGeoJSONIsRead(t *testing.T) {
	const file = `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"name":"合计"}}]}`
	wantCounts(t, "the import", load(t, open(t), file, intake.Options{Source: gcj.Source, Datum: gcj.Datum}), "read 1 created 0 updated 0 unchanged 0 rejected 1 suspect 0")
}
