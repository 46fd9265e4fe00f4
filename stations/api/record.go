package api

import (
	"maps"
	"slices"
	"time"

	"yizhan/geo/datum"
	"yizhan/stations"
)

// record writes what the public record holds beyond the card.
func record(w *writer, s *stations.Station) {
	p := &s.Position
	w.whole("revision", int64(s.Revision))
	w.texts("aliases", s.Aliases)
	programmes(w, s.Programmes)
	if len(s.ExternalIDs) > 0 {
		w.key("external_ids")
		w.open('{')
		for _, registry := range slices.Sorted(maps.Keys(s.ExternalIDs)) {
			w.text(registry, s.ExternalIDs[registry])
		}
		w.close('}')
	}
	w.some("merged_into", string(s.MergedInto))
	w.text("position_quality", string(p.Quality))
	yesNo(w, "street_front", p.StreetFront)
	w.some("road_stake", p.RoadStake)
	w.some("side_of_road", p.SideOfRoad)
	closures(w, s.Closures)
	w.texts("audience", s.Access.Audience)
	truck(w, s.Truck)
	contacts(w, "contacts", s.PublicContacts())
	photos(w, s.Photos)
	links(w, s.Links)
	standing(w, s)
	w.some("source", s.Source)
	w.moment("created_at", s.CreatedAt)
	w.moment("updated_at", s.UpdatedAt)
}

// internals writes what never leaves the registry.
func internals(w *writer, s *stations.Station) {
	w.some("source_record", s.SourceRecord)
	if s.Position.Derived {
		w.flag("adcode_derived", true)
	}
	if original := s.Position.Original; original.Datum != 0 {
		w.key("original")
		w.open('{')
		w.lonLat(original)
		w.text("datum", original.Datum.String())
		w.close('}')
	}
	contacts(w, "personal_contacts", s.PersonalContacts())
	if s.Verification != nil {
		w.some("verified_by", s.Verification.By)
	}
	objects(w, "flags", s.Flags(), func(f stations.Problem) {
		w.text("field", f.Field)
		w.text("problem", f.Problem)
	})
}

// objects writes a list of objects, whose members each writes; nothing for an
// empty list.
func objects[T any](w *writer, key string, list []T, each func(T)) {
	if len(list) == 0 {
		return
	}
	w.key(key)
	w.open('[')
	for _, item := range list {
		w.open('{')
		each(item)
		w.close('}')
	}
	w.close(']')
}

func programmes(w *writer, list []stations.Programme) {
	objects(w, "programmes", list, func(p stations.Programme) {
		w.text("brand", p.Brand)
		w.some("issuer", p.Issuer)
	})
}

func closures(w *writer, list []stations.Closure) {
	objects(w, "closures", list, func(c stations.Closure) {
		w.text("from", c.From)
		w.text("until", c.Until)
		w.some("reason", c.Reason)
	})
}

func truck(w *writer, t *stations.Truck) {
	if t == nil {
		return
	}
	w.key("truck")
	w.open('{')
	if t.Spaces > 0 {
		w.whole("spaces", int64(t.Spaces))
	}
	if t.MaxLengthM > 0 {
		w.number("max_length_m", t.MaxLengthM)
	}
	if t.MaxHeightM > 0 {
		w.number("max_height_m", t.MaxHeightM)
	}
	yesNo(w, "guarded", t.Guarded)
	yesNo(w, "cctv", t.CCTV)
	yesNo(w, "overnight", t.Overnight)
	w.close('}')
}

func contacts(w *writer, key string, list []stations.Contact) {
	objects(w, key, list, func(c stations.Contact) {
		w.some("label", c.Label)
		w.text("phone", c.Phone)
	})
}

func photos(w *writer, list []stations.Photo) {
	objects(w, "photos", list, func(p stations.Photo) {
		w.some("id", p.ID)
		w.some("url", p.URL)
		size(w, p)
		w.some("caption", p.Caption)
		w.some("caption_en", p.CaptionEN)
		moment(w, "taken_at", p.TakenAt)
	})
}

// size writes how large a picture is, where that is known.
func size(w *writer, p stations.Photo) {
	if p.Width > 0 && p.Height > 0 {
		w.whole("width", int64(p.Width))
		w.whole("height", int64(p.Height))
	}
}

func links(w *writer, l stations.Links) {
	if l == (stations.Links{}) {
		return
	}
	w.key("links")
	w.open('{')
	w.some("enrol_url", l.EnrolURL)
	w.some("book_room_url", l.BookRoomURL)
	w.close('}')
}

// standing writes what others say of the station.
func standing(w *writer, s *stations.Station) {
	if s.Star > 0 {
		w.whole("star", int64(s.Star))
	}
	w.some("a_rating", string(s.ARating))
	w.texts("honours", s.Honours)
	if s.Verification != nil {
		w.key("verification")
		w.open('{')
		w.moment("at", s.Verification.At)
		w.text("method", string(s.Verification.Method))
		w.close('}')
	}
}

func yesNo(w *writer, key string, v *bool) {
	if v != nil {
		w.flag(key, *v)
	}
}

func moment(w *writer, key string, t *time.Time) {
	if t != nil {
		w.moment(key, *t)
	}
}

// position writes where the station is. One that has only an address is
// nowhere.
func (v view) position(w *writer, s *stations.Station) {
	if s.Position.Quality == stations.AddressOnly {
		w.none("lon")
		w.none("lat")
		return
	}
	w.lonLat(datum.Out(s.Position.Point, v.datum))
}
