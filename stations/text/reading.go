package text

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"
)

// readings has a line per syllable: the characters that are usually read so,
// and after | those that are seldom.
//
//go:embed readings.txt
var readings string

// phrases has words that are read as a whole: a word and its syllables.
//
//go:embed phrases.txt
var phrases string

// sound is one reading of a character, without its tone; ü is v.
type sound struct {
	syllable string
	seldom   bool
	confused []string // what it is typed as by people who do not tell sounds apart
}

// is reports whether a sound is another one.
func (s sound) is(other sound) bool { return s.syllable == other.syllable && s.seldom == other.seldom }

// told is the first of the units that stand for a character which a word
// tells how to read: 重 of 重庆 is another unit than 重 of 重点. They lie in the
// private use area, whose own characters are no text.
const told Unit = 0xe000

// speech knows how units are read.
type speech struct {
	sounds  map[Unit][]sound  // while it is built; then lists has them
	lists   [][]sound         // the different ones; the first is empty
	list    [1 << 16]uint16   // of a unit: which of lists
	bases   []Unit            // of told, told+1 …: the character
	kin     map[Unit][]Unit   // of a character: the units that stand for it, itself first
	words   map[string][]Unit // phrases
	longest map[rune]int      // the most characters of a phrase that begins with this one
}

// spoken is built at the first use and never changes.
var spoken = sync.OnceValue(func() *speech {
	s := &speech{
		sounds: map[Unit][]sound{}, kin: map[Unit][]Unit{},
		words: map[string][]Unit{}, longest: map[rune]int{},
	}
	for line := range lines(readings) {
		syllable, characters, _ := strings.Cut(line, " ")
		usual, seldom, _ := strings.Cut(characters, "|")
		s.read(syllable, usual, false)
		s.read(syllable, seldom, true)
	}
	for line := range lines(phrases) {
		s.phrase(strings.Fields(line))
	}
	s.freeze()
	return s
})

// freeze puts the sounds where they are found without a search.
func (s *speech) freeze() {
	known := map[string]uint16{"": 0}
	s.lists = [][]sound{nil}
	for u, sounds := range s.sounds {
		name := fmt.Sprint(sounds)
		at, ok := known[name]
		if !ok {
			at = uint16(len(s.lists))
			known[name] = at
			for i := range sounds {
				sounds[i].confused = confusions(sounds[i].syllable)
			}
			s.lists = append(s.lists, sounds)
		}
		s.list[u] = at
	}
	s.sounds = nil
}

// of returns how a unit is read, nothing for what is no ideograph.
func (s *speech) of(u Unit) []sound { return s.lists[s.list[u]] }

// lines yields those of a table that are no remarks.
func lines(table string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(table) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// read notes that the characters are read so. ü is typed as v or as u.
func (s *speech) read(syllable, characters string, seldom bool) {
	for _, r := range characters {
		u := Unit(r)
		s.sounds[u] = append(s.sounds[u], sound{syllable: syllable, seldom: seldom})
		if typed := strings.ReplaceAll(syllable, "v", "u"); typed != syllable {
			s.sounds[u] = append(s.sounds[u], sound{syllable: typed, seldom: seldom})
		}
	}
}

// phrase learns a word: its characters and their syllables.
func (s *speech) phrase(fields []string) {
	word := []rune(fields[0])
	units := make([]Unit, len(word))
	for i, r := range word {
		units[i] = s.tell(Unit(r), fields[i+1])
	}
	s.words[fields[0]] = units
	s.longest[word[0]] = max(s.longest[word[0]], len(word))
}

// tell returns the unit of a character that is read so and not otherwise.
func (s *speech) tell(u Unit, syllable string) Unit {
	only := []sound{{syllable: syllable}}
	if typed := strings.ReplaceAll(syllable, "v", "u"); typed != syllable {
		only = append(only, sound{syllable: typed})
	}
	for _, one := range append([]Unit{u}, s.kin[u]...) {
		if slices.EqualFunc(s.sounds[one], only, sound.is) {
			return one
		}
	}
	one := told + Unit(len(s.bases))
	s.bases = append(s.bases, u)
	s.sounds[one] = only
	if s.kin[u] == nil {
		s.kin[u] = []Unit{u}
	}
	s.kin[u] = append(s.kin[u], one)
	return one
}

// character returns the character of a unit from told on.
func (s *speech) character(u Unit) Unit {
	if i := int(u - told); i < len(s.bases) {
		return s.bases[i]
	}
	return u
}

// append adds the units of characters, words first, the longest at each place.
func (s *speech) append(units []Unit, characters []rune) []Unit {
	for i := 0; i < len(characters); {
		word := s.word(characters[i:])
		if word == nil {
			units = appendRune(units, characters[i])
			i++
			continue
		}
		units = append(units, word...)
		i += len(word)
	}
	return units
}

// word returns the units of the longest phrase that characters begin with,
// nil when there is none.
func (s *speech) word(characters []rune) []Unit {
	for n := min(s.longest[characters[0]], len(characters)); n > 1; n-- {
		if units := s.words[string(characters[:n])]; units != nil {
			return units
		}
	}
	return nil
}

// appendRune adds a character as UTF-16.
func appendRune(units []Unit, r rune) []Unit {
	if high, low := utf16.EncodeRune(r); high != '\ufffd' {
		return append(units, Unit(high), Unit(low))
	}
	return append(units, Unit(r))
}
