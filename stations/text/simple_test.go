package text_test

import (
	"testing"

	"yizhan/stations/text"
)

func TestSimpleKnowsOurWords(t *testing.T) {
	for word, want := range map[string]string{
		"經度":       "经度",
		"站點編號":     "站点编号",
		"工會驛站":     "工会驿站",
		"飲水、手機充電":  "饮水、手机充电",
		"營業時間":     "营业时间",
		"无需改":      "无需改",
		"lon":      "lon",
		"\xff經":    "\xff经",
		"龘，不在表里的字": "龘，不在表里的字",
	} {
		got := text.Simple(word)
		if got != want {
			t.Errorf("Simple(%q) = %q, want %q", word, got, want)
		}
		if again := text.Simple(got); again != got {
			t.Errorf("Simple twice of %q = %q, want %q", word, again, got)
		}
	}
}
