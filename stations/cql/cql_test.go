package cql_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations/cql"
)

var china = time.FixedZone("CST", 8*3600)

func schema() cql.Schema {
	return cql.Schema{
		"name": cql.Text, "kind": cql.Text, "code": cql.Text, "bays": cql.Number, "open": cql.Flag, "updated": cql.Moment, "services": cql.List, "geometry": cql.Place,
	}
}

// harbour is a record with every property but code.
func harbour(property string) any {
	return map[string]any{
		"name": "Hafen 驿站's", "kind": "driver_home", "bays": 12.0, "open": true,
		"updated": time.Date(2026, 5, 6, 7, 0, 0, 0, time.UTC), "services": []string{"water", "toilet"}, "geometry": orb.Point{118.8, 32.05},
	}[property]
}

func TestWhatAFilterKeeps(t *testing.T) {
	for text, want := range map[string]bool{
		"kind = 'driver_home'":                   true,
		"kind <> 'driver_home'":                  false,
		"name = 'Hafen 驿站''s'":                   true,
		"name LIKE 'Hafen%'":                     true,
		"name LIKE '%驿_''s'":                     true,
		"name LIKE 'hafen%'":                     false,
		"CASEI(name) LIKE casei('HAFEN%')":       true,
		"name NOT LIKE '%x%'":                    true,
		"name LIKE '%'":                          true,
		"name LIKE ''":                           false,
		"kind IN ('a','driver_home')":            true,
		"kind NOT IN ('a','b')":                  true,
		"bays BETWEEN 12 AND 20":                 true,
		"bays NOT BETWEEN 12 AND 20":             false,
		"bays >= 12.0":                           true,
		"bays < 1.2e1":                           false,
		"bays > -3":                              true,
		"open = TRUE":                            true,
		"open <> true":                           false,
		"code IS NULL":                           true,
		"code IS NOT NULL":                       false,
		"code = 'a'":                             false,
		"NOT code = 'a'":                         false, // unknown is not true either way
		"code = 'a' OR bays = 12":                true,
		"NOT (code = 'a' AND bays = 13)":         true,
		"kind = 'a' OR kind = 'b' AND bays = 12": false,
		"(kind = 'a' OR kind = 'driver_home') AND bays = 12":                    true,
		"updated >= DATE('2026-05-06')":                                         true, // midnight in China
		"updated > TIMESTAMP('2026-05-06T07:00:00Z')":                           false,
		"updated >= TIMESTAMP('2026-05-06T15:00:00+08:00')":                     true,
		"T_AFTER(updated, DATE('2026-05-06'))":                                  true,
		"T_BEFORE(updated, DATE('2026-05-06'))":                                 false,
		"T_DURING(updated, INTERVAL('2026-05-01','2026-06-01'))":                true,
		"A_CONTAINS(services, ('water','toilet'))":                              true,
		"A_CONTAINS(services, ('water','food'))":                                false,
		"A_OVERLAPS(services, ('food','water'))":                                true,
		"S_INTERSECTS(geometry, BBOX(118, 32, 119, 33))":                        true,
		"S_INTERSECTS(geometry, BBOX(118.9, 32, 119, 33))":                      false,
		"S_WITHIN(geometry, POLYGON((118 32, 119 32, 119 33, 118 33, 118 32)))": true,
		"S_INTERSECTS(geometry, MULTIPOLYGON(((118 32, 118.5 32, 118.5 33, 118 33, 118 32)),((118.7 32, 118.75 32, 118.75 33, 118.7 32))))": false,
		"S_INTERSECTS(geometry, POINT(118.8 32.05))": true,
		"\"kind\" = 'driver_home'":                   true,
		"TRUE":                                       true,
		"NOT FALSE AND TRUE":                         true,
		"  kind\n=\t'driver_home' ":                  true,
	} {
		e, err := cql.Parse(text, schema(), china)
		if got := err == nil && e.Keeps(harbour); got != want {
			t.Errorf("Keeps(%s) = %v (%v), want %v", text, got, err, want)
		}
	}
}

func TestWhatIsNoFilter(t *testing.T) {
	for text, at := range map[string]int{
		"":                                      0,
		"kind":                                  4,
		"kind = ":                               7,
		"kind = driver_home":                    7,
		"kind = 'a":                             7,
		"kind = 'a' kind":                       11,
		"king = 'a'":                            0,
		"bays = 'a'":                            7,
		"bays LIKE '1%'":                        10,
		"open > true":                           5,
		"updated > 'yesterday'":                 10,
		"services = 'water'":                    9,
		"geometry = 'x'":                        9,
		"S_INTERSECTS(name, BBOX(1,2,3,4))":     13,
		"S_INTERSECTS(geometry, BBOX(3,2,1,4))": 36,
		"S_INTERSECTS(geometry, CIRCLE(1 2))":   34,
		"S_BUFFER(geometry, BBOX(1,2,3,4))":     0,
		"(kind = 'a'":                           11,
		"kind IN ()":                            9,
		"kind = 'a' # 1":                        11,
		strings.Repeat("(", 99) + "TRUE" + strings.Repeat(")", 99): 32,
		strings.Repeat("NOT ", 99) + "TRUE":                        128,
		"kind = '" + strings.Repeat("a", cql.MaxLength):            cql.MaxLength,
		"kind = '\xff'": 0,
	} {
		_, err := cql.Parse(text, schema(), china)
		var bad *cql.Error
		if !errors.As(err, &bad) || bad.At != at || bad.Text == "" {
			t.Errorf("Parse(%.60q) error = %v, want one at byte %d", text, err, at)
		}
	}
}

func ExampleParse() {
	e, err := cql.Parse("kind = 'driver_home' AND bays >= 10", cql.Schema{"kind": cql.Text, "bays": cql.Number}, time.UTC)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Keeps(func(property string) any {
		return map[string]any{"kind": "driver_home", "bays": 24.0}[property]
	}))
	// Output: true
}

// FuzzParse holds that reading never fails but by an *Error within the text,
// and that NOT turns yes and no around.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"kind = 'a' AND NOT (bays < 3 OR open = TRUE)", "S_WITHIN(geometry, POLYGON((1 1,2 1,2 2,1 1)))", "name LIKE '%_\\%'", "\"", "T_DURING(updated, INTERVAL('2026-01-01','2026-02-01'))"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := cql.Parse(text, schema(), china)
		var bad *cql.Error
		if err != nil {
			if !errors.As(err, &bad) || bad.At < 0 || bad.At > len(text) {
				t.Fatalf("Parse(%q) error = %#v, want one with a place in the text", text, err)
			}
			return
		}
		opposite, err := cql.Parse("NOT ("+text+")", schema(), china)
		if err != nil {
			return // too long or too deep now
		}
		if e.Keeps(harbour) && opposite.Keeps(harbour) {
			t.Fatalf("%q and its opposite are both true", text)
		}
	})
}

func BenchmarkKeeps(b *testing.B) {
	e, err := cql.Parse("kind IN ('union_station','driver_home') AND name LIKE '%驿站%' AND bays >= 10", schema(), china)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		e.Keeps(harbour)
	}
}
