package text

import (
	_ "embed"
	"strings"
	"sync"
)

//go:generate go run unihan.go /usr/share/unicode

// traditional has pairs of a traditional character and its simplified form.
//
//go:embed traditional.txt
var traditional string

// variants are pairs that Unihan does not list as traditional and simplified,
// though Hong Kong and Taiwan write the first where the mainland writes the
// second.
const variants = "遊游諮咨託托週周峯峰羣群牀床祕秘恆恒啓启綫线衆众裏里麪面麵面菓果傢家佔占佈布洩泄燻熏滙汇臺台檯台牠它喫吃踰逾脣唇嚐尝慾欲鷄鸡糉粽甦苏覈核" +
	"巖岩煙烟痠酸隻只殭僵昇升豔艳昰是菴庵砲炮砦寨堃坤喆哲"

// simpler maps a traditional character to its simplified form.
var simpler = sync.OnceValue(func() map[rune]rune {
	forms := map[rune]rune{}
	for line := range strings.Lines(traditional) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, pair := range strings.Fields(line) {
			learn(forms, pair)
		}
	}
	learn(forms, variants)
	return forms
})

func learn(forms map[rune]rune, pairs string) {
	r := []rune(pairs)
	for i := 0; i+1 < len(r); i += 2 {
		if r[i] != r[i+1] {
			forms[r[i]] = r[i+1]
		}
	}
}

// Simple returns s with every traditional character in its simplified form:
// 經度 as 经度. Characters are looked at one by one, so it is for matching
// only, and nothing that is kept or shown goes through it. Twice changes
// nothing more; bytes that are no UTF-8 stay.
func Simple(s string) string {
	forms := simpler()
	var b strings.Builder
	done := 0
	for i, r := range s {
		if to, ok := forms[r]; ok {
			b.WriteString(s[done:i])
			b.WriteRune(to)
			done = i + len(string(r))
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}
