package text_test

import (
	"fmt"
	"testing"
	"unicode/utf8"

	"yizhan/stations/text"
)

func ExampleFold() {
	fmt.Println(text.Fold(" 鼓楼　ＫＦＣ  驿站（１）"))
	// Output: 鼓楼 kfc 驿站(1)
}

func TestFold(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"nothing":                     {"", ""},
		"only spaces":                 {" \t　\n", ""},
		"case":                        {"WiFi", "wifi"},
		"full width":                  {"Ｗｉ－Ｆｉ：１２３", "wi-fi:123"},
		"ideographic spaces":          {"中山路　１号", "中山路 1号"},
		"runs of spaces":              {"  a  \t b\u00a0c ", "a b c"},
		"characters stay":             {"户外劳动者驿站", "户外劳动者驿站"},
		"traditional ones stay too":   {"灣仔軒尼詩道", "灣仔軒尼詩道"},
		"a composed and a split form": {"cafe\u0301", "café"},
		"a number in a circle":        {"①号", "1号"},
		"a unit in one character":     {"㎡", "m2"},
		"a Turkish capital":           {"İ", "i"},
	} {
		if got := text.Fold(c.in); got != c.want {
			t.Errorf("%s: Fold(%q) = %q, want %q", name, c.in, got, c.want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"", " 鼓楼　ＫＦＣ ", "İ\u0307ΑΣ", "ϓ\u0301", "ﬃ㎏", "\u1e9e", "\xff\xfe a", "Å\u0323", "\xf3ϓ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := text.Fold(s)
		if twice := text.Fold(once); twice != once {
			t.Errorf("Fold(Fold(%q)) = %q, want %q", s, twice, once)
		}
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Errorf("Fold(%q) = %q, which is not UTF-8", s, once)
		}
	})
}

// Every code point of the first two planes alone and before a mark, since folding is not defined
// character by character.
func TestFoldingTwiceChangesNothing(t *testing.T) {
	for r := rune(1); r < 0x20000; r++ {
		for _, s := range []string{string(r), string(r) + "\u0301", "a" + string(r)} {
			once := text.Fold(s)
			if twice := text.Fold(once); twice != once {
				t.Errorf("Fold(Fold(%+q)) = %+q, want %+q", s, twice, once)
			}
		}
	}
}

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		text.Fold("鼓楼区中山北路１２８号 KFC 二楼")
	}
}
