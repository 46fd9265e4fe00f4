package stations

import (
	"bytes"
	"encoding/json"
)

// Programme is a brand that a station stands under, and who gives it: 工会驿站
// of a trade union, 暖新驿站 of a city. One door may carry several.
type Programme struct {
	Brand  string `json:"brand"`
	Issuer string `json:"issuer,omitempty"`
}

// UnmarshalJSON reads an object, or a plain text, which is a brand: records
// of the first version hold those.
func (p *Programme) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte(`"`)) {
		*p = Programme{}
		return json.Unmarshal(data, &p.Brand)
	}
	type plain Programme
	return json.Unmarshal(data, (*plain)(p))
}

// Brands returns programmes of these brands, with no issuer stated.
func Brands(brands ...string) []Programme {
	list := make([]Programme, len(brands))
	for i, brand := range brands {
		list[i].Brand = brand
	}
	return list
}
