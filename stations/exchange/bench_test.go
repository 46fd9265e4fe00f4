package exchange_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/exchange"
)

// rows is a file of n stations as offices write them.
func rows(n int) string {
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("编号,站点名称,驿站类型,经度,纬度,地址,服务项目,开放时间,联系电话\n")
	for i := range n {
		fmt.Fprintf(&b, "A%05d,驿站%d,职工驿站,%.6f,%.6f,某路%d号,饮水、如厕、手机充电,周一至周五 9:00-17:00,025-%08d\n",
			i, i, 118.5+random.Float64()*0.6, 31.5+random.Float64(), i, i)
	}
	return b.String()
}

func BenchmarkReadAndFill(b *testing.B) {
	file := rows(1000)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		table, err := exchange.Read(strings.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		m, err := exchange.MapColumns(table.Columns, nil)
		if err != nil {
			b.Fatal(err)
		}
		for _, row := range table.Rows {
			var s stations.Station
			if problems := m.Fill(&s, row); problems != nil {
				b.Fatal(problems)
			}
			m.Place(row, datum.GCJ02)
		}
	}
}

func BenchmarkWriteCSV(b *testing.B) {
	list := make([]*stations.Station, 1000)
	for i := range list {
		list[i] = &stations.Station{
			Name: fmt.Sprint("驿站", i), Kind: stations.UnionStation, Lifecycle: stations.Open,
			Position: stations.Position{Point: [2]float64{118.8, 32.05}, Quality: stations.GPS},
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := exchange.Write(io.Discard, "csv", datum.BD09, list); err != nil {
			b.Fatal(err)
		}
	}
}

func TestWriteRefusesWhatItCannotWrite(t *testing.T) {
	for name, c := range map[string]struct {
		format string
		datum  datum.Datum
	}{
		"a format that is only refused": {"xls", datum.WGS84}, "no format": {"", datum.WGS84}, "no datum": {"csv", 0},
	} {
		if err := exchange.Write(io.Discard, c.format, c.datum, nil); stations.CodeOf(err) != stations.Invalid {
			t.Errorf("%s: Write(%q, %v) = %v, want Invalid", name, c.format, c.datum, err)
		}
	}
}
