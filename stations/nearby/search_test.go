package nearby

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"yizhan/geo/sphere"
	"yizhan/stations"
	"yizhan/stations/text"
)

// wordy is a list of stations that changes, and a finder that hears of it.
type wordy struct {
	t        testing.TB
	r        *rand.Rand
	finder   *Finder
	kept     map[stations.ID]*stations.Station
	ids      []stations.ID
	revision stations.Revision
}

func newWordy(t testing.TB, n int, seed uint64) *wordy {
	g := &wordy{t: t, r: rand.New(rand.NewPCG(seed, 7)), finder: NewFinder(nil, time.Now), kept: map[stations.ID]*stations.Station{}}
	t.Cleanup(g.finder.lexicon.wait)
	all := make([]*stations.Station, n)
	for i := range all {
		all[i] = g.station(stations.ID(fmt.Sprintf("%08x-0000-7000-8000-000000000000", i)))
		g.kept[all[i].ID] = all[i]
		g.ids = append(g.ids, all[i].ID)
	}
	g.finder.lexicon.load(0, all)
	return g
}

func (g *wordy) pick(words string) string {
	list := strings.Fields(words)
	return list[g.r.IntN(len(list))]
}

// station makes one of many that share words.
func (g *wordy) station(id stations.ID) *stations.Station {
	district := g.pick("鼓楼 玄武 秦淮 重庆 长安 六合 浦口 番禺")
	s := &stations.Station{
		ID: id, Kind: stations.Kind(g.pick("union_station driver_home warm_station")), Lifecycle: stations.Lifecycle(g.pick("open open open trial planned")),
		Name:       district + g.pick("中山 解放 长江 新华 人民") + g.pick("路 社区 广场 银行") + g.pick("工会驿站 司机之家 暖心驿站"),
		Host:       stations.Host(g.pick("bank community park_square")),
		Programmes: stations.Brands(g.pick("工会驿站 暖蜂驿站")),
		Position: stations.Position{
			Point:   orb.Point{118.7 + g.r.Float64()/5, 32 + g.r.Float64()/5},
			Address: "江苏省南京市" + district + "区" + g.pick("中山 解放 长江") + fmt.Sprint("路", g.r.IntN(300), "号"),
		},
	}
	if g.r.IntN(4) == 0 {
		s.Aliases = []string{g.pick("KFC 小哥之家 24小时驿站")}
	}
	return s
}

// write makes so many writes, of stations old and new, and tells the finder.
func (g *wordy) write(n int) {
	var changes []stations.Change
	for range n {
		g.revision++
		id := g.ids[g.r.IntN(len(g.ids))]
		if g.r.IntN(4) == 0 {
			id = stations.ID(fmt.Sprintf("%08x-0000-7000-8000-%012x", g.r.Uint32(), g.revision))
			g.ids = append(g.ids, id)
		}
		c := stations.Change{Revision: g.revision, ID: id}
		if g.r.IntN(5) > 0 {
			c.Station = g.station(id)
			g.kept[id] = c.Station
		} else {
			delete(g.kept, id)
		}
		changes = append(changes, c)
	}
	g.finder.lexicon.apply(changes)
}

// expect searches one by one, and while it finds nothing, with more mistakes.
func (g *wordy) expect(q Search) []Found {
	typed, err := text.Parse(q.Text)
	if err != nil {
		g.t.Fatal(err)
	}
	list := g.matches(q, typed)
	for mistakes := 1; len(list) == 0 && mistakes <= text.MostMistakes; mistakes++ {
		if loose, ok := typed.Loosely(mistakes); ok {
			list = g.matches(q, loose)
		}
	}
	return list
}

func (g *wordy) matches(q Search, typed text.Query) []Found {
	list := []Found{}
	for _, s := range g.kept {
		rank := typed.Match(compose(s))
		if rank == text.NoRank || !q.Filter.Match(s, time.Now()) {
			continue
		}
		f := Found{Station: s, Rank: rank}
		if q.Near != nil {
			f.Distance = sphere.Distance(*q.Near, s.Position.Point)
		}
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b Found) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.Station.ID, b.Station.ID))
	})
	return list
}

