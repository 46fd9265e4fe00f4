package report_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"yizhan/stations/plan"
)

// spot is a word of a document and where it begins on its page, in points.
type spot struct {
	word string
	x, y float64
}

// spots lists the words of a document in the order in which they were written.
func spots(t *testing.T, document []byte) (list []spot) {
	t.Helper()
	text := pdftotext(t, document, "-raw", "-bbox")
	for _, m := range regexp.MustCompile(`<word xMin="([0-9.]+)" yMin="([0-9.]+)"[^>]*>([^<]*)<`).FindAllStringSubmatch(text, -1) {
		x, _ := strconv.ParseFloat(m[1], 64) // digits, as the expression says
		y, _ := strconv.ParseFloat(m[2], 64)
		list = append(list, spot{m[3], x, y})
	}
	return list
}

func TestLinesBeginAtTheMargin(t *testing.T) {
	document, err := printer(t).Coverage(ring(), nil)
	if err != nil {
		t.Fatal(err)
	}
	words := spots(t, document)
	for i, w := range words {
		if i > 0 && w.y > words[i-1].y+5 && w.x > 48.1 && w.x < 55 {
			t.Errorf("%q begins a line at %v, want the margin at 48", w.word, w.x)
		}
	}
}

func TestGapsHaveTheirNumbersOnTheMap(t *testing.T) {
	c := ring()
	gap := func(cell int) plan.Gap {
		g := c.Gaps[0]
		g.Centre = c.Cells[cell].Cell.Centre()
		return g
	}
	c.Gaps = []plan.Gap{gap(1), gap(1), gap(2)} // the second one is under the first
	document, err := printer(t).Coverage(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	var numbers []spot
	seen := false
	for _, w := range spots(t, document) {
		if strings.HasPrefix(w.word, "0–") { // the legend
			break
		}
		if seen {
			numbers = append(numbers, w)
		}
		seen = seen || w.word == "Map"
	}
	if len(numbers) != 2 || numbers[0].word != "1" || numbers[1].word != "3" {
		t.Fatalf("the map has %v, want the numbers 1 and 3", numbers)
	}
	east, north := c.Gaps[2].Centre[0] > c.Gaps[0].Centre[0], c.Gaps[2].Centre[1] > c.Gaps[0].Centre[1]
	if right, up := numbers[1].x > numbers[0].x, numbers[1].y < numbers[0].y; right != east || up != north {
		t.Errorf("3 is at %v and 1 at %v, want it east %v, north %v", numbers[1], numbers[0], east, north)
	}
}
