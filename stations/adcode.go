package stations

import "strings"

// Depth ranks division codes: the deeper division has the greater one.
// 100000, the whole country, has 0.
func Depth(adcode string) int { return len(AdcodePrefix(adcode)) }

// SameBranch reports whether one of the two divisions lies in the other, or
// they are the same.
func SameBranch(a, b string) bool {
	a, b = AdcodePrefix(a), AdcodePrefix(b)
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// ParentAdcode returns the code of the division right above: 320106001 gives
// 320106, 320106 gives 320100, 320100 gives 320000, 320000 gives 100000; ""
// above the country and for what is no division code.
func ParentAdcode(adcode string) string {
	if !ValidAdcode(adcode) {
		return ""
	}
	switch Depth(adcode) {
	case 0:
		return ""
	case 2:
		return "100000"
	case 4:
		return adcode[:2] + "0000"
	case 6:
		return adcode[:4] + "00"
	}
	return adcode[:len(adcode)-3]
}

// LevelOf names the level of a division code: country, province, city,
// district, street or village.
func LevelOf(adcode string) string {
	switch Depth(adcode) {
	case 0:
		return "country"
	case 2:
		return "province"
	case 4:
		return "city"
	case 6:
		return "district"
	case 9:
		return "street"
	}
	return "village"
}

// Ordered fills in what the areas leave out: a level by the code, and as the
// parent the nearest division above that is among the areas, or else the one
// right above. The areas are changed in place.
func Ordered(areas []Area) {
	there := map[string]bool{}
	for _, a := range areas {
		there[a.Adcode] = true
	}
	for i := range areas {
		a := &areas[i]
		if a.Level == "" {
			a.Level = LevelOf(a.Adcode)
		}
		if a.Parent != "" {
			continue
		}
		a.Parent = ParentAdcode(a.Adcode)
		for up := a.Parent; up != ""; up = ParentAdcode(up) {
			if there[up] {
				a.Parent = up
				break
			}
		}
	}
}
