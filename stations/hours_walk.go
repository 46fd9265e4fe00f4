package stations

import "time"

// walk stands at a minute of a day.
type walk struct {
	hours         Hours
	number        int // of today
	minute        int
	today, before masks
}

// masks are the readings of a day, each as the rules that name it: bit i is
// rule i. Alike readings are one.
type masks struct {
	n    int
	bits [maxReadings]uint64
}

// maxReadings is two for each kind of holiday, and six weekdays.
const maxReadings = 2 * 2 * 6

// read asks every rule about the day.
func (m *masks) read(h Hours, number int) {
	d := h.day(number)
	m.n = 0
	if d.unsure == 0 && d.weekdays == 0 {
		m.add(h.schedule.mask(&d))
		return
	}
	for i := range d.readings() {
		r := d.reading(i)
		m.add(h.schedule.mask(&r))
	}
}

func (m *masks) add(bits uint64) {
	for _, b := range m.bits[:m.n] {
		if b == bits {
			return
		}
	}
	m.bits[m.n] = bits
	m.n++
}

// mask returns the rules that name the day.
func (s *schedule) mask(d *day) uint64 {
	if s.table != nil {
		return s.table[d.weekday][d.holidays]
	}
	var bits uint64
	for i := range s.rules {
		if s.rules[i].names(d) {
			bits |= 1 << i
		}
	}
	return bits
}

// walk has a named result, so that its half a kilobyte is not copied.
func (h Hours) walk(t time.Time) (w walk) {
	w.hours, w.number = h, dayNumber(t)
	w.minute = int(minuteOf(t) + 8*60 - int64(w.number)*dayMinutes)
	w.today.read(h, w.number)
	w.before.n = 1
	if h.schedule.late {
		w.before.read(h, w.number-1)
	}
	return w
}

// verdict returns what the schedule says here, saysUnknown when two readings
// of today or yesterday differ.
func (w *walk) verdict() verdict {
	s := w.hours.schedule
	said := s.verdict(w.today.bits[0], w.before.bits[0], w.minute)
	if w.today.n == 1 && w.before.n == 1 {
		return said
	}
	for _, today := range w.today.bits[:w.today.n] {
		for _, before := range w.before.bits[:w.before.n] {
			if s.verdict(today, before, w.minute) != said {
				return saysUnknown
			}
		}
	}
	return said
}

// verdict applies the rules that name today and yesterday in their order.
func (s *schedule) verdict(today, before uint64, minute int) verdict {
	now := saysClosed
	for i := range s.rules {
		r := &s.rules[i]
		if today>>i&1 == 1 {
			if r.replaces {
				now = saysClosed
			}
			if r.holds(minute) {
				now = r.apply(now)
			}
		}
		if before>>i&1 == 1 && r.holds(minute+dayMinutes) {
			now = r.apply(now)
		}
	}
	return now
}

// change returns after how many minutes, at most limit, the verdict is
// another, and whether it is. The walk then stands there.
//
//  1. Look at the edges of today that are left: only there it can change.
//  2. Then at every edge of each day that follows, from its midnight;
//  3. but not at days named by the same rules as one of the last days that
//     brought no change, which is what two years mostly are.
func (w *walk) change(limit int) (ahead int, found bool) {
	here := w.verdict()
	passed := -w.minute
	if w.changeToday(here, limit-passed) {
		return passed + w.minute, true
	}
	if passed+dayMinutes > limit {
		return 0, false
	}
	return w.changeLater(here, passed, limit)
}

// changeLater is change from tomorrow on, whose midnight comes a day after
// passed.
func (w *walk) changeLater(here verdict, passed, limit int) (ahead int, found bool) {
	var quiet [8][2]masks
	for days := 1; passed+days*dayMinutes <= limit; days++ {
		w.tomorrow()
		if seen(&quiet, w) {
			continue
		}
		w.minute = -1
		if w.changeToday(here, limit-passed-days*dayMinutes) {
			return passed + days*dayMinutes + w.minute, true
		}
		quiet[days%len(quiet)] = [2]masks{w.today, w.before}
	}
	return 0, false
}

// seen reports whether the rules name these days as they named others.
func seen(quiet *[8][2]masks, w *walk) bool {
	for i := range quiet {
		if quiet[i][0].n > 0 && quiet[i][0].same(&w.today) && quiet[i][1].same(&w.before) {
			return true
		}
	}
	return false
}

func (m *masks) same(o *masks) bool {
	if m.n != o.n {
		return false
	}
	for i := range m.n {
		if m.bits[i] != o.bits[i] {
			return false
		}
	}
	return true
}

// changeToday steps from edge to edge of today, to last inclusive, until the
// verdict is not what it was.
func (w *walk) changeToday(was verdict, last int) bool {
	from := w.minute
	for _, e := range w.hours.schedule.edges {
		if e <= from {
			continue
		}
		if e > last {
			return false
		}
		w.minute = e
		if w.verdict() != was {
			return true
		}
	}
	return false
}

// tomorrow steps to the next day.
func (w *walk) tomorrow() {
	w.number++
	if w.hours.schedule.late {
		w.before = w.today
	}
	w.today.read(w.hours, w.number)
}
