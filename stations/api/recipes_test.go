package api_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// call is one curl of the documents.
type call struct {
	method, path string
	parameters   []string
}

// calls finds the curls of a page: their method, path and parameters.
func calls(page string) []call {
	lines := strings.ReplaceAll(page, "\\\n", " ")
	address := regexp.MustCompile(`(?:http://127\.0\.0\.1:8080|\$BASE|\$Y)(/[^\s"'?` + "`" + `]*)(\?[^\s"'` + "`" + `#]*)?`)
	given := regexp.MustCompile(`(?:-d|--data-urlencode) ["']?([\w-]+)=`)
	var found []call
	for line := range strings.SplitSeq(lines, "\n") {
		line, _, _ = strings.Cut(line, " | ")
		m := address.FindStringSubmatch(line)
		if m == nil || !strings.Contains(line, "curl ") {
			continue
		}
		c := call{method: "GET", path: m[1]}
		asks := regexp.MustCompile(`-\w*G\b`).MatchString(line)
		if x := regexp.MustCompile(`-X (\w+)`).FindStringSubmatch(line); x != nil {
			c.method = x[1]
		} else if !asks && regexp.MustCompile(`(-d|--json|--data-binary|-F) `).MatchString(line) {
			c.method = "POST"
		}
		for _, part := range strings.Split(strings.TrimPrefix(m[2], "?"), "&") {
			if name, _, _ := strings.Cut(part, "="); name != "" {
				c.parameters = append(c.parameters, name)
			}
		}
		if asks {
			for _, g := range given.FindAllStringSubmatch(line, -1) {
				c.parameters = append(c.parameters, g[1])
			}
		}
		found = append(found, c)
	}
	return found
}

// takes reports whether an operation is at the path: {x} stands for a part.
func (op operation) takes(c call) bool {
	pattern := regexp.MustCompile(`\\\{[^/]*?\\\}`).ReplaceAllString(regexp.QuoteMeta(op.path), `[^/]+`)
	path, err := url.PathUnescape(c.path)
	return err == nil && op.method == c.method && regexp.MustCompile("^"+pattern+"$").MatchString(path)
}

// What the documents tell to ask is in the contract: method, path and
// parameters. Those of docs/en/recipes.md are also run, by an end-to-end test.
func TestTheCallsOfTheDocumentsAreInTheContract(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	operations, looked := readDocument(t).operations(), 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range calls(string(text)) {
			i := slices.IndexFunc(operations, func(op operation) bool { return op.takes(c) })
			if looked++; i < 0 {
				t.Errorf("%s asks %s %s, which is no operation", page, c.method, c.path)
				continue
			}
			for _, name := range c.parameters {
				if !slices.ContainsFunc(operations[i].parameters, func(p map[string]any) bool { return p["name"] == name }) {
					t.Errorf("%s asks %s %s with %s, which is no parameter", page, c.method, c.path, name)
				}
			}
		}
	}
	if looked < 120 {
		t.Errorf("%d calls were found in the documents, want all", looked)
	}
}
