package intake

import (
	"slices"
	"strings"

	"yizhan/stations"
	"yizhan/stations/text"
)

// gazetteer finds divisions by name, as offices write them: 玄武区, 玄武,
// 南京市玄武区, or 玄武区 beside a column with the city.
type gazetteer struct {
	byName map[string][]string // adcodes by folded name, with and without its last word
	names  map[string]string   // folded name by adcode
	known  map[[2]string][]string
}

func newGazetteer(areas []stations.Area) *gazetteer {
	g := &gazetteer{byName: map[string][]string{}, names: map[string]string{}, known: map[[2]string][]string{}}
	for _, a := range areas {
		name := folded(a.Name)
		g.names[a.Adcode] = name
		g.byName[name] = append(g.byName[name], a.Adcode)
		if short := shortened(name); short != name {
			g.byName[short] = append(g.byName[short], a.Adcode)
		}
	}
	return g
}

// Divisions returns the adcodes, in order, of those areas that the words may
// mean, written as offices write them: 渝中区, 渝中, 重庆市渝中区. There is one when
// they are clear, none when no area is called so.
func Divisions(areas []stations.Area, words string) []string {
	return newGazetteer(areas).find("", words)
}

func folded(name string) string { return text.Simple(text.Fold(name)) }

// shortened leaves out the word for what kind of division it is, where a name
// of two characters or more remains.
func shortened(name string) string {
	for _, kind := range []string{"自治区", "自治州", "自治县", "地区", "新区", "省", "市", "区", "县"} {
		if short, ok := strings.CutSuffix(name, kind); ok && len([]rune(short)) >= 2 {
			return short
		}
	}
	return name
}

// find returns the adcodes, in order, of the divisions that the words may
// mean: one when they are clear. city may be blank.
func (g *gazetteer) find(city, name string) []string {
	asked := [2]string{folded(city), folded(name)}
	found, known := g.known[asked]
	if !known {
		found = g.search(asked[0], asked[1])
		g.known[asked] = found
	}
	return found
}

// search cuts the words in two: what stands above, and a division's own name.
// The longest name that fits decides, and of its divisions those whose city is
// loaded and is the one that was named.
func (g *gazetteer) search(city, words string) []string {
	for at := range words {
		var sure, perhaps []string
		for _, adcode := range g.byName[words[at:]] {
			switch fit := min(g.under(adcode, city), g.under(adcode, words[:at])); fit {
			case named:
				sure = append(sure, adcode)
			case unknown:
				perhaps = append(perhaps, adcode)
			}
		}
		if len(sure) == 0 {
			sure = perhaps
		}
		if len(sure) > 0 {
			slices.Sort(sure)
			return slices.Compact(sure)
		}
	}
	return nil
}

// fit says how well words go with what stands above a division.
type fit uint8

const (
	other   fit = iota // they name something else
	unknown            // what they may name is not loaded
	named
)

// under returns how the words go with the divisions above adcode, or with
// adcode itself. A province need not be loaded.
func (g *gazetteer) under(adcode, words string) fit {
	missing := false
	for up := adcode; up != ""; up = stations.ParentAdcode(up) {
		name, loaded := g.names[up]
		missing = missing || !loaded && stations.Depth(up) == cityDepth
		if rest, ok := strings.CutSuffix(words, name); ok && loaded {
			words = rest
		} else if rest, ok := strings.CutSuffix(words, shortened(name)); ok && loaded {
			words = rest
		}
	}
	switch {
	case words == "" || strings.HasSuffix(words, "省") || strings.HasSuffix(words, "自治区"):
		return named
	case missing:
		return unknown
	}
	return other
}

// cityDepth is the Depth of a city's adcode.
const cityDepth = 4
