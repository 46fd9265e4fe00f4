package api

import (
	"encoding/csv"
	"strconv"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
)

// getStats counts stations and reports by period, division and kind.
func (s *Server) getStats(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	q := p.stats(s)
	form := p.format(c, "json", "csv")
	if err := p.err(); err != nil {
		return err
	}
	rows, err := s.Store.Statistics(c.Request().Context(), q)
	if err != nil {
		return err
	}
	if form == "csv" {
		w := s.buffer()
		defer s.buffers.Put(w)
		if err := statsCSV(w, rows); err != nil {
			return err
		}
		return send(c, mediaCSV, w.buf)
	}
	return sendJSON(c, model.Stats{By: string(q.By), Level: string(q.Level), From: q.From, Until: q.Until, At: second(q.Now), Rows: views(rows, statsRow)})
}

// stats reads the question. Without days it is about the last 30 days, 12
// weeks or 12 months, the running one included.
func (p *params) stats(s *Server) stations.StatsQuery {
	now := s.Now()
	q := stations.StatsQuery{
		By:     stations.Span(p.choice("by", string(stations.ByMonth), string(stations.ByWeek), string(stations.ByDay))),
		Level:  stations.Level(p.choice("level", string(stations.ByDistrict), string(stations.ByCity), string(stations.ByStreet))),
		From:   p.day("from"),
		Until:  p.day("until"),
		Adcode: p.text("area"),
		Kinds:  p.kinds(),
		Now:    now,
	}
	if q.Until == "" {
		q.Until = stations.DayOf(now)
	}
	if q.From == "" && stations.ValidDay(q.Until) {
		first := q.By.Begin(q.Until)
		switch q.By {
		case stations.ByDay:
			first = first.AddDate(0, 0, -29)
		case stations.ByWeek:
			first = first.AddDate(0, 0, -7*11)
		default:
			first = first.AddDate(0, -11, 0)
		}
		q.From = stations.DayOf(first)
	}
	return q
}

// day returns a day such as 2026-11-20, "" when it is not given.
func (p *params) day(name string) string {
	day := p.text(name)
	if p.values.has(name) && !stations.ValidDay(day) {
		p.add(name, "must be a day such as 2026-11-20")
	}
	return day
}

// counters are the columns of a row after those by stage of life.
func counters(r *stations.StatsRow) []counter {
	return []counter{
		{"verified", r.Verified},
		{"overdue", r.Overdue},
		{"created", r.Created},
		{"closed", r.Closed},
		{"removed", r.Removed},
		{"maybe_closed", r.Doubted},
		{"reports", r.Reports},
		{"answered", r.Answered},
	}
}

type counter struct {
	name  string
	count int
}

func statsRow(r stations.StatsRow) model.StatsRow {
	row := model.StatsRow{
		Period: r.Period, Area: r.Adcode, Kind: string(r.Kind), Stations: map[string]int{},
		Verified: r.Verified, Overdue: r.Overdue, Created: r.Created, Closed: r.Closed, Removed: r.Removed,
		MaybeClosed: r.Doubted, Reports: r.Reports, Answered: r.Answered,
	}
	for stage, count := range r.Stations {
		if count > 0 {
			row.Stations[string(stage)] = count
		}
	}
	return row
}

// statsCSV writes the same numbers, a stage of life to a column. Its cells
// are codes, days and numbers: none can be taken for a formula.
func statsCSV(w *writer, rows []stations.StatsRow) error {
	out := csv.NewWriter(w)
	head := []string{"period", "area", "kind"}
	for _, stage := range stations.Lifecycles() {
		head = append(head, "stations_"+stage.Code)
	}
	for _, c := range counters(&stations.StatsRow{}) {
		head = append(head, c.name)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		line := []string{r.Period, r.Adcode, string(r.Kind)}
		for _, stage := range stations.Lifecycles() {
			line = append(line, strconv.Itoa(r.Stations[stations.Lifecycle(stage.Code)]))
		}
		for _, c := range counters(r) {
			line = append(line, strconv.Itoa(c.count))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
