package mirror

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"net/http"
	"slices"
	"time"

	"yizhan/stations"
)

const (
	photosAtOnce  = 50      // that are fetched between two questions for changes
	maxDue        = 10_000  // stations that are kept in mind
	maxPhoto      = 5 << 20 // bytes of a file
	triesOfFile   = 10      // on end, which is a round
	roundsOfFile  = 3       // until the other photos go before
	stationsAHand = 500     // read from the store at a time

	asideFor = 10 * time.Minute // until files are asked for again that the origin could not send
)

// album brings the photos that records name, after the records: no station
// waits for a photo. Photos that no record names any more end with the change
// that says so.
//
//  1. When it begins, and after each snapshot, it looks through all stations of
//     the store: what lacks there is fetched, whoever was killed before.
//  2. After that it looks at those that the changes are about.
type album struct {
	*Mirror
	origin *origin
	looked bool        // at all stations
	after  stations.ID // the last of them that was
	due    map[stations.ID]bool
	vain   map[string]int            // by photo: how often the origin could not send it
	aside  map[stations.ID]time.Time // since when: stations of such photos
	came   int                       // photos
}

func newAlbum(m *Mirror, o *origin) *album {
	return &album{Mirror: m, origin: o, looked: m.NoPhotos, due: map[stations.ID]bool{}, vain: map[string]int{}, aside: map[stations.ID]time.Time{}}
}

// again looks through all stations once more.
func (a *album) again() {
	a.looked, a.after = a.NoPhotos, ""
	clear(a.due)
	clear(a.vain)
	clear(a.aside)
}

// heard remembers whose photos may be new, or may be sent by now.
func (a *album) heard(changes []stations.Change) {
	for id, since := range a.aside {
		if time.Since(since) > asideFor {
			delete(a.aside, id)
			a.due[id] = true
		}
	}
	for _, c := range changes {
		if c.Station != nil && c.Station.Cover() != "" && !a.NoPhotos {
			a.due[c.ID] = true
		}
	}
	if len(a.due)+len(a.aside) > maxDue {
		a.again()
	}
}

// done reports whether no photo is known to lack that the origin can send.
func (a *album) done() bool { return a.looked && len(a.due) == 0 }

// some fetches some of what lacks.
func (a *album) some(ctx context.Context) error {
	left := photosAtOnce
	for id := range a.due {
		s, err := a.Store.Station(ctx, id)
		if err != nil && stations.CodeOf(err) != stations.NotFound {
			return err
		}
		if err == nil {
			if err := a.complete(ctx, s, &left); err != nil {
				return err
			}
		}
		if left <= 0 {
			return nil
		}
		delete(a.due, id)
	}
	for !a.looked && left > 0 {
		if err := a.look(ctx, &left); err != nil {
			return err
		}
	}
	return nil
}

// look looks at the next stations of all.
func (a *album) look(ctx context.Context, left *int) error {
	list, err := a.Store.Stations(ctx, stations.Filter{}, time.Now(), a.after, stationsAHand)
	if err != nil {
		return err
	}
	for _, s := range list {
		if err := a.complete(ctx, s, left); err != nil {
			return err
		}
		if *left <= 0 {
			return nil
		}
		a.after = s.ID
	}
	a.looked = len(list) < stationsAHand
	return nil
}

// complete fetches the photos that a station's record names and the store does
// not have, as long as some are left to be fetched now.
func (a *album) complete(ctx context.Context, s *stations.Station, left *int) error {
	if s.Cover() == "" {
		return nil
	}
	has, err := a.Store.Pictures(ctx, s.ID)
	if err != nil {
		return err
	}
	for _, p := range s.Photos {
		if !p.Kept() || slices.ContainsFunc(has, func(h stations.Picture) bool { return h.ID == p.ID }) {
			continue
		}
		if *left <= 0 {
			return nil
		}
		*left--
		if err := a.bring(ctx, s, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// errPhoto says that a photo came otherwise than its id or its sum says.
var errPhoto = errors.New("a photo is not what the origin says that it is")

// bring fetches a photo. One that the origin does not have any more, or never
// sends as it says, is left out; one that it cannot send, again and again,
// waits aside.
func (a *album) bring(ctx context.Context, s *stations.Station, id string) error {
	p, err := a.photo(ctx, s, id)
	switch {
	case err == nil:
		a.came++
		return a.Store.KeepPicture(ctx, p)
	case absent(err):
		return nil
	case errors.Is(err, errPhoto):
		a.Log.Warn("照片不符，略过 a photo is not what the origin says that it is and is left out", "station", s.ID, "photo", id)
		return nil
	case unable(err):
		if a.vain[id]++; a.vain[id] < roundsOfFile {
			return err
		}
		a.Log.Warn("照片暂取不到，稍后再取 the origin cannot send a photo; it is asked for later", "error", err, "station", s.ID, "photo", id)
		a.aside[s.ID] = time.Now()
		return nil
	}
	return err
}

// absent reports whether the origin has no such thing.
func absent(err error) bool {
	var answer *answerError
	return errors.As(err, &answer) && (answer.status == http.StatusNotFound || answer.status == http.StatusGone)
}

// unable reports whether the origin answers that it fails.
func unable(err error) bool {
	var answer *answerError
	return errors.As(err, &answer) && answer.status >= http.StatusInternalServerError
}

// photo fetches a picture of a station in both sizes.
func (a *album) photo(ctx context.Context, s *stations.Station, id string) (p stations.Picture, err error) {
	p = stations.Picture{Station: s.ID, ID: id, AddedAt: s.UpdatedAt, AddedBy: "mirror"}
	path := "v1/stations/" + string(s.ID) + "/photos/" + id
	if p.Image, err = a.insist(ctx, path); err != nil {
		return p, err
	}
	if p.Thumbnail, err = a.insist(ctx, path+"/thumbnail"); err != nil {
		return p, err
	}
	size, err := jpeg.DecodeConfig(bytes.NewReader(p.Image))
	p.Width, p.Height = size.Width, size.Height
	if err != nil || stations.CheckPicture(p) != nil {
		return p, errPhoto
	}
	return p, nil
}

// insist fetches a file, and tries again some times when that fails.
func (a *album) insist(ctx context.Context, path string) ([]byte, error) {
	for tries := 1; ; tries++ {
		file, err := a.origin.file(ctx, path)
		if err == nil || final(err) || tries == triesOfFile {
			return file, err
		}
		if err := rest(ctx, max(a.firstPause(), askedFor(err))); err != nil {
			return nil, err
		}
	}
}

// file fetches a file whose SHA-256 the origin says beside it.
func (o *origin) file(ctx context.Context, path string) (file []byte, err error) {
	err = o.ask(ctx, path, nil, 0, func(head http.Header, body io.Reader) error {
		if file, err = io.ReadAll(io.LimitReader(body, maxPhoto)); err != nil {
			return fmt.Errorf("read a photo: %w", err)
		}
		sum := sha256.Sum256(file)
		if head.Get("Repr-Digest") != "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":" {
			return errPhoto
		}
		return nil
	})
	return file, err
}
