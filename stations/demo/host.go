package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"

	"yizhan/geo/datum"
	"yizhan/stations/exchange"
)

// hostCount is how many hosts a city has.
const hostCount = 240

// trade is a sort of host: whose it is, and what a station there costs.
type trade struct {
	weight int // parts of a hundred
	what   string
	owner  string
	cost   float64 // 0 where nobody says
	hours  string
}

func trades() []trade {
	return []trade{
		{40, "便利店", "示例便利", 2, "24/7"},
		{25, "支行", "示例银行", 3, "周一至周五9:00—17:00"},
		{15, "加油站", "示例石化", 5, "24/7"},
		{10, "营业厅", "示例通信", 3, "Mo-Su 09:00-18:00"},
		{10, "邮政所", "示例邮政", 0, "Mo-Sa 08:30-17:30"},
	}
}

// premises draws the places that could take a station in, where people live,
// in the gaps too. They have a source of their own, which moves nothing that is
// drawn elsewhere.
func premises(seed uint64, n *network) []exchange.Host {
	rng := rand.New(rand.NewPCG(seed, 0x686f737473))
	names := placeNames()
	list := make([]exchange.Host, 0, hostCount)
	for len(list) < hostCount {
		p := n.doors[rng.IntN(len(n.doors))]
		if rng.Float64()*24000 > density(p) {
			continue
		}
		t, off := tradeAt(rng.IntN(100)), polar(6+14*rng.Float64(), 360*rng.Float64())
		list = append(list, exchange.Host{
			Name:  fmt.Sprintf("示例%s%s%d", names[rng.IntN(len(names))], t.what, len(list)+1),
			Owner: t.owner, Cost: t.cost, Hours: t.hours,
			Place: datum.Out(xy{p.X + off.X, p.Y + off.Y}.point(), datum.GCJ02),
		})
	}
	return list
}

// tradeAt returns the trade that has the i-th of a hundred parts.
func tradeAt(i int) trade {
	all := trades()
	for i >= all[0].weight {
		i -= all[0].weight
		all = all[1:]
	}
	return all[0]
}

// writeHosts writes the hosts as a chain's office would: GCJ-02, Chinese
// headers.
func (c *City) writeHosts(b *bytes.Buffer) error {
	b.WriteString("\ufeff")
	w := csv.NewWriter(b)
	rows := [][]string{{"名称", "所属单位", "经度", "纬度", "成本", "营业时间"}}
	for _, h := range c.Hosts {
		cost := ""
		if h.Cost > 0 {
			cost = strconv.FormatFloat(h.Cost, 'f', -1, 64)
		}
		rows = append(rows, []string{h.Name, h.Owner, degrees(h.Place.Lon), degrees(h.Place.Lat), cost, h.Hours})
	}
	return w.WriteAll(rows)
}
