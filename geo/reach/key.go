package reach

import "math"

// key is a label in one word, time above station, so that keys order as
// labels do.
type key uint64

// noKey stands for no label; it is above every key, because stations are not
// negative.
const noKey key = math.MaxUint64

func makeKey(t uint64, station int32) key { return key(t<<32 | uint64(uint32(station))) }

func (k key) time() uint64   { return uint64(k >> 32) }
func (k key) station() int32 { return int32(uint32(k)) }

// at returns the key of the same station at another time.
func (k key) at(t uint64) key { return key(t<<32) | k&math.MaxUint32 }

// insert puts k into an ascending row of the least keys of distinct stations,
// in which noKey marks free places. It reports whether the row changed; k must
// be less than the row's last key.
func insert(row []key, k key) bool {
	i := len(row) - 1 // the place that falls out: the station's own, or the last
	for j, old := range row {
		if old == noKey {
			i = j
			break
		}
		if old.station() == k.station() {
			if old <= k {
				return false
			}
			i = j
			break
		}
	}
	for ; i > 0 && row[i-1] > k; i-- {
		row[i] = row[i-1]
	}
	row[i] = k
	return true
}
