package exchange_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
	"yizhan/stations/exchange"
)

// filled reads a file and fills a station that is open from its first row.
func filled(t *testing.T, file string) (*stations.Station, []exchange.Problem, *exchange.Mapping) {
	t.Helper()
	table, err := exchange.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	m, err := table.MapColumns(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &stations.Station{Lifecycle: stations.Open}
	return s, m.Fill(s, table.Rows[0]), m
}

func TestAColumnForEachServiceMakesOneList(t *testing.T) {
	const head = "名称,经度,纬度,饮水,充电,微波炉,WiFi（免费）,休息,备注2\n甲站,118.77,32.06,"
	for _, c := range []struct{ sentence, cells, want string }{
		{"ticks", "√,√,,", "water;phone_charging"},
		{"words, and numbers of things", "有,是,2,Y", "water;phone_charging;heat_food;wifi"},
		{"what is not there", "有,×,无,0", `[{"code":"water","status":"ok"},{"code":"phone_charging","status":"none"},{"code":"heat_food","status":"none"},{"code":"wifi","status":"none"}]`},
		{"blanks and strokes say nothing", "√,/,-,——", "water"},
		{"more than a tick is a remark", "有（冷热）,收费,2台,√", `[{"code":"water","status":"ok","note":"冷热"},{"code":"phone_charging","status":"ok","free":false},{"code":"heat_food","status":"ok","note":"2台"},{"code":"wifi","status":"ok"}]`},
		{"a remark is no list", "有，温水、热水,,,", `[{"code":"water","status":"ok","note":"温水 热水"}]`},
		{"有偿 is no yes", "有偿,,,", `[{"code":"water","status":"ok","note":"有偿"}]`},
		{"a column of days of rest is none of a service", ",,,,周一", ""},
	} {
		s, problems, m := filled(t, head+c.cells+"\n")
		if got := exchange.NewEditor().Get(s, "services"); got != c.want || len(problems) > 0 {
			t.Errorf("%s: services = %s, want %s; problems %v", c.sentence, got, c.want, problems)
		}
		if diff := cmp.Diff([]string{"休息", "备注2"}, m.Ignored); diff != "" {
			t.Errorf("%s: columns that were ignored (-want +got):\n%s", c.sentence, diff)
		}
	}
}

func TestARemarkOnAHeaderTellsWhichServiceItIs(t *testing.T) {
	s, problems, _ := filled(t, "名称,经度,纬度,充电（手机）,充电（电动车）,饮水（有/无）\n甲站,118.77,32.06,√,×,√\n")
	const want = `[{"code":"phone_charging","status":"ok"},{"code":"ebike_charging","status":"none"},{"code":"water","status":"ok"}]`
	if got := exchange.NewEditor().Get(s, "services"); got != want || len(problems) > 0 {
		t.Errorf("services = %s, want %s; problems %v", got, want, problems)
	}
}

func TestColumnsOfServicesMayBeNamedAndLeftOut(t *testing.T) {
	table, err := exchange.Read(strings.NewReader("名称,经度,纬度,饮水,充电,空调\n甲站,118.77,32.06,√,√,√\n"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := table.MapColumns(map[string]string{"饮水": "services", "充电": "services", "空调": "-"})
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Value(table.Rows[0], "services"); got != "饮水;充电" {
		t.Errorf("services = %q, want 饮水;充电", got)
	}
}

func TestAServiceThatItsColumnDeniesIsToldNotShown(t *testing.T) {
	s, problems, _ := filled(t, "名称,经度,纬度,服务,饮水,充电\n甲站,118.77,32.06,无线网络,尚未安装,找张姐13800000000\n")
	if got := exchange.NewEditor().Get(s, "services"); got != "wifi" || len(problems) != 1 || !strings.Contains(problems[0].Problem, "饮水(尚未安装)") {
		t.Errorf("services = %s, problems = %v, want those of the list, and one problem", got, problems)
	}
}

func TestOpeningAndClosingInTwoColumns(t *testing.T) {
	for _, c := range []struct{ sentence, head, cells, want string }{
		{"together they are the hours", "开门时间,关门时间", "8:30,20:00", "Mo-Su 08:30-20:00"},
		{"one alone says nothing", "开门时间,关门时间", "8:30,", ""},
		{"hours of their own go before", "开门,关门,开放时间", "8:30,20:00,24小时", "24/7"},
	} {
		s, problems, _ := filled(t, "名称,经度,纬度,"+c.head+"\n甲站,118.77,32.06,"+c.cells+"\n")
		if s.Hours != c.want || len(problems) > 0 {
			t.Errorf("%s: hours = %q, want %q; problems %v", c.sentence, s.Hours, c.want, problems)
		}
	}
}

func TestWhetherAStationIsOpenIsItsState(t *testing.T) {
	for cell, want := range map[string]stations.Lifecycle{
		"是": stations.Open, "√": stations.Open, "否": stations.Suspended, "否（设备检修）": stations.Suspended, "已撤销": stations.Closed, "是（已搬迁）": stations.Open,
	} {
		s, problems, _ := filled(t, "名称,经度,纬度,是否开放\n甲站,118.77,32.06,"+cell+"\n")
		if denied := cell == "是（已搬迁）"; s.Lifecycle != want || (len(problems) > 0) != denied {
			t.Errorf("是否开放 %s: %s, problems %v; want %s", cell, s.Lifecycle, problems, want)
		}
	}
	_, problems, _ := filled(t, "名称,经度,纬度,状态\n甲站,118.77,32.06,1\n")
	if len(problems) != 1 {
		t.Errorf("状态 1: problems = %v, want one: nobody knows whose code that is", problems)
	}
}

func TestRemarksThatShouldBeReadAreTold(t *testing.T) {
	for _, c := range []struct {
		remark string
		fields []string
	}{
		{"2026年8月起装修，暂停开放", []string{"lifecycle"}},
		{"坐标为百度坐标", []string{"datum"}},
		{"已搬迁；原坐标是BD09", []string{"lifecycle", "datum"}},
		{"含无障碍通道", nil},
		{"靠近百度大厦", nil},
		{"", nil},
	} {
		_, problems, _ := filled(t, "名称,经度,纬度,备注\n甲站,118.77,32.06,"+c.remark+"\n")
		var fields []string
		for _, p := range problems {
			if fields = append(fields, p.Field); !p.Suspect {
				t.Errorf("%s: %+v rejects the row", c.remark, p)
			}
		}
		if diff := cmp.Diff(c.fields, fields); diff != "" {
			t.Errorf("%s: fields (-want +got):\n%s", c.remark, diff)
		}
	}
}

func TestHeadersOfTwoRowsWithServicesBelowOne(t *testing.T) {
	for sentence, file := range map[string]string{
		"merged downwards":  "站点名称,类别,坐标,,服务设施,,\n站点名称,类别,经度,纬度,饮水,充电,空调\n甲站,工会驿站,118.77,32.06,√,,√\n",
		"left blank":        "站点名称,类别,坐标,,服务设施,,\n,,经度,纬度,饮水,充电,空调\n甲站,工会驿站,118.77,32.06,√,,√\n",
		"of services alone": "站点名称,类别,经度,纬度,服务设施,,\n,,,,饮水,充电,空调\n甲站,工会驿站,118.77,32.06,√,,√\n",
	} {
		s, problems, _ := filled(t, file)
		if got := exchange.NewEditor().Get(s, "services"); got != "water;cool" || s.Name != "甲站" || len(problems) > 0 {
			t.Errorf("%s: %s with %s, problems %v; want 甲站 with water;cool", sentence, s.Name, got, problems)
		}
	}
	s, _, _ := filled(t, "名称,经度,纬度,服务,服务2\n甲站,118.77,32.06,饮水,充电\n")
	if got := exchange.NewEditor().Get(s, "services"); got != "water" || s.Name != "甲站" {
		t.Errorf("%s with %s: a row of a station was taken for headers", s.Name, got)
	}
}

func TestAPlaceWhoseHeaderSaysCoordinatesIsAPair(t *testing.T) {
	table, err := exchange.Read(strings.NewReader("名称,位置（经纬度）,地址\n甲站,\"118.7812,32.0512\",物流大道9号\n"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := table.MapColumns(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, address := m.Value(table.Rows[0], exchange.Pair), m.Value(table.Rows[0], exchange.Address); got != "118.7812,32.0512" || address != "物流大道9号" {
		t.Errorf("coordinates = %q, address = %q", got, address)
	}
}
