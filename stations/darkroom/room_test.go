package darkroom

import (
	"context"
	"errors"
	"testing"

	"yizhan/stations"
)

// A file that would be developed: a WebP of one pixel.
const pixel = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

func TestFewFilesWaitAndTheyCanLeave(t *testing.T) {
	r := NewRoom()
	if _, err := r.Develop(t.Context(), []byte(pixel)); err != nil {
		t.Fatalf("Develop in an empty room = %v", err)
	}
	r.seat <- struct{}{} // somebody's photo takes its time
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := r.Develop(ended, []byte(pixel)); !errors.Is(err, context.Canceled) {
		t.Errorf("Develop while another is under way, of who left = %v, want context.Canceled", err)
	}
	for range mostWaiting {
		r.queue <- struct{}{}
	}
	if _, err := r.Develop(t.Context(), []byte(pixel)); stations.CodeOf(err) != stations.Unavailable {
		t.Errorf("Develop while %d wait = %v, want Unavailable", mostWaiting, err)
	}
	for range mostWaiting {
		<-r.queue
	}
	<-r.seat
	if _, err := r.Develop(t.Context(), []byte(pixel)); err != nil {
		t.Errorf("Develop when all have left = %v", err)
	}
}
