package stations

import (
	"encoding/binary"
	"math"
)

// DayWeights are the weights of the 24 hours of a day in China, from midnight.
type DayWeights [24]float64

// Sum returns the weight of the whole day, added from midnight on.
func (w *DayWeights) Sum() (total float64) {
	for _, v := range w {
		total += v
	}
	return total
}

// sound reports whether every hour may be a Demand.Weight.
func (w *DayWeights) sound() bool {
	for _, v := range w {
		if !(v >= 0) || math.IsInf(v, 1) {
			return false
		}
	}
	return !math.IsInf(w.Sum(), 1)
}

// Bytes returns the form that stores keep: 24 IEEE doubles, little end first;
// nil for nil.
func (w *DayWeights) Bytes() []byte {
	if w == nil {
		return nil
	}
	out := make([]byte, 0, 8*len(w))
	for _, v := range w {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
	}
	return out
}

// ParseDayWeights reads what Bytes wrote; Invalid for anything else, also for
// weights that no Demand may have.
func ParseDayWeights(data []byte) (*DayWeights, error) {
	if data == nil {
		return nil, nil //nolint:nilnil // as Bytes has it: all hours are alike
	}
	w := new(DayWeights)
	if len(data) != 8*len(w) {
		return nil, Errorf(Invalid, "the weights of a day have %d bytes, want %d", len(data), 8*len(w))
	}
	for i := range w {
		w[i] = math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
	}
	if !w.sound() {
		return nil, Errorf(Invalid, "the weights of a day are not finite numbers of at least 0")
	}
	return w, nil
}

// During returns the row as it stands in an hour of the day, 0 … 23.
func (d Demand) During(hour int) Demand {
	if d.Hours != nil {
		d.Weight, d.Hours = d.Hours[hour], nil
	}
	return d
}
