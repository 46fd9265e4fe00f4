// Package wording says what is wrong in Chinese, with the English beside it,
// wherever people read a problem that no script of ours tells: on the command
// line, in the file of rejected rows and on the page of a refusal. Programs get
// the English alone.
package wording

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"yizhan/static"
)

// rule turns the texts that a pattern fits into Chinese.
type rule struct {
	pattern *regexp.Regexp
	chinese string
}

// part finds $1, which a letter may follow: a Chinese character is one.
var part = regexp.MustCompile(`\$(\d)`)

// rules reads the table of the pages. A table that cannot be read would leave
// all texts English; a test reads it first.
var rules = sync.OnceValue(func() []rule {
	var table [][2]string
	if err := json.Unmarshal(static.Problems(), &table); err != nil {
		return nil
	}
	all := make([]rule, 0, len(table))
	for _, row := range table {
		if pattern, err := regexp.Compile(row[0]); err == nil {
			all = append(all, rule{pattern, part.ReplaceAllString(row[1], "$${$1}")})
		}
	}
	return all
})

// Chinese reports whether a text begins with Chinese, as one that is written in
// both languages does.
func Chinese(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.Is(unicode.Han, first)
}

// place is where in a text of opening hours something is wrong.
var place = regexp.MustCompile(`^at character (\d+): (.+)$`)

// Both returns a problem as people read it: Chinese, then the English that was
// given, and 存疑 before the mark of what is merely suspect. A text that holds
// Chinese first, and one that nobody has translated, is returned as it is.
func Both(problem string) string {
	const suspect = "suspect: "
	if rest, marked := strings.CutPrefix(problem, suspect); marked {
		return "存疑 " + suspect + Both(rest)
	}
	if Chinese(problem) {
		return problem
	}
	if chinese, ok := translated(problem); ok {
		return chinese + " " + problem
	}
	return problem
}

// translated returns the Chinese of a text, and whether the table has any.
func translated(text string) (string, bool) {
	if at := place.FindStringSubmatch(text); at != nil {
		chinese, ok := translated(at[2])
		return "第 " + at[1] + " 个字符：" + chinese, ok
	}
	for _, r := range rules() {
		if r.pattern.MatchString(text) {
			return r.pattern.ReplaceAllString(text, r.chinese), true
		}
	}
	return "", false
}
