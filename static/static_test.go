package static_test

import (
	"fmt"
	"io/fs"
	"testing"

	"yizhan/static"
)

// A page that is there is there with the others: a half-built dist must not
// pass for a built one.
func TestDistHasAllPagesOrNone(t *testing.T) {
	for _, page := range []string{"index.html", "plan.html", "drive.html", "admin.html"} {
		t.Run(page, func(t *testing.T) {
			_, err := fs.Stat(static.Dist(), page)
			if got, want := err == nil, static.Built(); got != want {
				t.Errorf("Stat(%q) found = %v, want %v as Built() says", page, got, want)
			}
		})
	}
}

func ExampleDist() {
	_, err := fs.Stat(static.Dist(), ".gitkeep")
	fmt.Println("embedded:", err == nil)
	// Output: embedded: true
}
