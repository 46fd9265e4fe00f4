//go:build ignore

// Command unihan writes traditional.txt and readings.txt from the Unihan
// files of the Unicode Character Database:
//
//	apt-get install unicode-data
//	go run unihan.go /usr/share/unicode
//
// traditional.txt: kSimplifiedVariant, a traditional character followed by its
// simplified one. readings.txt: a line per syllable without tone, the
// characters that are usually read so, and after | those that are seldom.
package main

import (
	"bufio"
	"compress/bzip2"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const notice = "# From the Unicode Character Database 15.0, Unihan. Copyright © Unicode, Inc., terms of use: https://www.unicode.org/copyright.html\n" +
	"# Written by unihan.go; do not edit.\n"

// own stay as they are, though Unihan gives them another form: they are simplified
// characters too, or their form is the traditional one of a third.
const own = "著覆藉瞭臀幺阪薴"

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run unihan.go DIR")
	}
	write("traditional.txt", traditional(os.Args[1]))
	write("readings.txt", readings(os.Args[1]))
}

func write(path, body string) {
	if err := os.WriteFile(path, []byte(notice+body), 0o644); err != nil {
		log.Fatal(err)
	}
}

// each calls fn with every line of a Unihan file.
func each(dir, name string, fn func(r rune, field, value string)) {
	f, err := os.Open(filepath.Join(dir, name+".txt.bz2"))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(bzip2.NewReader(f))
	for lines.Scan() {
		parts := strings.Split(lines.Text(), "\t")
		if len(parts) == 3 && strings.HasPrefix(parts[0], "U+") {
			fn(point(parts[0]), parts[1], parts[2])
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}

func point(s string) rune {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "U+"), 16, 32)
	if err != nil {
		log.Fatal(err)
	}
	return rune(n)
}

// basic reports whether r is in the ideographs that have keys on keyboards.
func basic(r rune) bool { return r == '〇' || r >= 0x3400 && r <= 0x9fff }

func traditional(dir string) string {
	var pairs []string
	each(dir, "Unihan_Variants", func(r rune, field, value string) {
		if field != "kSimplifiedVariant" || !basic(r) || strings.ContainsRune(own, r) {
			return
		}
		for _, v := range strings.Fields(value) {
			if to := point(v); to != r && basic(to) {
				pairs = append(pairs, string([]rune{r, to}))
				return
			}
		}
	})
	slices.Sort(pairs)
	var b strings.Builder
	for row := range slices.Chunk(pairs, 40) {
		b.WriteString(strings.Join(row, " ") + "\n")
	}
	return b.String()
}

// spoken is what is known of the readings of a character.
type spoken struct {
	first  string         // kMandarin
	counts map[string]int // kHanyuPinlu
	listed []string       // kXHC1983
}

func readings(dir string) string {
	all := map[rune]*spoken{}
	each(dir, "Unihan_Readings", func(r rune, field, value string) {
		if !basic(r) {
			return
		}
		s := all[r]
		if s == nil {
			s = &spoken{counts: map[string]int{}}
			all[r] = s
		}
		s.note(field, strings.Fields(value))
	})
	usual, seldom := map[string][]rune{}, map[string][]rune{}
	for r, s := range all {
		for syllable, often := range s.grades() {
			if often {
				usual[syllable] = append(usual[syllable], r)
			} else {
				seldom[syllable] = append(seldom[syllable], r)
			}
		}
	}
	return table(usual, seldom)
}

func (s *spoken) note(field string, values []string) {
	switch field {
	case "kMandarin":
		s.first = plain(values[0])
	case "kHanyuPinlu":
		for _, v := range values {
			syllable, count, _ := strings.Cut(strings.TrimSuffix(v, ")"), "(")
			n, err := strconv.Atoi(count)
			if err != nil {
				log.Fatal(err)
			}
			s.counts[plain(syllable)] += n
		}
	case "kXHC1983":
		for _, v := range values {
			_, list, _ := strings.Cut(v, ":")
			for _, syllable := range strings.Split(list, ",") {
				s.listed = append(s.listed, plain(syllable))
			}
		}
	}
}

// grades returns the syllables, and whether each is usual: the first, and
// those that make a seventh of what was counted.
func (s *spoken) grades() map[string]bool {
	grades, sum := map[string]bool{}, 0
	for _, n := range s.counts {
		sum += n
	}
	for _, syllable := range s.listed {
		grades[syllable] = false
	}
	for syllable, n := range s.counts {
		grades[syllable] = 7*n >= sum
	}
	if s.first != "" {
		grades[s.first] = true
	}
	return grades
}

// plain drops the tone: nǚ gives nv.
func plain(s string) string {
	s = strings.ReplaceAll(norm.NFD.String(s), "u\u0308", "v")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
}

func table(usual, seldom map[string][]rune) string {
	var syllables []string
	for s := range usual {
		syllables = append(syllables, s)
	}
	for s := range seldom {
		if usual[s] == nil {
			syllables = append(syllables, s)
		}
	}
	slices.Sort(syllables)
	var b strings.Builder
	for _, s := range syllables {
		slices.Sort(usual[s])
		slices.Sort(seldom[s])
		fmt.Fprintf(&b, "%s %s|%s\n", s, string(usual[s]), string(seldom[s]))
	}
	return b.String()
}
