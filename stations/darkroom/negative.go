package darkroom

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"

	"yizhan/stations"
)

// The limits of a decoded file, which a small one may be made to pass: they
// are held to before anything is decoded.
const (
	MaxPixels = 40_000_000
	MaxMemory = 320 << 20 // bytes that the decoder takes, at most, as far as the file's head tells
)

// negative is a file whose head has been read, and that may be decoded.
type negative struct {
	kind
	file          []byte
	width, height int
}

// kind is a format of files.
type kind struct {
	magic  string // '?' stands for any byte
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// kinds lists what is taken. No other decoder is asked, whatever a program
// has registered with package image.
func kinds() []kind {
	return []kind{
		{"\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode},
		{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
		{"RIFF????WEBP", webp.DecodeConfig, webp.Decode},
	}
}

func (k kind) matches(file []byte) bool {
	if len(file) < len(k.magic) {
		return false
	}
	for i := range len(k.magic) {
		if k.magic[i] != '?' && k.magic[i] != file[i] {
			return false
		}
	}
	return true
}

// inspect reads a file's head and holds it to the limits.
func inspect(file []byte) (negative, error) {
	for _, k := range kinds() {
		if !k.matches(file) {
			continue
		}
		head, err := k.config(bytes.NewReader(file))
		if err != nil || head.Width < 1 || head.Height < 1 {
			return negative{}, damaged()
		}
		if head.Width > MaxPixels/head.Height {
			return negative{}, stations.BadField("file", fmt.Sprintf("像素过多 has more than %d million pixels", MaxPixels/1_000_000))
		}
		if head.Width*head.Height*weight(head.ColorModel, file) > MaxMemory {
			return negative{}, stations.BadField("file", "解码后过大 is too large once decoded: send fewer pixels, 8 bits each, or a JPEG that is not progressive")
		}
		return negative{k, file, head.Width, head.Height}, nil
	}
	return negative{}, stations.BadField("file", "不是照片 is none of JPEG, PNG and WebP")
}

func damaged() error { return stations.BadField("file", "已损坏 is damaged: it cannot be decoded") }

// weight is how many bytes a decoder takes for a pixel, at most. That of
// progressive JPEG keeps the coefficients of the whole image, four bytes for
// each of up to four components, beside it.
func weight(m color.Model, file []byte) int {
	switch m {
	case color.NRGBA64Model, color.RGBA64Model, color.Gray16Model:
		return 8
	case color.GrayModel:
		return progressed(file, 1, 1+4)
	case color.YCbCrModel:
		return progressed(file, 3, 3+3*4)
	case color.RGBAModel: // of JPEG: decoded as three planes
		return progressed(file, 3+4, 3+4+3*4)
	case color.CMYKModel:
		return progressed(file, 4+4, 4+4+4*4)
	}
	return 4
}

// progressed chooses by whether the file is a progressive JPEG. One that does
// not plainly say that it is not counts as one.
func progressed(file []byte, otherwise, progressive int) int {
	if !kinds()[0].matches(file) {
		return otherwise
	}
	weight := progressive
	segments(file, func(marker byte, _ []byte) bool {
		if marker == markerSOF0 || marker == markerSOF1 {
			weight = otherwise
		}
		return marker < markerSOF0 || marker > markerSOF2
	})
	return weight
}
