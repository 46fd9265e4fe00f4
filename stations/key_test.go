package stations_test

import (
	"fmt"
	"testing"

	"yizhan/stations"
)

func TestRolesContainEachOther(t *testing.T) {
	contains := map[stations.Role]string{
		stations.RoleAnonymous: "anonymous",
		stations.RoleReader:    "anonymous reader",
		stations.RolePlanner:   "anonymous reader planner",
		stations.RoleEditor:    "anonymous reader editor",
		stations.RoleAdmin:     "anonymous reader planner editor admin",
		"":                     "",
		"boss":                 "",
	}
	for role, want := range contains {
		got := ""
		for _, other := range append([]stations.Role{"", "boss", stations.RoleAnonymous}, stations.Roles()...) {
			if role.Contains(other) {
				got += " " + string(other)
			}
		}
		if got != "" {
			got = got[1:]
		}
		if got != want {
			t.Errorf("%q contains %q, want %q", role, got, want)
		}
	}
}

func TestAKeyCoversItsDivisionAndAllBelow(t *testing.T) {
	for _, c := range []struct {
		bound, adcode string
		want          bool
	}{
		{"", "", true},
		{"", "320102", true},
		{"320100", "320102", true},
		{"320100", "320102001", true},
		{"320100", "320200", false},
		{"320102", "320100", false},
		{"320000", "320102", true},
		{"320100", "", false},
		{"100000", "320102", true},
		{"100000", "", false},
		{"320102001", "320102002", false},
	} {
		if got := (stations.Key{Adcode: c.bound}).Covers(c.adcode); got != c.want {
			t.Errorf("a key of %q covers %q = %v, want %v", c.bound, c.adcode, got, c.want)
		}
	}
}

func ExampleRole_Contains() {
	fmt.Println(stations.RoleAdmin.Contains(stations.RoleEditor), stations.RolePlanner.Contains(stations.RoleEditor))
	// Output: true false
}
