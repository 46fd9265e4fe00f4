package exchange

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Whatever a cell holds, no field's reader falls over it, and what it makes of
// it is written so that it reads back the same.
func FuzzFill(f *testing.F) {
	for _, cell := range []string{
		"", "饮水、如厕", `[{"brand":"工会驿站","issuer":"总工会"},"暖新驿站"]`, "2026-02-16至2026-02-22 春节；2026年1月1日（元旦）", "[", "[null]",
		"https://example.org/1.jpg;http://example.org", "★★★", "五星级", "AAAA", "17.5米", "120个", "2026/3/1 12:00", "2026-03-01T12:00:00.5+08:00",
		"现场", "是", "025-1、13800000000", `[{"phone":"1","personal":true}]`, "0190a000-0000-7000-8000-000000000001", "周一至周五 9:00-17:00", "1e999",
	} {
		f.Add(cell)
	}
	table := fields()
	f.Fuzz(func(t *testing.T, cell string) {
		for _, c := range table {
			if c.set == nil || c.get == nil || cell == "" {
				continue
			}
			var read, again station
			if bad := c.set(&read, cell); bad.problem != "" {
				continue
			}
			written := c.get(&read)
			if written == "" {
				continue
			}
			if bad := c.set(&again, written); bad.problem != "" {
				t.Errorf("%s: %q is written as %q, which is no good: %s", c.field, cell, written, bad.problem)
			}
			personal := cmpopts.IgnoreFields(station{}, "Contacts")
			if diff := cmp.Diff(read, again, personal, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: %q is written as %q and reads back otherwise (-want +got):\n%s", c.field, cell, written, diff)
			}
		}
	})
}
