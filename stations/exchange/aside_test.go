package exchange_test

import (
	"strings"
	"testing"

	"yizhan/stations/exchange"
)

func TestAside(t *testing.T) {
	m, err := exchange.MapColumns([]string{"序号", "所属区", "名称", "经度", "纬度", "地址", "服务", "编码"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range map[string]exchange.Aside{
		"合计,,,,,,25,":                  exchange.AsideTotal,
		",,合　计,,,,,":                   exchange.AsideTotal,
		",鼓楼区,小计：,,,,12,":              exchange.AsideTotal,
		",鼓楼区小计,,,,,12,":               exchange.AsideTotal,
		",,總計（个）,,,,3,":                exchange.AsideTotal,
		"共计 25 个站点,,,,,,,":             exchange.AsideTotal,
		"Total,,,,,,25,":               exchange.AsideTotal,
		"小计,,12号驿站,,,,,":               0,
		"合计,,25个,,,,,":                 exchange.AsideTotal,
		"填表人：,张三,2026年3月,,,,,":         exchange.AsideNote,
		"鼓楼区合计（2个）,,鼓楼驿站,,,,,":         0,
		"填表人：,张三,,电话,13900000000,,,":   exchange.AsideNote,
		"注：新建,,鼓楼驿站,,,,,":              0,
		"负责人：张三,,鼓楼驿站,118.77,32.06,,,": 0,
		"注：坐标为高德坐标,,,,,,,":             exchange.AsideNote,
		"注 1、以上站点全天开放,,,,,,,":          exchange.AsideNote,
		",,备注: 详见附件,,,,,,":             exchange.AsideNote,
		"填表人：张三,,,,审核人：李四,,,":          exchange.AsideNote,
		"填报单位（盖章）：某街道总工会,,,,,,,":       exchange.AsideNote,
		",,注册路驿站,,,某路1号,,":             0,
		",,说明书驿站,,,某路1号,,":             0,
		",,合计大厦驿站,,,某路1号,,":            0,
		",,总计划处驿站,,,,,":                0,
		",,鼓楼驿站,,,合计,,":                0,
		",,鼓楼驿站,,,,小计,":                0,
		",,鼓楼区小计,118.77,32.06,,,":      0,
		",,合计,,25,,,":                  0,
		"合计,,鼓楼驿站,118.77,,,,":          0,
		",,合计,,,,,GL-1":                0,
		"1,鼓楼区,联系人驿站,,,,,":             0,
		",,,,,,,":                      0,
	} {
		if got := m.Aside(exchange.Row{Values: strings.Split(row, ",")}); got != want {
			t.Errorf("Aside(%s) = %d, want %d", row, got, want)
		}
	}
}
