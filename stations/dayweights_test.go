package stations_test

import (
	"bytes"
	"math"
	"testing"

	"yizhan/stations"
)

func TestDayWeightsComeBack(t *testing.T) {
	day := stations.DayWeights{0: 0.1, 23: 1e300}
	if got, err := stations.ParseDayWeights(day.Bytes()); err != nil || *got != day {
		t.Errorf("ParseDayWeights(Bytes()) = %v, %v, want %v", got, err, day)
	}
	if _, err := stations.ParseDayWeights(day.Bytes()[1:]); stations.CodeOf(err) != stations.Invalid {
		t.Errorf("ParseDayWeights(191 bytes) = %v, want Invalid", err)
	}
	busy := stations.Demand{Cell: 5, Weight: 24, Hours: &day}
	if got := busy.During(23); got != (stations.Demand{Cell: 5, Weight: 1e300}) {
		t.Errorf("During(23) = %+v, want the weight of that hour alone", got)
	}
	if flat := (stations.Demand{Cell: 5, Weight: 24}); flat.During(3) != flat {
		t.Errorf("During(3) of a row without hours = %+v, want %+v", flat.During(3), flat)
	}
}

func FuzzParseDayWeights(f *testing.F) {
	f.Add((&stations.DayWeights{8: 1.5}).Bytes())
	f.Add((&stations.DayWeights{8: math.NaN()}).Bytes())
	f.Add(make([]byte, 191))
	f.Fuzz(func(t *testing.T, data []byte) {
		day, err := stations.ParseDayWeights(data)
		if err != nil {
			return
		}
		if got := day.Bytes(); !bytes.Equal(got, data) {
			t.Errorf("Bytes() = %x, want %x as was read", got, data)
		}
		if _, err := stations.CheckDemand("fuzz", []stations.Demand{{Cell: 0x88411cbb6bfffff, Hours: day}}); err != nil {
			t.Errorf("what was read breaks a rule: %v", err)
		}
	})
}
