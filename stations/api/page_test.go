package api

import (
	"net/http"
	"strings"
	"testing"

	"yizhan/stations"
)

// Titles, details, fields and problems may hold what was asked for.
func TestAPageOfAProblemEscapesAllTexts(t *testing.T) {
	const evil, unknown = `"><script>alert(1)</script>`, "odd" // a code of no page shows the detail
	r := refusal{status: http.StatusBadRequest, code: unknown, title: evil, detail: evil, fields: []stations.Problem{{Field: evil, Problem: evil}}}
	text, err := r.page(evil).html()
	if err != nil {
		t.Fatal(err)
	}
	const want = 3 + 2 + 2 + 1 // the title, the detail, the field with its problem, the id
	if got := strings.Count(string(text), "&lt;script&gt;"); got != want || strings.Contains(string(text), "<script") {
		t.Errorf("the page escapes %d texts, want %d and no script:\n%s", got, want, text)
	}
}
