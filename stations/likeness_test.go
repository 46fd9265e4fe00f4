package stations_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"yizhan/stations"
)

// likeness is that of two names, by what tells them from others.
func likeness(a, b string) float64 {
	return stations.CoreLikeness(stations.CoreName(a), stations.CoreName(b))
}

func TestNamesAreAlikeByTheirCores(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		want float64
	}{
		"the same words":                   {"鼓楼驿站", "鼓楼驿站", 1},
		"another brand of one place":       {"鼓楼区中山路工会驿站", "鼓楼区中山路暖心驿站", 1},
		"width, case and punctuation":      {"ＡＢＣ（中山路）驿站", "abc中山路", 1},
		"one word more":                    {"鼓楼区中山路", "鼓楼区中山路东", 2.0 * 5 / 11},
		"numbers tell short names apart":   {"鼓楼1号驿站", "鼓楼2号驿站", 2.0 * 1 / 6},
		"nothing in common":                {"鼓楼驿站", "玄武驿站", 0},
		"nothing but brand, the same":      {"工会驿站", "工会驿站", 1},
		"nothing but brand, another":       {"工会驿站", "劳动者港湾", 0},
		"one character is like itself":     {"甲", "甲驿站", 1},
		"one character is like no other":   {"甲", "甲乙", 0},
		"a pair that repeats counts twice": {"东东东东", "东东", 2.0 * 1 / 4},
	} {
		if got := likeness(c.a, c.b); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: likeness(%q, %q) = %v, want %v", name, c.a, c.b, got, c.want)
		}
	}
}

func TestLikenessIsSymmetricAndWithinOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.StringOfN(rapid.SampledFrom([]rune("鼓楼工会驿站1 a")), 0, 12, -1)
		a, b := word.Draw(rt, "a"), word.Draw(rt, "b")
		there, back := likeness(a, b), likeness(b, a)
		if there != back || there < 0 || there > 1 || likeness(a, a) != 1 {
			rt.Errorf("likeness(%q, %q) = %v, back %v, with itself %v", a, b, there, back, likeness(a, a))
		}
	})
}
