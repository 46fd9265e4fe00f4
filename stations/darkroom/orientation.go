package darkroom

import (
	"bytes"
	"encoding/binary"
	"image"
)

// Markers of JPEG, ITU-T T.81 table B.1.
const (
	markerSOF0 = 0xc0 // start of a frame: baseline,
	markerSOF1 = 0xc1 // extended sequential,
	markerSOF2 = 0xc2 // progressive
	markerSOS  = 0xda // what follows is no segment
	markerAPP1 = 0xe1 // Exif, among others
)

// segments visits the segments of a JPEG that stand before its image, until
// visit returns false. It ends where the file is damaged or odd.
func segments(file []byte, visit func(marker byte, data []byte) bool) {
	for rest := file[min(2, len(file)):]; len(rest) >= 4 && rest[0] == 0xff; {
		marker, length := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
		if marker == 0xff { // filling
			rest = rest[1:]
			continue
		}
		bare := marker <= 0x01 || marker >= 0xd0 && marker <= markerSOS // without a length, or the image itself
		if bare || length < 2 || 2+length > len(rest) || !visit(marker, rest[4:2+length]) {
			return
		}
		rest = rest[2+length:]
	}
}

// turn is how an image is to be turned before it stands upright: the value of
// Exif's tag Orientation, 1 for one that does. Only JPEG from cameras says so.
type turn uint16

// turn returns that of the file, 1 when it says none.
func (n negative) turn() turn {
	upright := turn(1)
	segments(n.file, func(marker byte, data []byte) bool {
		tiff, exif := bytes.CutPrefix(data, []byte("Exif\x00\x00"))
		if marker != markerAPP1 || !exif {
			return true
		}
		if t := orientation(tiff); t >= 1 && t <= 8 {
			upright = t
		}
		return false
	})
	return upright
}

// orientation reads the tag Orientation of the first directory of a TIFF, 0
// when there is none. Exif 2.3, 4.5.4 and 4.6.4: a directory is a count and
// entries of 12 bytes: tag, type (3 is SHORT), count, value.
func orientation(tiff []byte) turn {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		const tag, short, size = 0x0112, 3, 12
		if len(entries) < size {
			return 0
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			return turn(order.Uint16(entries[8:]))
		}
		entries = entries[size:]
	}
	return 0
}

// upright turns an image as Exif says: 2 … 4 by mirroring, 5 … 8 also swap the
// sides.
func upright(m *image.RGBA, t turn) *image.RGBA {
	if t <= 1 {
		return m
	}
	width, height := m.Rect.Dx(), m.Rect.Dy()
	if t >= 5 {
		width, height = height, width
	}
	turned := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			fromX, fromY := t.from(x, y, m.Rect.Max)
			copy(turned.Pix[turned.PixOffset(x, y):][:4], m.Pix[m.PixOffset(fromX, fromY):])
		}
	}
	return turned
}

// from is where a pixel of the upright image stands in the image of that size.
func (t turn) from(x, y int, size image.Point) (int, int) {
	if t >= 5 {
		x, y = y, x
	}
	switch t {
	case 2, 8: // right to left; or top to bottom on the right
		x = size.X - 1 - x
	case 3, 7:
		x, y = size.X-1-x, size.Y-1-y
	case 4, 6:
		y = size.Y - 1 - y
	}
	return x, y
}
