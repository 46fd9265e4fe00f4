package text_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/encoding/simplifiedchinese"

	"yizhan/stations/text"
)

// spelled lists how a name may be typed, by the readings that the test knows:
// each character itself, its syllable or its initial.
func spelled(name []string, syllables [][]string) []string {
	list := []string{""}
	for i, character := range name {
		var longer []string
		for _, begun := range list {
			longer = append(longer, begun+character)
			for _, s := range syllables[i] {
				longer = append(longer, begun+s, begun+s[:1])
				if len(s) > 1 && s[1] == 'h' {
					longer = append(longer, begun+s[:2])
				}
			}
		}
		list = longer
	}
	return list
}

// Every spelling of a few characters, from any of them on, is found; the
// oracle spells them all and shares nothing with the matcher.
func TestEverySpellingIsFoundAndNoOther(t *testing.T) {
	name := strings.Split("南京站路驿", "")
	syllables := [][]string{{"nan"}, {"jing"}, {"zhan"}, {"lu"}, {"yi"}}
	known, count := map[string]bool{}, 0
	document := text.Compose([]string{strings.Join(name, "")}, nil)
	find := func(typed string) bool {
		q, err := text.Parse(typed)
		if err != nil {
			t.Fatal(err)
		}
		return q.Match(document) < text.RankOf(text.Parts, text.Whole)
	}
	for from := range name {
		for to := from + 1; to <= len(name); to++ {
			for _, typed := range spelled(name[from:to], syllables[from:to]) {
				known[typed] = true
				last := syllables[to-1][0]
				if strings.HasSuffix(typed, last) {
					for cut := 1; cut < len(last); cut++ {
						known[strings.TrimSuffix(typed, last)+last[:cut]] = true
					}
				}
			}
		}
	}
	for typed := range known {
		if count++; !find(typed) {
			t.Errorf("Match(%q) is none, want it found in %s", typed, strings.Join(name, ""))
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 20_000 { // what is one letter off is found only if it is a spelling too
		letters := []rune(strings.Repeat("nanjingzhanluyi南京", 2))[r.IntN(17):]
		letters = slices.DeleteFunc(letters[:2+r.IntN(6)], func(rune) bool { return r.IntN(5) == 0 })
		typed := string(letters)
		if typed != "" && find(typed) != known[typed] {
			t.Errorf("Match(%q) is found: %v, want %v", typed, find(typed), known[typed])
		}
	}
	t.Logf("%d spellings", count)
}

// distance counts the mistakes between two words: characters wrong, missing,
// too many, or neighbours swapped.
func distance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + min(d[i-1][j-1], d[i-1][j], d[i][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], 1+d[i-2][j-2])
			}
		}
	}
	return d[len(a)][len(b)]
}

// The oracle measures the distance to every stretch of four characters or
// more.
func TestOneMistakeIsForgivenAndNoMore(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	alphabet := []rune("鼓楼工会驿站")
	word := func(n int) []rune {
		w := make([]rune, n)
		for i := range w {
			w[i] = alphabet[r.IntN(len(alphabet))]
		}
		return w
	}
	forgiven := 0
	for range 60_000 {
		name, typed := word(3+r.IntN(5)), word(3+r.IntN(4))
		if strings.Contains(string(name), string(typed)) {
			continue
		}
		want := false
		for from := range name {
			for to := from + text.Tolerant; to <= len(name); to++ {
				want = want || distance(name[from:to], typed) == 1
			}
		}
		q, err := text.Parse(string(typed))
		if err != nil {
			t.Fatal(err)
		}
		rank := q.Match(text.Compose([]string{string(name)}, nil))
		got := rank < text.NoRank && rank.Way() == text.Typo
		if rank.Way() == text.Parts {
			continue // found better
		}
		if got != want {
			t.Fatalf("Match(%s) in %s forgives a mistake: %v, want %v", string(typed), string(name), got, want)
		}
		if got {
			forgiven++
		}
	}
	if forgiven < 500 {
		t.Errorf("%d mistakes were forgiven, want many tried", forgiven)
	}
}

// Readings come from Unihan; another table must agree about characters in
// common use.
func TestCharactersAreReadAsAnotherTableReadsThem(t *testing.T) {
	asked, apart := 0, []string{}
	for _, r := range common() {
		list := pinyin.SinglePinyin(r, pinyin.NewArgs())
		if len(list) == 0 || text.Simple(string(r)) != string(r) {
			continue
		}
		asked++
		q, err := text.Parse(list[0])
		if err != nil {
			t.Fatal(err)
		}
		if rank := q.Match(text.Compose([]string{string(r)}, nil)); rank != text.RankOf(text.Spoken, text.Whole) && rank != text.RankOf(text.Initials, text.Whole) {
			apart = append(apart, string(r)+list[0])
		}
	}
	if asked < 6000 || len(apart)*100 > asked {
		t.Errorf("%d of %d characters are read otherwise: %v, want 1 in 100 at most", len(apart), asked, apart)
	}
	t.Logf("%d of %d apart: %v", len(apart), asked, apart)
}

// common lists the characters of GB 2312 by their rows.
func common() []rune {
	var list []rune
	for high := byte(0xb0); high <= 0xf7; high++ {
		for low := byte(0xa1); low <= 0xfe; low++ {
			decoded, err := simplifiedChinese(high, low)
			if err == nil && decoded != utf8.RuneError {
				list = append(list, decoded)
			}
		}
	}
	return list
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "南京 zhan", "nj,gl区", "𠮷野家", "ǚ'ü", "\xff", strings.Repeat("a", 61), "１２号；ＫＦＣ", "\ue000重"} {
		f.Add(seed, "重庆解放碑工会驿站")
	}
	f.Fuzz(func(t *testing.T, typed, name string) {
		q, err := text.Parse(typed)
		if err != nil {
			return
		}
		document := text.Compose([]string{name}, []string{name})
		rank := q.Match(document)
		if rank > text.NoRank || q.Empty() && rank != text.NoRank {
			t.Errorf("Match(%q) in %q = %v, want at most %v, and that for nothing", typed, name, rank, text.NoRank)
		}
		for mistakes := 1; mistakes <= text.MostMistakes; mistakes++ {
			if loose, ok := q.Loosely(mistakes); ok && loose.Match(document) > text.NoRank {
				t.Errorf("Loosely(%q, %d) in %q = %v, want at most %v", typed, mistakes, name, loose.Match(document), text.NoRank)
			}
		}
		if own, err := text.Parse(name); err == nil && !own.Empty() && own.Match(document) != text.RankOf(text.Literal, text.Whole) {
			t.Errorf("Match(%q) in itself = %v, want the whole name", name, own.Match(document))
		}
	})
}

func simplifiedChinese(high, low byte) (rune, error) {
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes([]byte{high, low})
	r, _ := utf8.DecodeRune(decoded)
	return r, err
}
