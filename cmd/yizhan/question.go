package main

import (
	"cmp"

	"yizhan/geo/datum"
	"yizhan/stations/plan"
)

// questionFlags ask for a coverage. Verbs about one embed them.
type questionFlags struct {
	Roads   []string `required:"" type:"existingfile" env:"YIZHAN_ROADS" placeholder:"FILE" help:"路网 Road file of yizhan roads build; repeatable (${env})."`
	Mode    string   `help:"出行方式 walk, ride or truck."`
	Minutes *float64 `help:"分钟数：多久算到得了 Minutes within which a station is in reach (default: the profile's)."`
	K       *int     `name:"k" help:"至少能到几个站 How many stations must be in time (default 1)."`
	At      string   `help:"某个时刻 Count stations that are open then: RFC 3339, Chinese time without a zone."`
	Area    string   `help:"区域 Division by code or name, as 渝中区, or a box w,s,e,n (default: all demand)."`
	Res     *int     `help:"网格级别 H3 resolution (default 9)."`
	Layer   string   `help:"需求图层 Layer of demand (default population), several with commas, unmet for what riders missed."`
	Kind    []string `help:"站点类型 Kind of station that counts; repeatable."`
	Service []string `help:"须有的服务 Service that a station must offer; repeatable."`
	Profile string   `help:"方案 Profile NAME or NAME@VERSION."`
	Height  *float64 `name:"vehicle-height" placeholder:"METRES" help:"车高（米） Height of the lorry, with --mode truck: roads with a lower limit are closed to it."`
	Length  *float64 `name:"vehicle-length" placeholder:"METRES" help:"车长（米） Length of the lorry."`
	Weight  *float64 `name:"vehicle-weight" placeholder:"TONNES" help:"总重（吨） Weight of the lorry, as loaded."`
	Horizon *float64 `name:"horizon-minutes" help:"最远算到几分钟 How far times are searched (default max(60, minutes))."`
	Days    *int     `name:"verified-within-days" help:"另算近几天核实过的站点 Also the coverage by stations verified within so many days."`
	Datum   string   `placeholder:"wgs84" help:"坐标系 Datum of a box in --area, of files of places and of everything that is written (default wgs84)."`
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
		return usage("--%s: 不能是 0 must not be 0", flag)
	}
	*to = *from
	return nil
}
