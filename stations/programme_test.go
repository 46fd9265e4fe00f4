package stations

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProgrammesOfTheFirstVersionAreRead(t *testing.T) {
	for record, want := range map[string][]Programme{
		`["工会驿站","暖新驿站"]`:                          {{Brand: "工会驿站"}, {Brand: "暖新驿站"}},
		`[{"brand":"工会驿站","issuer":"总工会"},"暖新驿站"]`: {{Brand: "工会驿站", Issuer: "总工会"}, {Brand: "暖新驿站"}},
		`[]`: {},
	} {
		var got []Programme
		if err := json.Unmarshal([]byte(record), &got); err != nil {
			t.Errorf("Unmarshal(%s) = %v", record, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Unmarshal(%s) (-want +got):\n%s", record, diff)
		}
	}
	for _, record := range []string{`[1]`, `[["a"]]`, `["a]`} {
		var got []Programme
		if err := json.Unmarshal([]byte(record), &got); err == nil {
			t.Errorf("Unmarshal(%s) = %v, want an error", record, got)
		}
	}
}
