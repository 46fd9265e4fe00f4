package api

import (
	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/demo"
)

// view says how a station is shown. Personal contacts, who verified and the
// source's own keys stand in the internal view only.
type view struct {
	datum    datum.Datum
	full     bool // the whole public record, not only the card
	internal bool // with full: also what only those see who keep the record
	record   bool // in place of all that: the record that a mirror gets
}

// station writes the members of a station's card, or of its record.
func (v view) station(w *writer, s *stations.Station) {
	p := &s.Position
	w.text("id", string(s.ID))
	w.some("code", s.Code)
	w.text("name", s.Name)
	w.text("kind", string(s.Kind))
	w.text("lifecycle", string(s.Lifecycle))
	w.some("host", string(s.Host))
	w.some("address", p.Address)
	w.some("adcode", p.Adcode)
	w.some("floor", p.Floor)
	w.some("entrance_note", p.EntranceNote)
	w.some("bike_parking", p.BikeParking)
	w.some("access_method", string(s.Access.Method))
	w.some("access_steps", s.Access.Steps)
	w.some("eligibility", s.Access.Eligibility)
	services(w, s.Services, v.full)
	w.some("hours", s.Hours)
	for _, c := range s.Contacts {
		if !c.Personal {
			w.text("phone", c.Phone)
			break
		}
	}
	w.some("photo", s.Cover())
	if s.Source == demo.Source {
		w.flag("synthetic", true)
	}
	if v.full {
		record(w, s)
	}
	if v.internal {
		internals(w, s)
	}
}

func services(w *writer, list []stations.ServiceState, full bool) {
	objects(w, "services", list, func(s stations.ServiceState) {
		w.text("code", string(s.Code))
		w.text("status", string(s.Status))
		if s.Free != nil {
			w.flag("free", *s.Free)
		}
		w.some("note", s.Note)
		if s.Indoor != nil {
			w.flag("indoor", *s.Indoor)
		}
		if full {
			moment(w, "checked_at", s.CheckedAt)
		}
		moment(w, "expires_at", s.ExpiresAt)
	})
}
