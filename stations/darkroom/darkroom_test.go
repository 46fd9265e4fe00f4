package darkroom_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"

	"yizhan/stations"
	"yizhan/stations/darkroom"
)

// chequered is an image with a colour in each quarter: red and green above
// blue and white.
func chequered(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetNRGBA(x, y, []color.NRGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}}[2*(2*y/height)+2*x/width])
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// secrets are what a camera writes into a photo, which nobody may read after.
const secrets = "GPS 32.0415N 118.7780E PhoneMaker 王师傅 2026:11:20 12:00:00"

// exif is a segment APP1 with an orientation, a directory of GPS and words.
func exif(order binary.AppendByteOrder, turn uint16) []byte {
	tiff := []byte("MM")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		tiff = []byte("II")
	}
	tiff = order.AppendUint16(tiff, 42)
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 3)
	for _, entry := range [][4]uint32{{0x010f, 2, uint32(len(secrets)), 50}, {0x0112, 3, 1, uint32(turn)}, {0x8825, 4, 1, 50}} {
		tiff = order.AppendUint16(order.AppendUint16(tiff, uint16(entry[0])), uint16(entry[1]))
		tiff = order.AppendUint32(tiff, entry[2])
		if entry[1] == 3 {
			tiff = order.AppendUint16(order.AppendUint16(tiff, uint16(entry[3])), 0)
		} else {
			tiff = order.AppendUint32(tiff, entry[3])
		}
	}
	tiff = append(append(tiff, 0, 0, 0, 0), secrets...)
	return segment(0xe1, append([]byte("Exif\x00\x00"), tiff...))
}

func segment(marker byte, data []byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(2+len(data))), data...)
}

// with puts segments behind a JPEG's beginning.
func with(file []byte, segments ...[]byte) []byte {
	return append(append(bytes.Clone(file[:2]), bytes.Join(segments, nil)...), file[2:]...)
}

func develop(t testing.TB, file []byte) darkroom.Print {
	t.Helper()
	p, err := darkroom.NewRoom().Develop(t.Context(), file)
	if err != nil {
		t.Fatalf("Develop = %v", err)
	}
	return p
}

// markers lists those of a JPEG, up to its end.
func markers(t testing.TB, file []byte) string {
	t.Helper()
	var list []string
	for at := 2; at+4 <= len(file) && file[at] == 0xff; {
		list = append(list, fmt.Sprintf("%02x", file[at+1]))
		if file[at+1] == 0xda {
			break
		}
		at += 2 + int(binary.BigEndian.Uint16(file[at+2:]))
	}
	if !bytes.HasPrefix(file, []byte("\xff\xd8")) || !bytes.HasSuffix(file, []byte("\xff\xd9")) {
		t.Errorf("the file does not begin and end as a JPEG")
	}
	return strings.Join(list, " ")
}

func TestNoMetadataSurvives(t *testing.T) {
	photo := chequered(64, 48)
	icc := segment(0xe2, append([]byte("ICC_PROFILE\x00\x01\x01"), secrets...))
	chunk := append([]byte("tEXtComment\x00"), secrets...)
	chunk = binary.BigEndian.AppendUint32(append(binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4)), chunk...), crc32.ChecksumIEEE(chunk))
	drawn := pngOf(t, photo)
	const head = 8 + 25 // the signature and IHDR
	for sentence, file := range map[string][]byte{
		"JPEG with Exif, GPS, a profile, XMP, IPTC and a comment": with(jpegOf(t, photo), exif(binary.BigEndian, 1), icc,
			segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00"+secrets)), segment(0xed, []byte("Photoshop 3.0\x00"+secrets)), segment(0xfe, []byte(secrets))),
		"JPEG with something behind its end": append(jpegOf(t, photo), secrets...),
		"PNG with a comment":                 bytes.Join([][]byte{drawn[:head], chunk, drawn[head:]}, nil),
	} {
		if !bytes.Contains(file, []byte("118.7780E")) {
			t.Fatalf("%s: the file holds no position to lose", sentence)
		}
		p := develop(t, file)
		for name, image := range map[string][]byte{"image": p.Image, "thumbnail": p.Thumbnail} {
			for _, secret := range append(strings.Fields(secrets), "Exif", "ICC", "ns.adobe", "Photoshop") {
				if bytes.Contains(image, []byte(secret)) {
					t.Errorf("%s: the %s holds %q", sentence, name, secret)
				}
			}
			if got, want := markers(t, image), "db c0 c4 da"; got != want {
				t.Errorf("%s: the %s has segments %s, want %s: tables and the image, nothing else", sentence, name, got, want)
			}
		}
	}
}

