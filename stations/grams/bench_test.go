package grams_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"yizhan/stations/grams"
	"yizhan/stations/text"
)

// town makes documents as a province has them: names and addresses share
// their districts, roads and kinds, and differ in numbers.
func town(n int) [][]text.Unit {
	r := rand.New(rand.NewPCG(2026, 11))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	syllables := []rune("中山东西南北长江解放人民和平建设新华文化光明幸福胜利凤凰龙虎金银河湖海天地春秋云霞松柏梅兰竹菊鼓楼玄武雨花秦淮江宁浦口六合溧水高淳栖霞建邺")
	place := func() string {
		return string([]rune{syllables[r.IntN(len(syllables))], syllables[r.IntN(len(syllables))]})
	}
	list := make([][]text.Unit, n)
	for i := range list {
		city, district, road := pick("南京市", "苏州市", "无锡市", "常州市", "徐州市"), place()+pick("区", "县"), place()+pick("路", "大道", "街")
		name := pick("", city[:6], district) + place() + pick("社区", "广场", "街道", "银行", "加油站", "园区") + pick("工会驿站", "司机之家", "暖心驿站", "职工之家", "爱心接力站")
		address := fmt.Sprintf("江苏省%s%s%s%d号", city, district, road, 1+r.IntN(999))
		list[i] = text.Compose([]string{name}, []string{fmt.Sprintf("NJ%06d", i), address, "工会驿站", pick("银行网点", "社区", "加油站", "独立设置")})
	}
	return list
}

func BenchmarkNew(b *testing.B) {
	list := town(20_000)
	b.ReportAllocs()
	for b.Loop() {
		grams.New(len(list), func(i int) []text.Unit { return list[i] })
	}
}

func BenchmarkCompose(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		text.Compose([]string{"鼓楼区江苏路社区工会驿站"}, []string{"NJ000123", "江苏省南京市鼓楼区江苏路128号", "工会驿站", "银行网点"})
	}
}

// At 200,000 documents, with the hits and the memory: all ranks, and those of
// the ten best.
func BenchmarkRank(b *testing.B) {
	list := town(200_000)
	s := grams.New(len(list), func(i int) []text.Unit { return list[i] })
	ranks, none := fresh(s.Len()), fresh(s.Len())
	for _, typed := range strings.Fields("站 驿站 南京 鼓楼区工会 凤凰路 江苏省南京市 n nj nanjing njgl yizhan gl区 nanjing站 鼓楼驿站 工会驿栈 凤凰工会弈站 南京,银行 kfc 重庆") {
		q, err := text.Parse(typed)
		if err != nil {
			b.Fatal(err)
		}
		for name, enough := range map[string]int{"all": s.Len(), "ten": 10} {
			b.Run(typed+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					copy(ranks, none)
					s.Best(q, enough, ranks)
				}
				hits := 0
				for _, rank := range ranks {
					if rank < text.NoRank {
						hits++
					}
				}
				b.ReportMetric(float64(hits), "hits")
				b.ReportMetric(float64(s.Bytes())/(1<<20), "MB")
			})
		}
	}
}
