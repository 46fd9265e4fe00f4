package wording

import (
	"encoding/json"
	"fmt"
	"testing"

	"yizhan/static"
)

func Example() {
	fmt.Println(Both("is required"))
	fmt.Println(Both("suspect: row 7 has this name 12 m away"))
	// Output:
	// 必填 is required
	// 存疑 suspect: 和第 7 行同名，相距 12 米 row 7 has this name 12 m away
}

func TestEveryRowOfTheTableIsARule(t *testing.T) {
	var table [][]string
	if err := json.Unmarshal(static.Problems(), &table); err != nil {
		t.Fatal(err)
	}
	if got, want := len(rules()), len(table); got != want || want == 0 {
		t.Errorf("%d rules of %d rows can be used, want all", got, want)
	}
}

func TestProblemsAreToldInBothLanguages(t *testing.T) {
	for _, c := range []struct{ sentence, text, want string }{
		{"the more exact rule goes first", "is required on a floor other than 1", "不在一楼的必须填写 is required on a floor other than 1"},
		{"a part may stand before a character", `the file has no column "站名"`, `文件里没有“站名”这一列 the file has no column "站名"`},
		{
			"a division stands without the words around it", "lies outside the division 320106 in which you may write",
			"在你管的区划（320106）以外 lies outside the division 320106 in which you may write",
		},
		{"a longitude is named by its bounds", "must be within ±180", "应在 ±180 之间 must be within ±180"},
		{"what has Chinese stays", "已有同名 exists already", "已有同名 exists already"},
		{"what nobody translated stays", "is odd", "is odd"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if got := Both(c.text); got != c.want {
				t.Errorf("Both(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}
