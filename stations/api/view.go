package api

import (
	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/demo"
)

// view says how a station is shown.
type view struct {
	datum datum.Datum
	full  bool // the whole public record, not only the card
}

// station writes the members of a station's card. Personal contacts never
// leave the registry.
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
	services(w, s.Services)
	w.some("hours", s.Hours)
	for _, c := range s.Contacts {
		if !c.Personal {
			w.text("phone", c.Phone)
			break
		}
	}
	if s.Source == demo.Source {
		w.flag("synthetic", true)
	}
	if v.full {
		record(w, s)
	}
}

func services(w *writer, list []stations.ServiceState) {
	if len(list) == 0 {
		return
	}
	w.key("services")
	w.open('[')
	for _, s := range list {
		w.open('{')
		w.text("code", string(s.Code))
		w.text("status", string(s.Status))
		if s.Free != nil {
			w.flag("free", *s.Free)
		}
		w.some("note", s.Note)
		w.close('}')
	}
	w.close(']')
}

// record writes what the public record holds beyond the card.
func record(w *writer, s *stations.Station) {
	p := &s.Position
	w.whole("revision", int64(s.Revision))
	w.texts("aliases", s.Aliases)
	programmes(w, s.Programmes)
	w.text("position_quality", string(p.Quality))
	if p.StreetFront != nil {
		w.flag("street_front", *p.StreetFront)
	}
	w.some("road_stake", p.RoadStake)
	w.some("side_of_road", p.SideOfRoad)
	if public := s.PublicContacts(); len(public) > 0 {
		w.key("contacts")
		w.open('[')
		for _, c := range public {
			w.open('{')
			w.some("label", c.Label)
			w.text("phone", c.Phone)
			w.close('}')
		}
		w.close(']')
	}
	w.some("source", s.Source)
	w.some("source_record", s.SourceRecord)
	w.moment("created_at", s.CreatedAt)
	w.moment("updated_at", s.UpdatedAt)
}

func programmes(w *writer, list []stations.Programme) {
	if len(list) == 0 {
		return
	}
	w.key("programmes")
	w.open('[')
	for _, p := range list {
		w.open('{')
		w.text("brand", p.Brand)
		w.some("issuer", p.Issuer)
		w.close('}')
	}
	w.close(']')
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
