package model_test

import (
	"encoding/json"
	"fmt"
	"time"

	"yizhan/stations/api/model"
)

// Members come in the document's order; what is not known is left out, and what
// is known to be nothing is null.
func Example() {
	made := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	key, _ := json.Marshal(model.Key{ID: "3f2a", Role: "reader", CreatedAt: made, PerDay: 20000})
	page, _ := json.Marshal(model.Reviews{Reviews: []model.Review{}})
	fmt.Printf("%s\n%s\n", key, page)
	// Output:
	// {"id":"3f2a","role":"reader","created_at":"2026-11-22T08:00:00Z","per_day":20000}
	// {"reviews":[],"next":null}
}

// A question tells what is not named from what is named as nothing.
func ExampleKeyTerms() {
	var terms model.KeyTerms
	_ = json.Unmarshal([]byte(`{"per_minute":0,"origins":[]}`), &terms)
	fmt.Println(terms.PerDay == nil, *terms.PerMinute, terms.Origins != nil)
	// Output: true 0 true
}
