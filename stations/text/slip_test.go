package text_test

import (
	"maps"
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

// spellings lists how a syllable is typed.
type spellings func(syllable string) []string

// exact types it as it is.
func exact(syllable string) []string { return []string{syllable} }

// readings lists how a stretch of a name is typed: each character itself or its
// syllable.
func readings(stretch []rune, spelt spellings) []string {
	list := []string{""}
	for _, r := range stretch {
		var longer []string
		for _, begun := range list {
			for _, typed := range one(r, spelt) {
				longer = append(longer, begun+typed)
			}
		}
		list = longer
	}
	return list
}

func one(r rune, spelt spellings) []string {
	list := []string{string(r)}
	for _, syllable := range said[r] {
		list = append(list, spelt(syllable)...)
	}
	return list
}

// unfinished lists the same, the last syllable cut anywhere or not.
func unfinished(stretch []rune, spelt spellings) (list []string) {
	last := len(stretch) - 1
	for _, begun := range readings(stretch[:last], spelt) {
		for _, typed := range one(stretch[last], spelt) {
			for n, r := range typed {
				list = append(list, begun+typed[:n]+string(r))
			}
		}
	}
	return list
}

// vague lists how a syllable is typed by somebody to whom some sounds are one.
func vague(syllable string) []string {
	list := map[string]bool{syllable: true}
	for _, both := range []string{"zh z", "ch c", "sh s", "n l", "l n", "z zh", "c ch", "s sh"} {
		from, to, _ := strings.Cut(both, " ")
		if rest, ok := strings.CutPrefix(syllable, from); ok && !strings.HasPrefix(rest, "h") {
			list[to+rest] = true
		}
	}
	for one := range maps.Clone(list) {
		if strings.HasSuffix(one, "ang") || strings.HasSuffix(one, "eng") || strings.HasSuffix(one, "ing") {
			list[one[:len(one)-1]] = true
		}
		if strings.HasSuffix(one, "an") || strings.HasSuffix(one, "en") || strings.HasSuffix(one, "in") {
			list[one+"g"] = true
		}
	}
	return slices.Collect(maps.Keys(list))
}

// mistakes counts the letters that are wrong, missing, too many or swapped in
// typed, where it should be meant: the restricted distance of Damerau and
// Levenshtein, by its recurrence. Other characters must be as they are, and no
// letter is missing at the end, where the last syllable may be unfinished. The
// first so many letters of typed are right.
func mistakes(typed, meant []rune, firm int) int {
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' }
	d := make([][]int, len(typed)+1)
	for i := range d {
		d[i] = make([]int, len(meant)+1)
		for j := range d[i] {
			d[i][j] = 99
			better := func(i0, j0, more int, may bool) {
				if may {
					d[i][j] = min(d[i][j], d[i0][j0]+more)
				}
			}
			if i == 0 && j == 0 {
				d[i][j] = 0
				continue
			}
			same := i > 0 && j > 0 && typed[i-1] == meant[j-1]
			if i > 0 && j > 0 {
				better(i-1, j-1, 0, same)
				better(i-1, j-1, 1, i > firm && letter(typed[i-1]) && letter(meant[j-1]))
			}
			if i > 0 {
				better(i-1, j, 1, i > firm && letter(typed[i-1]))
			}
			if j > 0 {
				better(i, j-1, 1, i >= firm && letter(meant[j-1]) && i < len(typed))
			}
			if i > 1 && j > 1 && typed[i-1] == meant[j-2] && typed[i-2] == meant[j-1] {
				better(i-2, j-2, 1, i > firm+1 && letter(typed[i-1]) && letter(typed[i-2]))
			}
		}
	}
	return d[len(typed)][len(meant)]
}

// slipped returns in which way typed may be meant for a stretch, if in any of
// those with so many mistakes.
func slipped(typed string, stretch []rune, most int) (text.Way, bool) {
	if slices.Contains(unfinished(stretch, vague), typed) {
		return text.Confused, true
	}
	letters := len(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, typed))
	firm := 0
	if most == 2 && letters >= text.ForgivableTwice {
		firm = 1
	}
	least := func(list []string) int {
		n := 99
		for _, meant := range list {
			n = min(n, mistakes([]rune(typed), []rune(meant), firm))
		}
		return n
	}
	switch n := least(readings(stretch, exact)); {
	case n == 1 || letters >= text.ForgivableUnfinished && least(unfinished(stretch, exact)) == 1:
		return text.Misspelt, true
	case n == 2 && firm == 1:
		return text.Garbled, true
	}
	return 0, false
}