// corners tells the colours of the quarters, row by row.
func corners(t testing.TB, file []byte) string {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("the print cannot be decoded: %v", err)
	}
	var told strings.Builder
	width, height := m.Bounds().Dx(), m.Bounds().Dy()
	for _, at := range []image.Point{{width / 4, height / 4}, {3 * width / 4, height / 4}, {width / 4, 3 * height / 4}, {3 * width / 4, 3 * height / 4}} {
		r, g, b, _ := m.At(at.X, at.Y).RGBA()
		told.WriteByte("kbgcrmyw"[r>>15<<2|g>>15<<1|b>>15])
	}
	return told.String()
}

// The pictures of Exif's eight orientations, written out by hand: what is seen
// when an image of red, green, blue and white quarters is turned as it says.
func TestPhotosStandUpright(t *testing.T) {
	for value, want := range []string{"rgbw", "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb", "rgbw"} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			p := develop(t, with(jpegOf(t, chequered(64, 32)), exif(order, uint16(value))))
			wide := value < 5 || value > 8
			if got := corners(t, p.Image); got != want || (p.Width == 64) != wide || (p.Height == 32) != wide {
				t.Errorf("orientation %d, %v: %s of %d × %d, want %s", value, order, got, p.Width, p.Height, want)
			}
		}
	}
}

func TestPrintsHaveTheirSize(t *testing.T) {
	for _, c := range []struct{ width, height, wantW, wantH, thumbW, thumbH int }{
		{4000, 3000, 1600, 1200, 320, 240},
		{1200, 3200, 600, 1600, 120, 320},
		{1601, 10, 1600, 10, 320, 2},
		{300, 200, 300, 200, 300, 200},
		{1, 1, 1, 1, 1, 1},
		{9000, 1, 1600, 1, 320, 1},
	} {
		p := develop(t, jpegOf(t, chequered(c.width, c.height)))
		full, err := jpeg.DecodeConfig(bytes.NewReader(p.Image))
		small, bad := jpeg.DecodeConfig(bytes.NewReader(p.Thumbnail))
		if err != nil || bad != nil || full.Width != c.wantW || full.Height != c.wantH || p.Width != c.wantW || p.Height != c.wantH || small.Width != c.thumbW || small.Height != c.thumbH {
			t.Errorf("%d × %d becomes %d × %d (said %d × %d) and %d × %d, want %d × %d and %d × %d (%v, %v)",
				c.width, c.height, full.Width, full.Height, p.Width, p.Height, small.Width, small.Height, c.wantW, c.wantH, c.thumbW, c.thumbH, err, bad)
		}
	}
}

func TestEveryFormatIsDeveloped(t *testing.T) {
	grey, deep := image.NewGray(image.Rect(0, 0, 9, 9)), image.NewNRGBA64(image.Rect(0, 0, 9, 9))
	for sentence, file := range map[string][]byte{
		"JPEG": jpegOf(t, chequered(8, 8)), "grey JPEG": jpegOf(t, grey), "PNG": pngOf(t, chequered(8, 8)), "PNG of 16 bits": pngOf(t, deep),
		"lossless WebP": decoded(t, "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="),
		"lossy WebP":    decoded(t, "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"),
	} {
		t.Run(sentence, func(t *testing.T) { markers(t, develop(t, file).Image) })
	}
	if got := corners(t, develop(t, pngOf(t, image.NewNRGBA(image.Rect(0, 0, 8, 8)))).Image); got != "wwww" {
		t.Errorf("what is transparent becomes %s, want white", got)
	}
}

