package nearby

import "yizhan/stations"

// offers keeps lists of services: most stations of a city offer what many
// others do, and such a list takes as much memory as half a station.
type offers map[string][]stations.ServiceState

// share gives the station the list of another that offers just the same. Lists
// that say more than what is offered, and in which state, stay their own.
func (o offers) share(s *stations.Station) {
	var room [256]byte
	key, plain := offerKey(room[:0], s.Services)
	if !plain {
		return
	}
	if list, known := o[string(key)]; known {
		s.Services = list
		return
	}
	if len(o) >= maxCompiled {
		clear(o)
	}
	o[string(key)] = s.Services
}

// offerKey names a list by its content, unless it has notes or times.
func offerKey(key []byte, list []stations.ServiceState) (name []byte, plain bool) {
	for _, s := range list {
		if s.Note != "" || s.CheckedAt != nil || s.ExpiresAt != nil {
			return nil, false
		}
		key = append(append(append(key, s.Code...), 0), s.Status...)
		key = append(key, 0, yesNo(s.Free), yesNo(s.Indoor))
	}
	return key, len(list) > 0
}

// yesNo tells apart yes, no and not known.
func yesNo(b *bool) byte {
	switch {
	case b == nil:
		return '?'
	case *b:
		return 'y'
	}
	return 'n'
}
