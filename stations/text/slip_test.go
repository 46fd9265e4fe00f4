package text_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"yizhan/stations/text"
)

// said are characters and how they are read.
var said = map[rune][]string{
	'南': {"nan"}, '京': {"jing"}, '站': {"zhan"}, '路': {"lu"}, '女': {"nv", "nu"}, '安': {"an"}, '西': {"xi"}, '先': {"xian"}, '工': {"gong"},
	'k': nil, 'f': nil, '1': nil,
}

// readings lists how a stretch of a name is typed without a mistake: each
// character itself or its syllable, the last of which may be unfinished.
func readings(stretch []rune) []string {
	list := []string{""}
	for i, r := range stretch {
		var longer []string
		for _, begun := range list {
			longer = append(longer, begun+string(r))
			for _, syllable := range said[r] {
				for n := range syllable {
					if i == len(stretch)-1 || n == len(syllable)-1 {
						longer = append(longer, begun+syllable[:n+1])
					}
				}
			}
		}
		list = longer
	}
	return list
}

// slips lists typed and every spelling from which one mistake in a letter leads
// to it; a letter is not missing at its end, where it may be unfinished.
func slips(typed []rune) []string {
	list := []string{string(typed)}
	letter := func(i int) bool { return i < len(typed) && typed[i] >= 'a' && typed[i] <= 'z' }
	for i := range typed {
		for r := 'a'; r <= 'z'; r++ {
			list = append(list, string(typed[:i])+string(r)+string(typed[i:]))
			if letter(i) {
				list = append(list, string(typed[:i])+string(r)+string(typed[i+1:]))
			}
		}
		if letter(i) {
			list = append(list, string(typed[:i])+string(typed[i+1:]))
		}
		if letter(i) && letter(i+1) {
			list = append(list, string(typed[:i])+string(typed[i+1])+string(typed[i])+string(typed[i+2:]))
		}
	}
	return list
}

// misspelt is the oracle: it reads every stretch of a field in all ways.
func misspelt(typed string, field []rune, named bool) text.Rank {
	best, near := text.NoRank, slips([]rune(typed))
	for from := range field {
		if strings.ContainsRune("kf1", field[from]) {
			continue
		}
		for to := from + 1; to <= len(field); to++ {
			if !slices.ContainsFunc(readings(field[from:to]), func(s string) bool { return slices.Contains(near, s) }) {
				continue
			}
			place := text.Other
			switch {
			case named && from == 0 && to == len(field):
				place = text.Whole
			case named && from == 0:
				place = text.Start
			case named:
				place = text.Inside
			}
			best = min(best, text.RankOf(text.Misspelt, place))
		}
	}
	return best
}

// blunder types some of a field with mistakes.
func blunder(r *rand.Rand, field []rune) string {
	from := r.IntN(len(field))
	list := readings(field[from : from+1+r.IntN(len(field)-from)])
	typed := []byte(list[r.IntN(len(list))])
	for range 1 + r.IntN(2) {
		i := r.IntN(len(typed))
		switch r.IntN(4) {
		case 0:
			typed = slices.Delete(typed, i, i+1)
		case 1:
			typed = slices.Insert(typed, i, "abghinqxz"[r.IntN(9)])
		case 2:
			typed[i] = "abghinqxz"[r.IntN(9)]
		case 3:
			j := max(i-1, 0)
			typed[i], typed[j] = typed[j], typed[i]
		}
		if len(typed) == 0 {
			return "x"
		}
	}
	return strings.ToValidUTF8(string(typed), "")
}

func TestOneMistakeInPinyinIsForgivenAndNoMore(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	alphabet := []rune("南京站路女安西先工kf1")
	field := func() []rune {
		list := make([]rune, 1+r.IntN(4))
		for i := range list {
			list[i] = alphabet[r.IntN(len(alphabet))]
		}
		return list
	}
	seen, none := map[text.Place]int{}, 0
	for range 30_000 {
		name, other := field(), field()
		typed := blunder(r, name)
		if r.IntN(3) == 0 {
			typed = blunder(r, other)
		}
		q, err := text.Parse(typed)
		if err != nil {
			t.Fatal(err)
		}
		document := text.Compose([]string{string(name)}, []string{string(other)})
		loose, ok := q.Loosely()
		if !ok {
			continue
		}
		want := min(misspelt(typed, name, true), misspelt(typed, other, false))
		if got := loose.Match(document); got != want {
			t.Fatalf("Match(%q) in %s, %s = %v/%v, want %v/%v", typed, string(name), string(other), got.Way(), got.Place(), want.Way(), want.Place())
		}
		if want == text.NoRank {
			none++
		} else {
			seen[want.Place()]++
		}
	}
	if len(seen) < 4 || none < 100 {
		t.Errorf("mistakes forgiven by place: %v, not forgiven: %d, want many of each", seen, none)
	}
	t.Logf("by place %v, not forgiven %d", seen, none)
}

func TestWhatPeopleConfuseIsForgiven(t *testing.T) {
	for name, wrong := range map[string]string{
		"重庆": "chongqng congqing chongqin chngqing chonqing zhongqing chongqign chongqingg chhongqing", "天河": "tianhhe tiahne tainhe tianghe",
		"中关村": "zhonguancun zongguancun zhongguanchun zhangguancun zhonggguancun", "上海": "sanghai shanhai shangai", "宁波": "lingbo ninbo nningbo",
		"长春": "cangchun changcun", "绿城": "lucheg lvchen", "兰州": "nanzhou lanzou", "解放碑": "jiefangebi jiefanbei",
	} {
		for _, typed := range strings.Fields(wrong) {
			q, err := text.Parse(typed)
			if err != nil {
				t.Fatal(err)
			}
			document := text.Compose([]string{name + "驿站"}, nil)
			loose, ok := q.Loosely()
			if got := loose.Match(document); !ok || got.Way() != text.Misspelt && got.Way() != text.Spoken || got.Place() != text.Start {
				t.Errorf("Match(%q) of %s驿站 = %v/%v, want its beginning", typed, name, got.Way(), got.Place())
			}
		}
	}
}

func TestShortOrGoodQueriesAreNotAskedLoosely(t *testing.T) {
	for _, typed := range []string{"gulo", "glq", "鼓楼区工会", "鼓楼gulo", "123456"} {
		if q, err := text.Parse(typed); err != nil {
			t.Fatal(err)
		} else if _, ok := q.Loosely(); ok {
			t.Errorf("Loosely(%q) says that mistakes are forgiven, want %d letters", typed, text.Forgivable)
		}
	}
}

func TestEachTermMayBeMisspelt(t *testing.T) {
	for typed, want := range map[string]text.Rank{
		"chongqng yizhna":  text.RankOf(text.Misspelt, text.Inside),
		"chongqng yizhan":  text.RankOf(text.Misspelt, text.Inside),
		"chongqng 民权路":     text.RankOf(text.Misspelt, text.Inside),
		"chongqng beijing": text.NoRank,
	} {
		q, err := text.Parse(typed)
		if err != nil {
			t.Fatal(err)
		}
		loose, _ := q.Loosely()
		if got := loose.Match(text.Compose([]string{"重庆工会驿站"}, []string{"民权路1号"})); got != want {
			t.Errorf("Match(%q) = %v/%v, want %v/%v", typed, got.Way(), got.Place(), want.Way(), want.Place())
		}
	}
}
