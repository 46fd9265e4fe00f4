package darkroom_test

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
	"testing"

	"yizhan/stations"
	"yizhan/stations/darkroom"
)

// Whatever is sent is refused as invalid or becomes a plain JPEG of the size
// that is said.
func FuzzDevelop(f *testing.F) {
	photo := jpegOf(f, chequered(40, 30))
	for _, seed := range [][]byte{
		photo, with(photo, exif(binary.BigEndian, 6)), with(photo, exif(binary.LittleEndian, 3)), pngOf(f, chequered(40, 30)),
		decoded(f, "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="), decoded(f, "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"),
		progressive(photo), []byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\xff"),
	} {
		f.Add(seed)
	}
	room := darkroom.NewRoom()
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := room.Develop(t.Context(), file)
		if err != nil {
			if code := stations.CodeOf(err); code != stations.Invalid {
				t.Errorf("Develop gives code %q (%v), want invalid", code, err)
			}
			return
		}
		head, err := jpeg.DecodeConfig(bytes.NewReader(p.Image))
		if err != nil || head.Width != p.Width || head.Height != p.Height || max(p.Width, p.Height) > stations.PictureSide {
			t.Errorf("the print is %v (%v), said to be %d × %d", head, err, p.Width, p.Height)
		}
		if list := markers(t, p.Image); list != "db c0 c4 da" {
			t.Errorf("the print has segments %s", list)
		}
	})
}
