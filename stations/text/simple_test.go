package text_test

import (
	"testing"

	"yizhan/stations/text"
)

func TestSimple(t *testing.T) {
	for word, want := range map[string]string{
		"經度":       "经度",
		"站點編號":     "站点编号",
		"工會驛站":     "工会驿站",
		"飲水、手機充電":  "饮水、手机充电",
		"營業時間":     "营业时间",
		"灣仔軒尼詩道":   "湾仔轩尼诗道",
		"臺北車站後門":   "台北车站后门",
		"週邊遊客諮詢":   "周边游客咨询",
		"烘乾、乾衣機":   "烘干、干衣机",
		"龍巖鹽城龜茲":   "龙岩盐城龟兹",
		"著名景點":     "著名景点",
		"无需改":      "无需改",
		"lon":      "lon",
		"\xff經":    "\xff经",
		"龘，不在表里的字": "龘，不在表里的字",
	} {
		got := text.Simple(word)
		if got != want {
			t.Errorf("Simple(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestSimplifyingTwiceChangesNothing(t *testing.T) {
	changed := 0
	for r := rune(1); r < 0x20000; r++ {
		once := text.Simple(string(r))
		if once != string(r) {
			changed++
		}
		if twice := text.Simple(once); twice != once {
			t.Errorf("Simple(Simple(%q)) = %q, want %q", r, twice, once)
		}
	}
	if changed < 2700 {
		t.Errorf("%d characters have a simplified form, want the whole table of Unihan", changed)
	}
}
