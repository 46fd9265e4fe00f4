package darkroom_test

import (
	"testing"

	"yizhan/stations/darkroom"
)

// What a photo of a telephone costs: 12 million pixels.
func BenchmarkDevelop(b *testing.B) {
	file := jpegOf(b, chequered(4000, 3000))
	room := darkroom.NewRoom()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := room.Develop(b.Context(), file); err != nil {
			b.Fatal(err)
		}
	}
}
