package api

import (
	"math"
	"strconv"
	"time"

	"yizhan/stations"
	"yizhan/stations/along"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
)

// alongView says how an answer about a way is shown.
type alongView struct {
	hitView
	form   string // json or geojson
	weight bool   // the asker told the vehicle's weight
}

func (v alongView) along(w *writer, a *along.Answer) {
	w.open('{')
	w.text("datum", v.datum.String())
	v.route(w, a)
	w.key("stations")
	w.open('[')
	for i := range a.Hits {
		w.open('{')
		v.placed(w, &a.Hits[i])
		w.close('}')
	}
	w.close(']')
	v.tail(w, a)
	w.close('}')
}

// features writes the stations as features; what else the answer says stands
// beside them.
func (v alongView) features(w *writer, a *along.Answer) {
	w.collection(v.datum)
	v.route(w, a)
	w.key("features")
	w.open('[')
	for i := range a.Hits {
		w.feature(a.Hits[i].Station.Position.Point, v.datum)
		v.beside(w, &a.Hits[i])
		w.close('}')
		w.close('}')
	}
	w.close(']')
	v.tail(w, a)
	w.close('}')
}

// route writes what is known of the whole way.
func (v alongView) route(w *writer, a *along.Answer) {
	w.key("route")
	w.open('{')
	w.number("length_m", a.LengthM)
	w.number("duration_s", a.Duration.Seconds())
	w.flag("by_road", a.OnRoad)
	if a.OnRoad {
		w.text("profile", plan.ProfileUnder(a.Mode).String())
	}
	w.close('}')
}

// tail writes what follows the list: how many there are, and the plan.
func (v alongView) tail(w *writer, a *along.Answer) {
	w.whole("total", int64(a.Total))
	w.whole("too_small", int64(a.TooSmall))
	if v.weight {
		w.texts("unchecked", []string{"vehicle.weight_t"})
	}
	v.plan(w, a.Plan)
}

// placed writes a station beside the way, and where it is.
func (v alongView) placed(w *writer, h *along.Hit) {
	v.position(w, v.beside(w, h))
}

// beside writes the members of a station beside the way but its position, and
// returns its card.
func (v alongView) beside(w *writer, h *along.Hit) card {
	c := v.cards.of(&nearby.Hit{Station: h.Station, Memo: h.Memo})
	w.ready(c.part(members))
	truck(w, h.Station.Truck)
	w.number("at_m", h.Foot.At)
	w.number("offset_m", h.Foot.Offset)
	w.text("side", h.Foot.Side.String())
	w.flag("by_road", h.ByRoad)
	if h.Reached {
		w.number("detour_m", h.DetourM)
		w.number("detour_s", h.DetourS)
		w.moment("arrival", second(h.Arrival))
	} else {
		w.none("detour_m")
		w.none("detour_s")
		w.none("arrival")
	}
	v.door(w, h)
	yesNo(w, "fits", h.Fits)
	w.buf = append(w.buf, c.part(verified)...)
	w.text("badge", string(h.Badge))
	navigate(w, c, v.mode)
	return c
}

func (v alongView) door(w *writer, h *along.Hit) {
	w.text("open", string(h.Open))
	if h.ClosesAt.IsZero() {
		w.none("closes_at")
	}
	w.moment("closes_at", h.ClosesAt)
	w.moment("opens_at", h.OpensAt)
}

// second cuts what drivers do not read off a moment, in Chinese time.
func second(t time.Time) time.Time { return t.In(stations.Zone()).Truncate(time.Second) }

// plan writes where to rest.
func (v alongView) plan(w *writer, p *along.Plan) {
	if p == nil {
		w.none("plan")
		return
	}
	w.key("plan")
	w.open('{')
	w.text("rule", "道路交通安全法实施条例第六十二条：连续驾驶机动车不得超过4小时，停车休息不得少于20分钟")
	w.flag("feasible", p.Problem == nil)
	w.key("stops")
	w.open('[')
	for i := range p.Stops {
		v.stop(w, &p.Stops[i])
	}
	w.close(']')
	if p.Problem != nil {
		w.none("longest_stretch_s")
		v.problem(w, p.Problem)
	} else {
		w.number("longest_stretch_s", p.Longest.Seconds())
		w.number("driving_s", p.Driving.Seconds())
		w.moment("arrival", second(p.Arrival))
		w.none("problem")
	}
	w.close('}')
}

// stop writes one rest: the station as the plan comes to it, and the rest.
func (v alongView) stop(w *writer, s *along.Stop) {
	w.open('{')
	v.placed(w, &s.Hit)
	w.number("stretch_s", s.Stretch.Seconds())
	w.moment("departure", second(s.Depart))
	w.flag("open_all_rest", s.Sure)
	yesNo(w, "secure", s.Secure)
	yesNo(w, "parking_free", s.Parking)
	free := make([]string, len(s.Free))
	for i, code := range s.Free {
		free[i] = string(code)
	}
	w.texts("free", free)
	w.close('}')
}

// name writes which station it is, and where along the way.
func (v alongView) name(w *writer, h *along.Hit) {
	w.text("id", string(h.Station.ID))
	w.text("name", h.Station.Name)
	w.number("at_m", h.Foot.At)
}

// problem writes which stretch cannot be driven, in words too.
func (v alongView) problem(w *writer, p *along.Problem) {
	w.key("problem")
	w.open('{')
	zh, en := ends(p)
	w.text("code", code(p))
	switch {
	case p.RestFirst:
		w.text("text", zh+"需连续驾驶"+long(p.Need, "小时", "分")+"：请先在出发地停车休息再出发，之后的路程能排出计划 "+en+" takes "+long(p.Need, " h ", " min")+" of driving: rest where you are before you set off, then the way can be driven by the rule")
	case p.Shut:
		w.text("text", zh+"，能到的站点都不能在到达时休息 "+en+": no station that is near enough lets you rest when you arrive")
	default:
		w.text("text", zh+"需连续驾驶"+long(p.Need, "小时", "分")+"，超过限制，途中没有已知的可停车站点 "+en+" takes "+long(p.Need, " h ", " min")+" of driving, more than allowed, and no station where you can park is known between")
	}
	w.key("from")
	v.end(w, p.From)
	w.key("to")
	v.end(w, p.To)
	w.number("stretch_s", p.Need.Seconds())
	w.flag("rest_first", p.RestFirst)
	w.close('}')
}

// code says what kind of problem it is.
func code(p *along.Problem) string {
	if p.Shut {
		return "shut"
	}
	return "too_far"
}

// ends names the stretch.
func ends(p *along.Problem) (zh, en string) {
	from, to := [2]string{"出发地（含出发前已驾驶的时间）", "the departure (with what was driven before)"}, [2]string{"终点", "the end"}
	if p.From != nil {
		from = [2]string{p.From.Station.Name, p.From.Station.Name}
	}
	if p.To != nil {
		to = [2]string{p.To.Station.Name, p.To.Station.Name}
	}
	return "从" + from[0] + "到" + to[0], "from " + from[1] + " to " + to[1]
}

// end writes a station, or null for an end of the way.
func (v alongView) end(w *writer, h *along.Hit) {
	if h == nil {
		w.buf = append(w.buf, "null"...)
		return
	}
	w.open('{')
	v.name(w, h)
	w.close('}')
}

// long writes a duration, begun minutes whole.
func long(d time.Duration, hours, minutes string) string {
	n := int(math.Ceil(d.Minutes()))
	return strconv.Itoa(n/60) + hours + strconv.Itoa(n%60) + minutes
}
