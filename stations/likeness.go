package stations

import (
	"strings"
	"unicode"

	"yizhan/stations/text"
)

// Two records may be one place when their doors are at most NearM metres
// apart and CoreLikeness of their names is at least Alike: ADR 010. Such a pair
// is a question for people, never merged by itself.
const (
	NearM = 60.0
	Alike = 0.8
)

// brands are words that say what sort of station it is, or whose, and not
// which one. Longer ones stand before those they contain.
func brands() []string {
	return []string{
		"户外劳动者服务站点", "户外劳动者服务站", "户外劳动者综合服务站", "户外劳动者", "新就业形态劳动者", "新就业群体",
		"爱心接力站", "爱心驿站", "暖心驿站", "暖新驿站", "暖蜂驿站", "小哥驿站", "骑手驿站", "司机驿站", "职工驿站", "工会驿站", "劳动者驿站",
		"劳动者港湾", "职工之家", "司机之家", "骑手之家", "快递员之家", "综合服务中心", "便民服务点", "服务站点", "服务站", "服务点",
		"总工会", "工会", "驿站", "示例",
	}
}

// CoreName returns what tells the name from others: folded, without brand
// words, spaces and punctuation. A name that is nothing but brand keeps it.
func CoreName(name string) string {
	whole := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, text.Fold(name))
	core := whole
	for _, brand := range brands() {
		core = strings.ReplaceAll(core, brand, "")
	}
	if core == "" {
		return whole
	}
	return core
}

// CoreLikeness returns how alike two names are, 0 … 1, by their CoreNames: the
// Dice coefficient of the bigrams (pairs of neighbouring characters, counted
// with repetition), 2·common / (all of a + all of b). Equal cores give 1; a
// core of one character is like nothing but itself.
//
// Source: L. R. Dice, Measures of the Amount of Ecologic Association Between
// Species, Ecology 26 (1945).
func CoreLikeness(a, b string) float64 {
	if a == b {
		return 1
	}
	left, right := []rune(a), []rune(b)
	if len(left) < 2 || len(right) < 2 {
		return 0
	}
	counts := map[[2]rune]int{}
	for i := range len(left) - 1 {
		counts[[2]rune(left[i:i+2])]++
	}
	common := 0
	for i := range len(right) - 1 {
		pair := [2]rune(right[i : i+2])
		if counts[pair] > 0 {
			counts[pair]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(left)+len(right)-2)
}
