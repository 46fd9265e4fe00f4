package stations_test

import (
	"reflect"
	"testing"

	"yizhan/stations"
)

// What is read from a line can be written again, and is the same then.
func FuzzDecodeArea(f *testing.F) {
	f.Add([]byte(`{"adcode":"320102","name":"玄武区","level":"district","polygons":[[[[118.7,32],[118.8,32],[118.8,32.1],[118.7,32]]]]}`))
	f.Add([]byte(`{"polygons":[[[[1e308,-0]]],null]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, line []byte) {
		a, err := stations.DecodeArea(line)
		if err != nil {
			return
		}
		written, err := stations.EncodeArea(a)
		if err != nil {
			t.Fatalf("EncodeArea(%+v) = %v", a, err)
		}
		if again, err := stations.DecodeArea(written); err != nil || !reflect.DeepEqual(again, a) {
			t.Errorf("DecodeArea(EncodeArea(%+v)) = %+v, %v", a, again, err)
		}
	})
}