// all reads every page.
func (g *wordy) all(q Search) []Found {
	list := []Found{}
	for {
		r, err := g.finder.Search(g.t.Context(), q)
		if err != nil {
			g.t.Fatalf("Search(%q) = %v", q.Text, err)
		}
		list = append(list, r.Found...)
		if q.Cursor = r.Next; r.Next == "" {
			if r.Total != len(list) {
				g.t.Errorf("Search(%q) has a total of %d, and %d on its pages", q.Text, r.Total, len(list))
			}
			return list
		}
	}
}

// question makes a search as riders and keepers type them.
func (g *wordy) question() Search {
	q := Search{Text: g.pick("鼓楼 gl glq 重庆 chongqing cq 驿站 yz 站 长安 changan 解放路 jiefang 鼓楼解放 鼓楼中山路工会弈站 bank 银行 kfc 暖蜂 江苏路 1 12号 番禺,司机 njs 工会驿栈 zhongqing congqing jiefnag gulou,yizhna jangsusheng nuanxinyizan,浦口 cangan jienfagn zongqin gonhuiyizahn pangyu,jiangsuseng"), Limit: 25 + g.r.IntN(400)}
	if g.r.IntN(2) == 0 {
		q.Filter = stations.Public()
	}
	if g.r.IntN(3) == 0 {
		q.Filter.Kinds = []stations.Kind{stations.DriverHome}
	}
	if g.r.IntN(2) == 0 {
		q.Near = &orb.Point{118.8, 32.1}
	}
	return q
}

func difference(got, want []Found) string {
	line := func(list []Found) (out []string) {
		for _, f := range list {
			out = append(out, fmt.Sprint(f.Station.ID, " ", f.Rank, " ", f.Distance))
		}
		return out
	}
	return gocmp.Diff(line(want), line(got))
}

func TestSearchesFollowWritesAndAgreeWithALookAtEachStation(t *testing.T) {
	g := newWordy(t, 800, 1)
	for round := range 25 {
		for range 5 {
			q := g.question()
			if diff := difference(g.all(q), g.expect(q)); diff != "" {
				t.Fatalf("round %d: Search(%q, near %v, %+v) (-want +got)\n%s", round, q.Text, q.Near != nil, q.Filter, diff)
			}
		}
		g.write(1 + g.r.IntN(150))
	}
	g.finder.lexicon.wait()
	shelf, err := g.finder.lexicon.read(t.Context())
	if err != nil || len(shelf.books) > 8 {
		t.Errorf("%d books after all writes (%v), want few", len(shelf.books), err)
	}
}

func TestALaterPageIsFoundAsTheFirstWas(t *testing.T) {
	g := newWordy(t, 800, 9)
	q := Search{Text: "congqing", Limit: 25}
	want := g.expect(q)
	first, err := g.finder.Search(t.Context(), q)
	if err != nil || first.Total != len(want) || first.Next == "" {
		t.Fatalf("Search(%q) = %d of %d, %v, want a first page of %d", q.Text, len(first.Found), first.Total, err, len(want))
	}
	now := g.station("ffffffff-0000-7000-8000-000000000000")
	now.Name = "从青驿站"
	g.finder.lexicon.apply([]stations.Change{{Revision: 1, ID: now.ID, Station: now}})
	q.Cursor, q.Limit = first.Next, MaxFound
	rest, err := g.finder.Search(t.Context(), q)
	if err != nil || rest.Total != len(want)+1 {
		t.Errorf("Search(%q) has a total of %d on its second page, %v, want %d", q.Text, rest.Total, err, len(want)+1)
	}
	rest.Found = slices.DeleteFunc(rest.Found, func(f Found) bool { return f.Station == now })
	if diff := difference(append(first.Found, rest.Found...), want); diff != "" {
		t.Errorf("the pages of Search(%q) after a station of that name was written (-want +got)\n%s", q.Text, diff)
	}
}

func TestWritesDuringTheFirstLoadAreNotLost(t *testing.T) {
	g := newWordy(t, 3000, 2)
	g.write(700) // the first book is being bound
	q := Search{Text: "驿站", Limit: MaxFound}
	if diff := difference(g.all(q), g.expect(q)); diff != "" {
		t.Errorf("Search(%q) (-want +got)\n%s", q.Text, diff)
	}
}

