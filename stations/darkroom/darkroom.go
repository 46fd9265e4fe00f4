// Package darkroom makes the pictures that the registry keeps out of files that
// people send: decoded, turned upright, scaled and encoded anew as JPEG, so
// that nothing of the file but what is seen goes on. No metadata survives:
// neither where and when the photo was taken nor by which device. What the
// metadata says is read for one thing, which side is up, and told to nobody.
package darkroom

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"

	"golang.org/x/image/draw"

	"yizhan/stations"
)

// The qualities of what is encoded, of 100.
const (
	imageQuality     = 82
	thumbnailQuality = 75
)

// Room is where files are developed: one at a time, since a decoded file takes
// up to MaxMemory bytes, and few wait. It is safe for concurrent use.
type Room struct {
	seat  chan struct{}
	queue chan struct{}
}

// mostWaiting is how many files are in the room, the one that is developed
// too; each is up to stations.MaxPictureFile bytes.
const mostWaiting = 8

// NewRoom returns an empty room.
func NewRoom() *Room {
	return &Room{seat: make(chan struct{}, 1), queue: make(chan struct{}, mostWaiting)}
}

// Print is a developed file.
type Print struct {
	Width, Height    int // pixels of Image
	Image, Thumbnail []byte
}

// Develop makes a print of a file. The image's longer side has at most
// stations.PictureSide pixels, the thumbnail's stations.ThumbnailSide; a
// smaller one is not enlarged. What is transparent becomes white. Colours are
// taken for sRGB, whatever profile the file names.
//
// Errors: Invalid, with the field "file", when the file is none of JPEG, PNG
// and WebP, is damaged, or is too large once decoded (MaxPixels, MaxMemory);
// Unavailable when too many wait; that of ctx when it ends while waiting.
func (r *Room) Develop(ctx context.Context, file []byte) (Print, error) {
	if len(file) > stations.MaxPictureFile {
		return Print{}, stations.BadField("file", "is larger than 5 MB")
	}
	n, err := inspect(file)
	if err != nil {
		return Print{}, err
	}
	select {
	case r.queue <- struct{}{}:
		defer func() { <-r.queue }()
	default:
		return Print{}, stations.Errorf(stations.Unavailable, "照片太多，请稍后再传 too many photos at once; try again in a moment")
	}
	select {
	case r.seat <- struct{}{}:
		defer func() { <-r.seat }()
	case <-ctx.Done():
		return Print{}, ctx.Err()
	}
	return n.print()
}

// print decodes the file and makes the print.
func (n negative) print() (Print, error) {
	decoded, err := n.decode(bytes.NewReader(n.file))
	if err != nil {
		return Print{}, damaged()
	}
	if size := decoded.Bounds().Size(); size.X != n.width || size.Y != n.height {
		return Print{}, damaged() // its head promised something else
	}
	full := upright(scaled(decoded, stations.PictureSide), n.turn())
	small := scaled(full, stations.ThumbnailSide)
	p := Print{Width: full.Rect.Dx(), Height: full.Rect.Dy()}
	if p.Image, err = encoded(full, imageQuality); err != nil {
		return Print{}, err
	}
	p.Thumbnail, err = encoded(small, thumbnailQuality)
	return p, err
}

// encoded writes a JPEG: its tables and the image, nothing else.
func encoded(m image.Image, quality int) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		return nil, &stations.Error{Code: stations.Internal, Text: "the photo cannot be encoded", Err: err}
	}
	return b.Bytes(), nil
}

// scaled returns the image on white, its longer side side pixels or as long as
// it is. It halves first, as long as twice the size is left: each pixel is then
// a mean of those that it stands for, and no step needs more memory than the
// image has.
func scaled(m image.Image, side int) *image.RGBA {
	for longer(m.Bounds()) >= 2*side {
		half := image.NewRGBA(image.Rect(0, 0, max(1, m.Bounds().Dx()/2), max(1, m.Bounds().Dy()/2)))
		draw.ApproxBiLinear.Scale(half, half.Rect, m, m.Bounds(), draw.Src, nil)
		m = half
	}
	width, height := m.Bounds().Dx(), m.Bounds().Dy()
	if long := max(width, height); long > side {
		width, height = max(1, (width*side+long/2)/long), max(1, (height*side+long/2)/long)
	}
	fit := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(fit, fit.Rect, image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(fit, fit.Rect, m, m.Bounds(), draw.Over, nil)
	return fit
}

func longer(r image.Rectangle) int { return max(r.Dx(), r.Dy()) }
