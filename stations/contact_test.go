package stations_test

import (
	"reflect"
	"slices"
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

// Every text of a station but those named here is words that everybody reads,
// also those that somebody adds tomorrow.
func TestNoWordsOfAStationKeepAMobileNumber(t *testing.T) {
	const number = "13900001111"
	s := &stations.Station{
		Aliases: []string{""}, Programmes: []stations.Programme{{}}, Closures: []stations.Closure{{}}, Services: []stations.ServiceState{{}},
		Contacts: []stations.Contact{{}}, Photos: []stations.Photo{{}}, Honours: []string{""}, Access: stations.Access{Audience: []string{""}},
		Verification: &stations.Verification{},
	}
	eachText("", reflect.ValueOf(s).Elem(), func(_ string, v reflect.Value) { v.SetString(number) })
	clean, fields := s.WithoutMobileWords()
	var left []string
	eachText("", reflect.ValueOf(clean).Elem(), func(name string, v reflect.Value) {
		if v.String() == number {
			left = append(left, name)
		}
	})
	slices.Sort(left)
	want := []string{
		".ARating", ".Access.Method", ".Closures[].From", ".Closures[].Until", ".Code", ".Contacts[].Phone", ".Host", ".ID", ".Kind", ".Lifecycle",
		".Links.BookRoomURL", ".Links.EnrolURL", ".MergedInto", ".Photos[].ID", ".Photos[].URL", ".Position.Adcode", ".Position.Quality",
		".Services[].Code", ".Services[].Status", ".Source", ".SourceRecord", ".Verification.By", ".Verification.Method",
	}
	if !slices.Equal(left, want) {
		t.Errorf("these keep the number: %q, want %q; hidden in %q", left, want, fields)
	}
	eachText("", reflect.ValueOf(s).Elem(), func(name string, v reflect.Value) {
		if v.String() != number {
			t.Errorf("the station itself was changed: %s", name)
		}
	})
	if _, again := clean.WithoutMobileWords(); again != nil {
		t.Errorf("the clean station has numbers in %q", again)
	}
}

// eachText does something with every text in a value, by its path.
func eachText(path string, v reflect.Value, do func(string, reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		do(path, v)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				eachText(path+"."+f.Name, v.Field(i), do)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(path+"[]", v.Index(i), do)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			eachText(path, v.Elem(), do)
		}
	}
}