func TestARestoreForgetsWhatWasThere(t *testing.T) {
	g := newWordy(t, 600, 3)
	g.write(600)
	only := g.station("00000001-0000-7000-8000-000000000000")
	only.Name = "重庆北站司机之家"
	g.kept = map[stations.ID]*stations.Station{only.ID: only}
	g.finder.lexicon.load(1, []*stations.Station{only})
	for _, typed := range []string{"重庆", "驿站", "站"} {
		q := Search{Text: typed, Limit: 10}
		if diff := difference(g.all(q), g.expect(q)); diff != "" {
			t.Errorf("Search(%q) (-want +got)\n%s", typed, diff)
		}
	}
}

func TestSuggestionsAreTheFirstOfASearch(t *testing.T) {
	g := newWordy(t, 2000, 4)
	for range 30 {
		g.write(20)
		q := g.question()
		q.Filter, q.Limit = stations.Public(), 1+g.r.IntN(MaxSuggestions)
		list, err := g.finder.Suggest(t.Context(), q.Text, q.Near, q.Limit)
		if err != nil {
			t.Fatal(err)
		}
		var got, want []stations.ID
		for _, s := range list {
			got = append(got, s.Station.ID)
		}
		for _, f := range g.expect(q)[:min(q.Limit, len(g.expect(q)))] {
			want = append(want, f.Station.ID)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("Suggest(%q, near %v) (-want +got)\n%s", q.Text, q.Near != nil, diff)
		}
	}
}

func TestASuggestionSaysWhatWasMatched(t *testing.T) {
	g := newWordy(t, 0, 5)
	s := &stations.Station{
		ID: "00000001-0000-7000-8000-000000000000", Code: "NJ0012", Name: "鼓楼广场驿站", Aliases: []string{"小哥之家"}, Lifecycle: stations.Open,
		Kind: stations.UnionStation, Host: "bank", Programmes: stations.Brands("暖蜂驿站"), Position: stations.Position{Address: "中央路1号"},
	}
	g.finder.lexicon.apply([]stations.Change{{Revision: 1, ID: s.ID, Station: s}})
	for typed, want := range map[string]stations.Field{
		"gulou":  {Name: "name", Text: "鼓楼广场驿站"},
		"小哥":     {Name: "alias", Text: "小哥之家"},
		"nj0012": {Name: "code", Text: "NJ0012"},
		"中央lu":   {Name: "address", Text: "中央路1号"},
		"暖蜂":     {Name: "programme", Text: "暖蜂驿站"},
		"银行":     {Name: "host", Text: "银行网点"},
		"鼓楼 中央路": {Name: "several", Text: "鼓楼广场驿站"},
	} {
		list, err := g.finder.Suggest(t.Context(), typed, nil, 10)
		if err != nil || len(list) != 1 || list[0].Field != want {
			t.Errorf("Suggest(%q) = %v, %v, want %v", typed, list, err, want)
		}
	}
}

func TestSearchRefusesWhatItCannotAnswer(t *testing.T) {
	g := newWordy(t, 10, 6)
	first, err := g.finder.Search(t.Context(), Search{Text: "站", Limit: 1})
	if err != nil || first.Next == "" {
		t.Fatalf("Search = %v, %v, want a second page", first, err)
	}
	for sentence, q := range map[string]Search{
		"a query of 61 characters":         {Text: strings.Repeat("站", 61), Limit: 1},
		"no stations":                      {Text: "站"},
		"too many stations":                {Text: "站", Limit: MaxFound + 1},
		"a cursor that is none":            {Text: "站", Limit: 1, Cursor: "!"},
		"the cursor of other words":        {Text: "驿站", Limit: 1, Cursor: first.Next},
		"the cursor of a list by distance": {Text: "站", Limit: 1, Cursor: first.Next, Near: &orb.Point{}},
	} {
		_, err := g.finder.Search(t.Context(), q)
		if stations.CodeOf(err) != stations.Invalid {
			t.Errorf("%s: Search = %v, want it refused", sentence, err)
		}
	}
}

func TestASearchBeforeTheStationsAreLoadedWaits(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer stop()
	_, err := NewFinder(nil, time.Now).Search(ctx, Search{Text: "站", Limit: 1})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Search = %v, want it to wait as long as it may", err)
	}
}
