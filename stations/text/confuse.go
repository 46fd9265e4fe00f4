package text

import "strings"

// confusions lists how people type a syllable who do not tell some sounds of
// Mandarin apart, as many in the south of China: its beginning, its end or both
// are those of another, whether there is such a syllable or not.
func confusions(syllable string) []string {
	var list []string
	for _, begun := range []string{syllable, otherBeginning(syllable)} {
		for _, typed := range []string{begun, otherEnd(begun)} {
			if typed != syllable {
				list = append(list, typed)
			}
		}
	}
	return list
}

// otherBeginning returns the syllable with z for zh, n for l and so on, or as
// it is.
func otherBeginning(syllable string) string {
	for _, pair := range [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"n", "l"}} {
		if rest, ok := strings.CutPrefix(syllable, pair[0]); ok {
			return pair[1] + rest
		}
		if rest, ok := strings.CutPrefix(syllable, pair[1]); ok {
			return pair[0] + rest
		}
	}
	return syllable
}

// otherEnd does the same for its end: an for ang and so on.
func otherEnd(syllable string) string {
	for _, end := range []string{"an", "en", "in"} {
		if strings.HasSuffix(syllable, end) {
			return syllable + "g"
		}
		if strings.HasSuffix(syllable, end+"g") {
			return strings.TrimSuffix(syllable, "g")
		}
	}
	return syllable
}
