package storetest

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"yizhan/stations"
)

// picture makes a picture of the station, whose bytes hold all there are.
func picture(s *stations.Station, text string, at time.Time) stations.Picture {
	image := append([]byte(text), 0, 0xff, 0xd8, '\'', '\\', '\n')
	return stations.Picture{
		Station: s.ID, ID: stations.PictureID(image), Width: 1600, Height: 1200, Bytes: len(image),
		AddedAt: at.UTC(), AddedBy: "key:1", Image: image, Thumbnail: []byte("small " + text),
	}
}

// keep adds pictures.
func keep(t testing.TB, s stations.Store, list ...stations.Picture) {
	t.Helper()
	for _, p := range list {
		if err := s.AddPicture(t.Context(), p); err != nil {
			t.Fatalf("AddPicture = %v", err)
		}
	}
}

// wantPictures compares what is kept of a station, to the bytes.
func wantPictures(t testing.TB, s stations.Store, station stations.ID, want ...stations.Picture) {
	t.Helper()
	listed := must(s.Pictures(t.Context(), station))(t, "Pictures")
	for i := range want {
		want[i].Station = station
	}
	for i, p := range listed {
		if p.Image != nil || p.Thumbnail != nil {
			t.Errorf("Pictures lists the bytes of %s, want none", p.ID)
		}
		listed[i].Image = must(s.Image(t.Context(), station, p.ID, stations.FullSize))(t, "Image(full)")
		listed[i].Thumbnail = must(s.Image(t.Context(), station, p.ID, stations.ThumbnailSize))(t, "Image(thumbnail)")
	}
	same(t, "the pictures", want, listed)
}

func picturesComeBack(t *testing.T, s stations.Store) {
	a, b := newStation(t, "甲"), newStation(t, "乙")
	put(t, s, a, b)
	before := must(s.Revision(t.Context()))(t, "Revision")
	second, first := picture(a, "二", noon.Add(time.Hour)), picture(a, "一", noon)
	other := picture(b, "一", noon)
	keep(t, s, second, first, other, first)
	wantPictures(t, s, a.ID, first, second)
	wantPictures(t, s, b.ID, other)
	if after := must(s.Revision(t.Context()))(t, "Revision"); after != before {
		t.Errorf("Revision() after pictures = %d, want %d: no record was written", after, before)
	}
	if err := s.RemovePicture(t.Context(), a.ID, first.ID); err != nil {
		t.Errorf("RemovePicture = %v", err)
	}
	wantPictures(t, s, a.ID, second)
	wantPictures(t, s, b.ID, other)
	for name, id := range map[string]string{"a picture that was removed": first.ID, "nothing": "", "hostile text": "\x00'"} {
		_, err := s.Image(t.Context(), a.ID, id, stations.FullSize)
		wantCode(t, "Image of "+name, err, stations.NotFound)
		wantCode(t, "RemovePicture of "+name, s.RemovePicture(t.Context(), a.ID, id), stations.NotFound)
	}
	if list, err := s.Pictures(t.Context(), "\x00"); len(list) > 0 || err != nil {
		t.Errorf("Pictures(no id) = %v, %v, want none", list, err)
	}
}

func badPictures(t *testing.T, s stations.Store) {
	a := newStation(t, "甲")
	put(t, s, a)
	for sentence, change := range map[string]func(*stations.Picture){
		"another's id":        func(p *stations.Picture) { p.ID = "0123456789abcdef" },
		"no width":            func(p *stations.Picture) { p.Width = 0 },
		"a side too long":     func(p *stations.Picture) { p.Height = stations.PictureSide + 1 },
		"no thumbnail":        func(p *stations.Picture) { p.Thumbnail = nil },
		"a writer of no text": func(p *stations.Picture) { p.AddedBy = "\xff" },
		"too many bytes": func(p *stations.Picture) {
			p.Image = make([]byte, 5<<20)
			p.ID = stations.PictureID(p.Image)
		},
	} {
		p := picture(a, "一", noon)
		change(&p)
		wantCode(t, "AddPicture with "+sentence, s.AddPicture(t.Context(), p), stations.Invalid)
	}
	wantCode(t, "AddPicture of an unknown station", s.AddPicture(t.Context(), picture(newStation(t, "x"), "一", noon)), stations.NotFound)
	var list []stations.Picture
	for i := range stations.MaxPictures {
		list = append(list, picture(a, fmt.Sprint(i), noon.Add(time.Duration(i)*time.Second)))
	}
	keep(t, s, list...)
	wantCode(t, "AddPicture of one too many", s.AddPicture(t.Context(), picture(a, "nine", noon)), stations.Conflict)
	keep(t, s, list[0]) // is there already
	wantPictures(t, s, a.ID, list...)
}

func picturesEnd(t *testing.T, s stations.Store) {
	a, b := newStation(t, "甲"), newStation(t, "乙")
	put(t, s, a, b)
	of, other := picture(a, "一", noon), picture(b, "一", noon)
	keep(t, s, of, other)
	a.Photos = []stations.Photo{of.Imaged()}
	put(t, s, a)
	a.Photos = nil
	put(t, s, a) // a record that names it no more does not end it
	wantPictures(t, s, a.ID, of)
	if _, err := s.Apply(t.Context(), []stations.Write{{Station: a, Expect: a.Revision, Delete: true}}); err != nil {
		t.Fatal(err)
	}
	wantPictures(t, s, a.ID)
	wantPictures(t, s, b.ID, other)
	wantCode(t, "AddPicture of a deleted station", s.AddPicture(t.Context(), of), stations.NotFound)
}

func picturesMove(t *testing.T, s stations.Store) {
	a, b := newStation(t, "甲"), newStation(t, "乙")
	put(t, s, a, b)
	keep(t, s, picture(a, "both", noon), picture(a, "a", noon.Add(time.Second)), picture(b, "both", noon.Add(time.Minute)), picture(b, "b", noon.Add(time.Hour)))
	move := stations.Batch{Moves: []stations.PictureMove{{From: a.ID, To: b.ID}}}
	if _, err := s.ApplyBatch(t.Context(), move); err != nil {
		t.Fatalf("ApplyBatch(a move) = %v", err)
	}
	wantPictures(t, s, a.ID)
	wantPictures(t, s, b.ID, picture(b, "a", noon.Add(time.Second)), picture(b, "both", noon.Add(time.Minute)), picture(b, "b", noon.Add(time.Hour)))
	move.Moves[0].From = b.ID
	_, err := s.ApplyBatch(t.Context(), move)
	wantCode(t, "ApplyBatch(a move to itself)", err, stations.Invalid)
}

func picturesAreArchived(t *testing.T, s stations.Store) {
	a := newStation(t, "甲")
	put(t, s, a)
	p := picture(a, string(bytes.Repeat([]byte("x"), 100_000)), noon)
	keep(t, s, p)
	file := archived(t, s)
	if err := s.RemovePicture(t.Context(), a.ID, p.ID); err != nil {
		t.Fatal(err)
	}
	keep(t, s, picture(a, "later", noon))
	if err := restored(t, s, file); err != nil {
		t.Fatalf("Load = %v", err)
	}
	wantPictures(t, s, a.ID, p)
}
