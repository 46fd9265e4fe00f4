package grams_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"yizhan/stations/grams"
	"yizhan/stations/text"
)

func ExampleSegment_Rank() {
	names := []string{"南京站工会驿站", "重庆北站司机之家", "庆重门诊部"}
	s := grams.New(len(names), func(i int) []text.Unit { return text.Compose(names[i:i+1], nil) })
	q, err := text.Parse("chongqing")
	if err != nil {
		fmt.Println(err)
	}
	ranks := []text.Rank{text.NoRank, text.NoRank, text.NoRank}
	s.Rank(q, ranks)
	for i, rank := range ranks {
		fmt.Println(names[i], rank < text.NoRank)
	}
	// Output:
	// 南京站工会驿站 false
	// 重庆北站司机之家 true
	// 庆重门诊部 false
}

// vocabulary has words that overlap, are read in several ways, or are no
// ideographs.
var vocabulary = strings.Fields("南京 重庆 重点 鼓楼 工会 驿站 站 区 解放 长江 银行 行 路 大厦 1 12 112 kfc Kf 绿地 女 西安 先 长 都 𠮷 之 司机 驿")

func words(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.IntN(most + 1) {
		b.WriteString(vocabulary[r.IntN(len(vocabulary))])
		if r.IntN(8) == 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// corpus makes documents of a few names and other fields.
func corpus(r *rand.Rand, n int) [][]text.Unit {
	list := make([][]text.Unit, n)
	for i := range list {
		var names, others []string
		for range 1 + r.IntN(2) {
			names = append(names, words(r, 5))
		}
		for range r.IntN(3) {
			others = append(others, words(r, 4))
		}
		list[i] = text.Compose(names, others)
	}
	return list
}

// pinyin are what the words of the vocabulary may be typed as.
var pinyin = strings.Fields("nanjing nj chongqing cq zhong zhongdian gulou gl gonghui gh yizhan yzh yz qu jiefang jf changjiang cj yinhang hang lu dasha lvdi ludi nv nu xian x chang zhang du dou s sj siji 站 驿 1 12 kf k")

// typed makes a query: words, perhaps cut, mixed with pinyin, with a mistake.
func typed(r *rand.Rand) string {
	var b strings.Builder
	letters := r.IntN(3) == 0
	for range 1 + r.IntN(4) {
		switch n := r.IntN(3); {
		case letters || n == 0:
			b.WriteString(pinyin[r.IntN(len(pinyin))])
		case n == 1:
			b.WriteString(vocabulary[r.IntN(len(vocabulary))])
		default:
			b.WriteString(words(r, 2))
		}
	}
	q := []rune(b.String())
	for range r.IntN(3) {
		switch i := r.IntN(len(q) + 1); {
		case i == len(q):
		case r.IntN(2) == 0:
			q = slices.Delete(q, i, i+1)
		case i > 0 && r.IntN(2) == 0:
			q[i-1], q[i] = q[i], q[i-1]
		default:
			q[i] = []rune("站驿南n工1gh")[r.IntN(8)]
		}
	}
	return string(q)
}

// The oracle looks at every place of every document.
func TestRanksAreThoseOfTheMatcher(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	asked, seen := 0, map[text.Way]int{}
	for range 60 {
		list := corpus(r, 1+r.IntN(60))
		s := grams.New(len(list), func(i int) []text.Unit { return list[i] })
		for range 100 {
			ranks := fresh(s.Len())
			ask := typed(r)
			q, err := text.Parse(ask)
			if err != nil {
				t.Fatal(err)
			}
			if loose, ok := q.Loosely(r.IntN(text.MostMistakes + 1)); ok {
				q = loose
			}
			s.Rank(q, ranks)
			for i, document := range list {
				want := q.Match(document)
				if ranks[i] != want {
					t.Fatalf("Rank(%q) of document %d = %v/%v, want %v/%v", ask, i, ranks[i].Way(), ranks[i].Place(), want.Way(), want.Place())
				}
				if want < text.NoRank {
					seen[want.Way()]++
				}
				asked++
			}
		}
	}
	for way := text.Literal; way <= text.Garbled; way++ {
		if seen[way] < 40 {
			t.Errorf("way %v was seen %d times in %d comparisons, want all ways tried", way, seen[way], asked)
		}
	}
	t.Logf("%d comparisons, matches by way %v", asked, seen)
}

// So many documents have more than a mile of text, and places by the thousand
// that share a pair.
func TestRanksInALargeTownAreThoseOfTheMatcher(t *testing.T) {
	list := town(8000)
	s := grams.New(len(list), func(i int) []text.Unit { return list[i] })
	for _, ask := range strings.Fields("glq njgl nanjing站 jssn zsl njszhongshan y12h 工会yzh nanjng jangsusheng gongxihuiyizhan jansuseng zongsanlu jangsushng gonhuiyihzan") {
		q, err := text.Parse(ask)
		if err != nil {
			t.Fatal(err)
		}
		for mistakes := range text.MostMistakes + 1 {
			if loose, ok := q.Loosely(mistakes); ok {
				checkRanks(t, ask, loose, list, s)
			}
		}
	}
}

func checkRanks(t *testing.T, ask string, q text.Query, list [][]text.Unit, s *grams.Segment) {
	t.Helper()
	ranks := fresh(s.Len())
	s.Rank(q, ranks)
	for i, document := range list {
		if want := q.Match(document); ranks[i] != want {
			t.Fatalf("Rank(%q) of document %d = %v/%v, want %v/%v", ask, i, ranks[i].Way(), ranks[i].Place(), want.Way(), want.Place())
		}
	}
}

// As many of the best as were asked for must have their rank, and no document
// a better one than its own.
func TestTheBestAreRankedAsAllAre(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for range 200 {
		list := corpus(r, 40)
		s := grams.New(len(list), func(i int) []text.Unit { return list[i] })
		for range 10 {
			checkBest(t, r, s)
		}
	}
}

func checkBest(t *testing.T, r *rand.Rand, s *grams.Segment) {
	t.Helper()
	ask := typed(r)
	q, err := text.Parse(ask)
	if err != nil {
		t.Fatal(err)
	}
	if loose, ok := q.Loosely(r.IntN(text.MostMistakes + 1)); ok {
		q = loose
	}
	all, best := fresh(s.Len()), fresh(s.Len())
	s.Rank(q, all)
	enough := 1 + r.IntN(5)
	s.Best(q, enough, best)
	sorted := slices.Sorted(slices.Values(all))
	last := sorted[enough-1]
	for d := range all {
		if all[d] <= last && best[d] != all[d] || best[d] < all[d] {
			t.Fatalf("Best(%q, %d) of document %d = %v, want %v as Rank", ask, enough, d, best[d], all[d])
		}
	}
}

func TestEveryDocumentComesBackAsItWasGiven(t *testing.T) {
	list := corpus(rand.New(rand.NewPCG(8, 1)), 50)
	s := grams.New(len(list), func(i int) []text.Unit { return list[i] })
	for i, want := range list {
		if got := s.Document(i); !slices.Equal(got, want) {
			t.Errorf("Document(%d) = %v, want %v", i, got, want)
		}
	}
}

func TestUnwantedDocumentsAreLeftAlone(t *testing.T) {
	list := [][]text.Unit{text.Compose([]string{"鼓楼驿站"}, nil), text.Compose([]string{"鼓楼驿站"}, nil)}
	s := grams.New(2, func(i int) []text.Unit { return list[i] })
	q, err := text.Parse("驿站")
	if err != nil {
		t.Fatal(err)
	}
	ranks := []text.Rank{0, text.NoRank}
	s.Rank(q, ranks)
	if want := []text.Rank{0, text.RankOf(text.Literal, text.Inside)}; !slices.Equal(ranks, want) {
		t.Errorf("Rank = %v, want %v", ranks, want)
	}
}

func fresh(n int) []text.Rank {
	ranks := make([]text.Rank, n)
	for i := range ranks {
		ranks[i] = text.NoRank
	}
	return ranks
}

func TestAnEmptySegmentFindsNothing(t *testing.T) {
	s := grams.New(0, nil)
	q, err := text.Parse("站")
	if err != nil {
		t.Fatal(err)
	}
	s.Rank(q, nil)
	if s.Len() != 0 {
		t.Errorf("Len() = %d, want 0", s.Len())
	}
}
