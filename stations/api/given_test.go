package api

import (
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A query is read as the standard library reads it, which is the oracle.
func FuzzGiven(f *testing.F) {
	for _, seed := range []string{
		"", "lon=1&lat=2", "a=1&a=2&b", "a+b=c%20d", "%zz=1", "a=%", "a;b=1", "&&=&", "kind=%E9%A9%BF", "a=b=c", "%00=%ff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		got, ok := parseGiven(query, nil)
		want, err := url.ParseQuery(query)
		if ok != (err == nil) {
			t.Fatalf("parseGiven(%q) = _, %v, want an error %v", query, ok, err)
		}
		if !ok {
			return
		}
		if names := got.unread(); len(names) != len(want) {
			t.Errorf("parseGiven(%q) gives the names %q, want %d", query, names, len(want))
		}
		for name, values := range want {
			if diff := cmp.Diff(values, slices.Collect(got.each(name))); diff != "" {
				t.Errorf("parseGiven(%q), %q (-want +got):\n%s", query, name, diff)
			}
			if first, count := got.first(name); !got.has(name) || first != values[0] || count != len(values) {
				t.Errorf("parseGiven(%q), %q = %q of %d, want %q of %d", query, name, first, count, values[0], len(values))
			}
		}
		if left := got.unread(); len(left) > 0 {
			t.Errorf("parseGiven(%q): unread after all were read: %q", query, left)
		}
	})
}
