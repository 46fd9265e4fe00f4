package stations_test

import (
	"testing"

	"yizhan/stations"
)

func TestMobileNumbersAreKnownHoweverTheyAreWritten(t *testing.T) {
	for phone, want := range map[string]bool{
		"13900001111": true, "139 0000 1111": true, "139-0000-1111": true, "+86 13900001111": true, "8613900001111": true, "008613900001111": true,
		"张三13900001111": true, "13900001111（李四）": true, "19900001111": true,
		"１３９００００１１１１": true, "139–0000–1111": true, "139.0000.1111": true, "139　0000　1111": true, "(139)00001111": true, "(+86) 139-0000-1111": true,
		"025-83190000 13900001111": true, "13900001111 13900002222": true, "025-83190000/13900001111": true,
		"张三-13900001111": true, "手机—139-0000-1111": true, "025-83190000-13900001111": true, "013900001111": true, "0139-0000-1111": true,
		"139\u200b0000\u200b1111": true, "139_0000_1111": true, "400-139-0000 025-83190000": false, "(025)-139-0000 1234": false, "010-39000011": false,
		"400-139-0000 1234": false, "400 139 0000": false, "(025)8319 0000": false,
		"一三八〇〇〇〇一一一一": true, "手机：幺三九零零零零幺幺幺幺": true, "一三八 〇〇〇〇 一一一一": true, "1 3 9 0 0 0 0 1 1 1 1": true, "１３９　００００　１１１１": true, "壹叁捌零零零零壹壹壹壹": true,
		"周一三五 08.30-11.30": false, "二三八〇〇〇〇一一一一": false, "一三八〇〇〇〇一一一": false, "〇二五八三一九〇〇〇〇": false,
		"12351": false, "025-83190000": false, "02513900001111": false, "0139000011112": false, "400-139-0000": false, "12900001111": false,
		"139000011112": false, "1390000111": false, "000-00000172": false, "": false,
	} {
		if got := (stations.Contact{Phone: phone}).Mobile(); got != want {
			t.Errorf("Mobile() of %q = %v, want %v", phone, got, want)
		}
	}
}

func TestMobileNumbersAreBlottedOutOfWords(t *testing.T) {
	for words, want := range map[string]string{
		"请联系张三13900001111开门":             "请联系张三…开门",
		"打 139-0000-1111 或 025-83190000": "打 … 或 025-83190000",
		"打一三九〇〇〇〇一一一一":                   "打…",
		"打①③⑨00001111":                   "打…",
		"打¹³⁹⁰⁰⁰⁰¹¹¹¹ 或13900001111":      "打… 或…",
		"总台 025-83190000":                "总台 025-83190000",
		"":                               "",
	} {
		got, had := stations.WithoutMobiles(words)
		if got != want || had != (got != words) {
			t.Errorf("WithoutMobiles(%q) = %q, %v, want %q", words, got, had, want)
		}
	}
}
