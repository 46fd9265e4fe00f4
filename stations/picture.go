package stations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// The limits of pictures.
const (
	MaxPictureFile = 5 << 20 // bytes of a file that is sent
	MaxPictures    = 8       // that are added to one station; a merge may bring more
	PictureSide    = 1600    // pixels of the longer side that is kept, at most
	ThumbnailSide  = 320     // pixels of the thumbnail's longer side, at most
	maxImage       = 4 << 20 // bytes of what is kept
	maxThumbnail   = 256 << 10
)

// Photo is a photo as a station's record names it: a Picture that this
// registry keeps (ID alone), or one elsewhere (URL, https).
type Photo struct {
	ID        string     `json:"id,omitempty"`
	URL       string     `json:"url,omitempty"`
	Width     int        `json:"width,omitempty"` // pixels, of a Picture
	Height    int        `json:"height,omitempty"`
	Caption   string     `json:"caption,omitempty"`
	CaptionEN string     `json:"caption_en,omitempty"`
	TakenAt   *time.Time `json:"taken_at,omitempty"`
}

// Kept reports whether the photo is a Picture that this registry keeps.
func (p Photo) Kept() bool { return p.ID != "" && p.URL == "" }

// Shows reports whether the record names the picture: what riders see is what
// records name.
func (s *Station) Shows(picture string) bool {
	for _, p := range s.Photos {
		if p.Kept() && p.ID == picture {
			return true
		}
	}
	return false
}

// WantedBy reports whether a mirror keeps the picture: its station, read with
// that error, names it. No station that is NotFound does; other errors come back.
func (p Picture) WantedBy(s *Station, err error) (bool, error) {
	if CodeOf(err) == NotFound {
		return false, nil
	}
	return err == nil && s.Shows(p.ID), err
}

// Named lists the stations of the entries, and as STATION/PICTURE the pictures
// that their latest records name.
func Named(entries []Entry) (list []ID, pictures []string) {
	for _, e := range Latest(entries) {
		list = append(list, e.ID)
		if e.Station == nil {
			continue
		}
		for _, p := range e.Station.Photos {
			if p.Kept() {
				pictures = append(pictures, string(e.ID)+"/"+p.ID)
			}
		}
	}
	return list, pictures
}

// Cover returns the id of the first picture that the record names, "" when it
// names none.
func (s *Station) Cover() string {
	for _, p := range s.Photos {
		if p.Kept() {
			return p.ID
		}
	}
	return ""
}

// Picture is a photo that the registry keeps. Its bytes never change.
type Picture struct {
	Station ID
	ID      string // of PictureID
	Width   int    // pixels of Image
	Height  int
	Bytes   int // of Image; set by the store
	AddedAt time.Time
	AddedBy string // as Write.By; never in a public view

	Image     []byte // JPEG without any metadata; nil in lists
	Thumbnail []byte // the same, small; nil in lists
}

// PictureSize says which of a picture's two images is wanted.
type PictureSize string

// The sizes of a picture.
const (
	FullSize      PictureSize = "full"
	ThumbnailSize PictureSize = "thumbnail"
)

// PictureMove gives all pictures of a station to another: one that both have
// stays once.
type PictureMove struct{ From, To ID }

// Pictures keeps the photos of stations, beside the records. A picture is
// shown to riders as long as its station's record names it (Station.Shows);
// until then it waits for an editor. It ends with its station, and moves by
// Batch.Moves; a record that loses its name leaves it waiting.
type Pictures interface {
	// AddPicture keeps the picture. One that the station has already is left
	// as it is.
	//
	// Errors: Invalid when CheckPicture says so; NotFound when there is no such
	// station; Conflict when the station has MaxPictures, or the store is a
	// mirror.
	AddPicture(ctx context.Context, p Picture) error

	// Pictures returns what is kept of a station, without the images, in
	// ascending order of AddedAt, then ID. A station that is not known has none.
	Pictures(ctx context.Context, station ID) ([]Picture, error)

	// Image returns one image of a picture, a JPEG; NotFound when the station
	// has no such picture.
	Image(ctx context.Context, station ID, id string, size PictureSize) ([]byte, error)

	// RemovePicture forgets a picture, in the files of the store too as far as
	// the database can; NotFound when the station has no such picture.
	RemovePicture(ctx context.Context, station ID, id string) error
}

// PictureID names a picture by its content: the first 16 hex digits of SHA-256
// over the image.
func PictureID(image []byte) string {
	sum := sha256.Sum256(image)
	return hex.EncodeToString(sum[:8])
}

// CheckPicture reports what AddPicture must refuse, as an Invalid error.
func CheckPicture(p Picture) error {
	var c checks
	if p.ID != PictureID(p.Image) {
		c.add("id", "is not the picture's own")
	}
	c.side("width", p.Width)
	c.side("height", p.Height)
	if len(p.Image) == 0 || len(p.Image) > maxImage || len(p.Thumbnail) == 0 || len(p.Thumbnail) > maxThumbnail {
		c.add("file", "is empty or too large to be kept")
	}
	c.text("added_by", p.AddedBy, MaxNote)
	return c.errorf("the picture breaks a rule")
}

func (c *checks) side(field string, pixels int) {
	if pixels < 1 || pixels > PictureSide {
		c.add(field, fmt.Sprintf("is not within 1 and %d pixels", PictureSide))
	}
}

// NoPicture is the error of an id that no picture of a station has.
func NoPicture() error { return Errorf(NotFound, "没有这张照片 there is no such photo") }

// TooManyPictures is the error of a station that has as many as it may have.
func TooManyPictures() error {
	return &Error{
		Code: Conflict, Text: fmt.Sprintf("此站点已有 %d 张照片 the station has %d photos already; delete one first", MaxPictures, MaxPictures),
		Fields: []Problem{{"file", fmt.Sprintf("最多 %d 张 is one of more than %d photos of a station", MaxPictures, MaxPictures)}},
	}
}

// Imaged returns the photo that names the picture in a record.
func (p Picture) Imaged() Photo { return Photo{ID: p.ID, Width: p.Width, Height: p.Height} }
