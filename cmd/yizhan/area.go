package main

import (
	"context"
	"strings"
	"unicode"

	"yizhan/stations"
	"yizhan/stations/intake"
)

// area returns the adcode of a division that --area names, as 渝中区 or
// 重庆市渝中区. Codes and boxes come back as they are.
func (f storeFlag) area(ctx context.Context, stated string) (string, error) {
	if !strings.ContainsFunc(stated, unicode.IsLetter) {
		return stated, nil
	}
	store, err := f.existing(ctx)
	if err != nil {
		return "", err
	}
	defer store.Close()
	areas, err := store.Areas(ctx, "")
	if err != nil {
		return "", err
	}
	switch found := intake.Divisions(areas, stated); len(found) {
	case 0:
		return "", usage("--area %q: 库里没有这个行政区（用 yizhan areas import 导入，或写区划代码） the store has no division of that name: import it with yizhan areas import, or give its code", stated)
	case 1:
		return found[0], nil
	default:
		return "", usage("--area %q: 有几个叫这个名字，请连同城市一起写，或写区划代码 is the name of several: name the city too, or give the code: %s", stated, listed(areas, found))
	}
}

// listed names divisions with what is above them: 320106 南京市鼓楼区.
func listed(areas []stations.Area, adcodes []string) string {
	names := map[string]string{}
	for _, a := range areas {
		names[a.Adcode] = a.Name
	}
	list := make([]string, len(adcodes))
	for i, adcode := range adcodes {
		name := ""
		for up := adcode; up != ""; up = stations.ParentAdcode(up) {
			name = names[up] + name
		}
		list[i] = adcode + " " + name
	}
	return strings.Join(list, ", ")
}
