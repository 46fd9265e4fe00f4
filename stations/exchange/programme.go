package exchange

import (
	"cmp"
	"encoding/json"
	"slices"

	"yizhan/stations"
)

// programmesAccess reads and writes brands as texts do; where an issuer is
// known, a JSON list of {"brand","issuer"}.
func programmesAccess() access {
	brands := texts(func(s *station) *[]string {
		list := brandsOf(s.Programmes)
		return &list
	})
	return access{
		get: func(s *station) string {
			if slices.ContainsFunc(s.Programmes, func(p stations.Programme) bool { return p.Issuer != "" }) {
				return asJSON(s.Programmes)
			}
			return brands.get(s)
		},
		set: func(s *station, cell string) fault {
			if isJSON(cell) {
				var list []stations.Programme
				if json.Unmarshal([]byte(cell), &list) != nil {
					return fault{"is neither a list of brands nor a JSON list of {\"brand\",\"issuer\"}", false}
				}
				s.Programmes = list
				return cmp.Or(hide(s.Programmes, brand), hide(s.Programmes, issuer))
			}
			s.Programmes = issued(s.Programmes, split(cell, false))
			return hide(s.Programmes, brand)
		},
	}
}

func brand(p *stations.Programme) *string  { return &p.Brand }
func issuer(p *stations.Programme) *string { return &p.Issuer }

func brandsOf(programmes []stations.Programme) []string {
	brands := make([]string, len(programmes))
	for i, p := range programmes {
		brands[i] = p.Brand
	}
	return brands
}

// issued returns programmes of these brands, each with the issuer that is
// known already: a file that names brands only does not take issuers away.
func issued(known []stations.Programme, brands []string) []stations.Programme {
	list := stations.Brands(brands...)
	for i, p := range list {
		if at := slices.IndexFunc(known, func(k stations.Programme) bool { return k.Brand == p.Brand }); at >= 0 {
			list[i] = known[at]
		}
	}
	return list
}