// misspelt is the oracle: it reads every stretch of a field in all ways.
func misspelt(typed string, field []rune, named bool, most int) text.Rank {
	best := text.NoRank
	for from := range field {
		if strings.ContainsRune("kf1", field[from]) {
			continue
		}
		for to := from + 1; to <= len(field); to++ {
			way, ok := slipped(typed, field[from:to], most)
			if !ok {
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
			best = min(best, text.RankOf(way, place))
		}
	}
	return best
}

// blunder types some of a field with mistakes.
func blunder(r *rand.Rand, field []rune) string {
	from := r.IntN(len(field))
	list := unfinished(field[from:from+1+r.IntN(len(field)-from)], vague)
	typed := []byte(list[r.IntN(len(list))])
	for range r.IntN(4) {
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

func TestSoManyMistakesInPinyinAreForgivenAndNoMore(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	alphabet := []rune("南京站路女安西先工kf1")
	field := func() []rune {
		list := make([]rune, 1+r.IntN(4))
		for i := range list {
			list[i] = alphabet[r.IntN(len(alphabet))]
		}
		return list
	}
	seen := map[text.Rank]int{}
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
		most := 1 + r.IntN(text.MostMistakes)
		loose, ok := q.Loosely(most)
		if !ok {
			continue
		}
		want := min(misspelt(typed, name, true, most), misspelt(typed, other, false, most))
		if got := loose.Match(document); got != want {
			t.Fatalf("Match(%q) with %d mistakes in %s, %s = %v/%v, want %v/%v", typed, most, string(name), string(other), got.Way(), got.Place(), want.Way(), want.Place())
		}
		seen[want]++
	}
	for way := text.Confused; way <= text.Garbled; way++ {
		for place := text.Whole; place <= text.Other; place++ {
			if seen[text.RankOf(way, place)] < 3 {
				t.Errorf("%v/%v was wanted %d times, want each tried", way, place, seen[text.RankOf(way, place)])
			}
		}
	}
	if seen[text.NoRank] < 100 {
		t.Errorf("%d queries were not forgiven, want many", seen[text.NoRank])
	}
	t.Logf("ranks wanted: %v", seen)
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
			loose, ok := q.Loosely(1)
			if got := loose.Match(document); !ok || got.Way() != text.Misspelt && got.Way() != text.Confused && got.Way() != text.Spoken || got.Place() != text.Start {
				t.Errorf("Match(%q) of %s驿站 = %v/%v, want its beginning", typed, name, got.Way(), got.Place())
			}
		}
	}
}

func TestShortQueriesAreNotAskedLoosely(t *testing.T) {
	for most, queries := range map[int]string{0: "gulo glq 鼓楼区工会 鼓楼gulo 123456", 1: "gulou nanjing 南京nanjing", 2: "chonqgin 南京chonqgin"} {
		for _, typed := range strings.Fields(queries) {
			q, err := text.Parse(typed)
			if err != nil {
				t.Fatal(err)
			}
			for mistakes := range text.MostMistakes + 1 {
				if _, ok := q.Loosely(mistakes); ok != (mistakes <= most) {
					t.Errorf("Loosely(%q, %d) = %v, want at most %d mistakes forgiven", typed, mistakes, ok, most)
				}
			}
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
		loose, _ := q.Loosely(1)
		if got := loose.Match(text.Compose([]string{"重庆工会驿站"}, []string{"民权路1号"})); got != want {
			t.Errorf("Match(%q) = %v/%v, want %v/%v", typed, got.Way(), got.Place(), want.Way(), want.Place())
		}
	}
}
