package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yizhan/stations"
)

// What breaks no rule and yet wants a look is imported and said.
func TestFlagsAreSuspects(t *testing.T) {
	store := open(t)
	file := "id,名称,经度,纬度,楼层,入口说明,服务项目,状态\n" +
		"1,楼上,118.7712,32.0512,2,,饮水,\n" +
		"2,有说明,118.7813,32.0513,2,东侧楼梯,饮水,\n" +
		`3,室内充电,118.7914,32.0514,1,,"[{""code"":""ebike_charging"",""status"":""ok"",""indoor"":true}]",` + "\n" +
		"4,并走了,118.8015,32.0515,1,,饮水,并入\n"
	report := load(t, store, file, gcj)
	wantCounts(t, "flags", report, "read 4 created 4 updated 0 unchanged 0 rejected 0 suspect 3")
	var got []string
	for _, p := range report.Problems {
		if !p.Suspect || !strings.HasPrefix(p.Problem, "suspect: ") {
			t.Errorf("problem %+v is no suspect", p)
		}
		got = append(got, p.Field)
	}
	if diff := cmp.Diff([]string{"entrance_note", "services", "merged_into"}, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	for _, s := range all(t, store) {
		if s.SourceRecord == "4" && s.Lifecycle != stations.Merged {
			t.Errorf("the merged station is %s", s.Lifecycle)
		}
	}
}
