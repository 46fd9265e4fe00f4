package exchange

import (
	"os"
	"strings"
	"testing"
)

// Each header means one field: else the order of the table would decide.
func TestHeadersAreUnambiguous(t *testing.T) {
	owner := map[string]Field{}
	for _, c := range fields() {
		for _, header := range append([]string{string(c.field)}, c.headers...) {
			key := headerKey(header)
			if other, taken := owner[key]; taken && other != c.field {
				t.Errorf("header %q means both %s and %s", header, other, c.field)
			}
			owner[key] = c.field
		}
	}
}

// The guides list what the reader reads: no more, no less is promised.
func TestEveryHeaderIsInTheGuides(t *testing.T) {
	for _, guide := range []string{"../../docs/en/record.md", "../../docs/zh/record.md"} {
		page, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range fields() {
			row := line(string(page), "| `"+string(c.field)+"` |")
			for _, header := range c.headers {
				if !strings.Contains(row, header) {
					t.Errorf("%s: the row of %s lacks the header %q", guide, c.field, header)
				}
			}
		}
	}
}

// line returns the text's line that begins with start.
func line(text, start string) string {
	for l := range strings.Lines(text) {
		if strings.HasPrefix(l, start) {
			return l
		}
	}
	return ""
}

func TestFieldOf(t *testing.T) {
	for name, want := range map[string]string{
		"name": "name", "position.entrance_note": "entrance_note", "position.point": "lon,lat",
		"access.method": "access_method", "access.eligibility": "eligibility", "access.audience": "audience",
		"external_ids.amap": "amap_id", "truck.max_length_m": "truck_max_length_m", "links.enrol_url": "enrol_url",
		"verification.at": "verified_at", "contacts": "phone", "position.quality": "quality",
	} {
		if got := FieldOf(name); got != want {
			t.Errorf("FieldOf(%s) = %s, want %s", name, got, want)
		}
	}
}