func decoded(t testing.TB, text string) []byte {
	t.Helper()
	file, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// resized gives a PNG or a JPEG another size in its head, and nothing else.
func resized(file []byte, width, height int) []byte {
	file = bytes.Clone(file)
	if at := bytes.Index(file, []byte("IHDR")); at > 0 {
		binary.BigEndian.PutUint32(file[at+4:], uint32(width))
		binary.BigEndian.PutUint32(file[at+8:], uint32(height))
		binary.BigEndian.PutUint32(file[at+17:], crc32.ChecksumIEEE(file[at:at+17]))
		return file
	}
	at := bytes.Index(file, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(file[at+5:], uint16(height))
	binary.BigEndian.PutUint16(file[at+7:], uint16(width))
	return file
}

// progressive makes a JPEG's head say that it is; hidden behind a byte that
// decoders pass over.
func progressive(file []byte, before ...byte) []byte {
	at := bytes.Index(file, []byte{0xff, 0xc0})
	file = bytes.Join([][]byte{file[:at], before, file[at:]}, nil)
	file[at+len(before)+1] = 0xc2
	return file
}

func TestWhatCannotBeDevelopedIsRefusedBeforeItIsDecoded(t *testing.T) {
	photo, drawn, deep := jpegOf(t, chequered(64, 48)), pngOf(t, chequered(64, 48)), pngOf(t, image.NewNRGBA64(image.Rect(0, 0, 9, 9)))
	for sentence, file := range map[string][]byte{
		"nothing":                            nil,
		"a page":                             []byte("<!DOCTYPE html><script>alert(1)</script>"),
		"a drawing":                          []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"a GIF":                              []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00;"),
		"a JPEG that is cut":                 photo[:len(photo)/2],
		"a head alone":                       photo[:3],
		"a PNG of 4 thousand million pixels": resized(drawn, 65535, 65535),
		"a PNG as wide as can be":            resized(drawn, 1<<31-1, 1),
		"a PNG of 41 million pixels":         resized(drawn, 6403, 6404),
		"a PNG of 16 bits and 43 million":    resized(deep, 6560, 6560),
		"a JPEG of 4 thousand million":       resized(photo, 65535, 65535),
		"a progressive JPEG of 23 million":   progressive(resized(photo, 4800, 4800)),
		"the same, behind an odd byte":       progressive(resized(photo, 4800, 4800), 0),
		"the same, behind an odd marker":     progressive(resized(photo, 4800, 4800), 0xff, 0xd0),
		"a file too large":                   append(bytes.Clone(photo), make([]byte, stations.MaxPictureFile)...),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := darkroom.NewRoom().Develop(t.Context(), file)
		runtime.ReadMemStats(&after)
		if stations.CodeOf(err) != stations.Invalid || !strings.Contains(fmt.Sprint(err), "file: ") {
			t.Errorf("%s: Develop = %v, want Invalid that names file", sentence, err)
		}
		if odd := strings.HasPrefix(sentence, "a progressive") || strings.HasPrefix(sentence, "the same"); odd && !strings.Contains(fmt.Sprint(err), "once decoded") {
			t.Errorf("%s: Develop = %v, want it to be too large once decoded", sentence, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
			t.Errorf("%s: Develop took %d bytes to refuse it, want under a megabyte", sentence, took)
		}
	}
}

// A photo of a phone has 20 million pixels and more; as it is not progressive,
// its decoder needs little memory. (Of this one all but the head is missing.)
func TestALargePhotoIsNotTooLargeOnceDecoded(t *testing.T) {
	large := resized(jpegOf(t, chequered(64, 64)), 4800, 4800)
	if _, err := darkroom.NewRoom().Develop(t.Context(), large); !strings.Contains(fmt.Sprint(err), "damaged") {
		t.Errorf("Develop of the head of 23 million pixels = %v, want it to be decoded and found damaged", err)
	}
}
