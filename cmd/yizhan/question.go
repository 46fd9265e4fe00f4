package main

import (
	"cmp"

	"yizhan/geo/datum"
	"yizhan/stations/plan"
)

// questionFlags ask for a coverage. Verbs about one embed them.
type questionFlags struct {
	Roads   []string `required:"" type:"existingfile" env:"YIZHAN_ROADS" help:"Road file of yizhan roads build; repeatable."`
	Mode    string   `help:"walk, ride or truck."`
	Minutes *float64 `help:"What in time means (default: the profile's)."`
	K       *int     `name:"k" help:"How many stations must be in time (default 1)."`
	At      string   `help:"Count stations that are open then: RFC 3339, Chinese time without a zone."`
	Area    string   `help:"Adcode, or a box w,s,e,n (default: all demand)."`
	Res     *int     `help:"H3 resolution (default 9)."`
	Layer   string   `help:"Layer of demand (default population), several with commas, unmet for what riders missed."`
	Kind    []string `help:"Kind of station that counts; repeatable."`
	Service []string `help:"Service that a station must offer; repeatable."`
	Profile string   `help:"Profile NAME or NAME@VERSION."`
	Height  *float64 `name:"vehicle-height" placeholder:"METRES" help:"Of the lorry, with --mode truck: roads with a lower limit are closed to it."`
	Length  *float64 `name:"vehicle-length" placeholder:"METRES" help:"Of the lorry."`
	Weight  *float64 `name:"vehicle-weight" placeholder:"TONNES" help:"Of the lorry, as loaded."`
	Horizon *float64 `name:"horizon-minutes" help:"How far times are searched (default max(60, minutes))."`
	Days    *int     `name:"verified-within-days" help:"Also the coverage by stations verified within so many days."`
	Datum   string   `placeholder:"wgs84" help:"Datum of a box in --area, of files of places and of everything that is written (default wgs84)."`
}

// question turns the flags into a request in WGS-84. A number that is stated
// as 0 is wrong usage: in a request it would mean the default.
func (c questionFlags) question() (plan.Request, datum.Datum, error) {
	d, err := parseDatum(cmp.Or(c.Datum, "wgs84"))
	if err != nil {
		return plan.Request{}, 0, err
	}
	r := plan.Request{
		Mode: c.Mode, At: c.At, Layer: c.Layer, Profile: c.Profile,
		Filter: plan.Filter{Kinds: c.Kind, Services: c.Service},
	}
	if r.Area, err = plan.AreaIn(c.Area, d); err != nil {
		return plan.Request{}, 0, usage("--area: %w", err)
	}
	for _, f := range []struct {
		name string
		from *float64
		to   *float64
	}{
		{"minutes", c.Minutes, &r.Minutes},
		{"horizon-minutes", c.Horizon, &r.HorizonMinutes},
		{"vehicle-height", c.Height, &r.Vehicle.HeightM},
		{"vehicle-length", c.Length, &r.Vehicle.LengthM},
		{"vehicle-weight", c.Weight, &r.Vehicle.WeightT},
	} {
		if err := stated(f.name, f.from, f.to); err != nil {
			return plan.Request{}, 0, err
		}
	}
	if err := stated("k", c.K, &r.K); err != nil {
		return plan.Request{}, 0, err
	}
	if err := stated("res", c.Res, &r.Res); err != nil {
		return plan.Request{}, 0, err
	}
	if err := stated("verified-within-days", c.Days, &r.VerifiedDays); err != nil {
		return plan.Request{}, 0, err
	}
	if _, err := r.Normal(); err != nil {
		return plan.Request{}, 0, usage("%w", err)
	}
	return r, d, nil
}

func stated[T int | float64](flag string, from, to *T) error {
	if from == nil {
		return nil
	}
	if *from == 0 {
		return usage("--%s must not be 0", flag)
	}
	*to = *from
	return nil
}
