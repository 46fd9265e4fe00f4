package exchange_test

import (
	"testing"

	"yizhan/stations/exchange"
)

func TestValuesAreToldInALine(t *testing.T) {
	for _, c := range []struct{ sentence, value, want string }{
		{"words stay", "wifi;water", "wifi;water"},
		{"nothing stays", "", ""},
		{"texts in JSON", `["甲;乙","丙"]`, "甲;乙; 丙"},
		{"a number with its label", `[{"label":"值班室","phone":"025-86500001"},{"phone":"12351"}]`, "值班室 025-86500001; 12351"},
		{"a service with flags", `[{"code":"shower","status":"ok","free":false,"note":"自带毛巾"},{"code":"wifi","status":"ok","free":true}]`, "shower ok not free 自带毛巾; wifi ok free"},
		{"numbers, and members that are null", `[{"id":7,"url":null}]`, "7"},
		{"an entry that says nothing is left out", `[{},{"phone":"12351"}]`, "12351"},
		{"what is no JSON stays", "[见门口告示", "[见门口告示"},
	} {
		if got := exchange.Plain(c.value); got != c.want {
			t.Errorf("%s: Plain(%s) = %q, want %q", c.sentence, c.value, got, c.want)
		}
	}
}
