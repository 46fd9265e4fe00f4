package storetest

import (
	"strings"
	"testing"

	"yizhan/stations"
)

func mappings(t *testing.T, s stations.Store) {
	ctx := t.Context()
	read := func(source string) map[string]string {
		t.Helper()
		return must(s.Mapping(ctx, source))(t, "Mapping("+source+")")
	}
	keep := func(source string, columns map[string]string) {
		t.Helper()
		if err := s.PutMapping(ctx, source, columns); err != nil {
			t.Fatalf("PutMapping(%s) = %v", source, err)
		}
	}
	same(t, "Mapping() that was never put", map[string]string{}, read("区总工会"))
	first := map[string]string{"点位": "name", `"引号"`: "lon"}
	keep("区总工会", first)
	keep("b", map[string]string{"x": "lat"})
	same(t, "Mapping()", first, read("区总工会"))
	keep("区总工会", map[string]string{"点位名": "name"})
	same(t, "Mapping() put again", map[string]string{"点位名": "name"}, read("区总工会"))
	keep("区总工会", nil)
	same(t, "Mapping() forgotten", map[string]string{}, read("区总工会"))
	same(t, "Mapping() of another source", map[string]string{"x": "lat"}, read("b"))
	same(t, "Mapping() of a source that cannot be", map[string]string{}, read("\x00"))
	for name, bad := range map[string]map[string]string{
		"": {"x": "lat"}, "no column": {"": "lat"}, "no field": {"x": ""}, "too long": {strings.Repeat("长", 501): "lat"}, "broken": {"\xff": "lat"},
	} {
		wantCode(t, "PutMapping("+name+")", s.PutMapping(ctx, name, bad), stations.Invalid)
	}
}
