package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/intake"
)

func reviewView(r stations.Review) model.Review {
	return model.Review{
		ID: r.ID, Kind: string(r.Kind), Station: string(r.Station), Other: string(r.Other), Adcode: r.Adcode,
		Reasons: r.Reasons, DistanceM: r.DistanceM, Similarity: r.Similarity,
		Field: r.Field, Value: r.Value, Old: r.Old, New: r.New,
		Source: r.Source, Record: r.Record, At: r.At,
		Verdict: string(r.Verdict), DecidedBy: r.DecidedBy, DecidedAt: r.DecidedAt,
	}
}

// getReviews lists the questions that imports left to people: those of the
// division that an editor is bound to.
func (s *Server) getReviews(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	f := stations.ReviewFilter{
		Decided: p.choice("state", "open", "decided") == "decided",
		Kind:    stations.ReviewKind(p.choice("kind", "", string(stations.ReviewDuplicate), string(stations.ReviewConflict))),
		Adcode:  p.text("area"),
	}
	if f.Adcode != "" && !stations.ValidAdcode(f.Adcode) {
		p.add("area", "must be a division code of 6, 9 or 12 digits")
	}
	after, limit := p.text("cursor"), p.limit(1000, 100)
	if err := p.err(); err != nil {
		return err
	}
	if bound := asking(c).key.Adcode; !strings.HasPrefix(stations.AdcodePrefix(f.Adcode), stations.AdcodePrefix(bound)) {
		f.Adcode = bound
	}
	list, err := s.Store.Reviews(c.Request().Context(), f, after, limit)
	if err != nil {
		return err
	}
	page := model.Reviews{Reviews: views(list, reviewView)}
	if len(list) == limit {
		page.Next = &list[limit-1].ID
	}
	return private(c, http.StatusOK, page)
}

// postReview decides a review.
func (s *Server) postReview(c echo.Context) error {
	var asked model.Decision
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	if err := said("decision", asked.Decision); err != nil {
		return err
	}
	answer := intake.Answer{
		Review: c.Param("id"), Verdict: stations.Verdict(asked.Decision), Keep: stations.ID(asked.Keep),
		By: asking(c).by(), At: s.Now(),
	}
	if !slices.Contains([]stations.Verdict{stations.Merge, stations.KeepApart, stations.TakeSource, stations.KeepStation}, answer.Verdict) {
		return stations.BadField("decision", "must be one of merge, keep_apart, take_source, keep_station")
	}
	if err := s.mayDecide(c, answer.Review); err != nil {
		return err
	}
	decided, err := intake.Decide(c.Request().Context(), s.Store, answer)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, reviewView(decided))
}

// mayDecide refuses an editor who is bound to a division in which one of the
// review's stations does not lie: a decision may write to both.
func (s *Server) mayDecide(c echo.Context, id string) error {
	ctx, bound := c.Request().Context(), stations.AdcodePrefix(asking(c).key.Adcode)
	r, err := s.Store.Review(ctx, id)
	if err != nil || bound == "" {
		return err
	}
	for _, station := range []stations.ID{r.Station, r.Other} {
		if station == "" {
			continue
		}
		found, err := intake.Survivor(ctx, s.Store, station)
		if err != nil {
			return err
		}
		if !strings.HasPrefix(found.Position.Adcode, bound) {
			return stations.Errorf(stations.Forbidden, "权限不足 a station of this review lies outside the division in which you may write")
		}
	}
	return nil
}

// moved returns the address of the station that stands for the one that the
// request names, "" when that was not merged. station is the one that was
// read, nil when the asker may not see it: even then an old address, printed
// on a door, leads on.
func (s *Server) moved(c echo.Context, station *stations.Station) string {
	ctx := c.Request().Context()
	if station == nil {
		var err error
		if station, err = s.Store.Station(ctx, stations.ID(c.Param("id"))); err != nil {
			return ""
		}
	}
	if station.MergedInto == "" {
		return ""
	}
	survivor, err := intake.Survivor(ctx, s.Store, station.ID)
	if err != nil {
		return ""
	}
	to := "/v1/stations/" + string(survivor.ID)
	if query := c.QueryString(); query != "" {
		to += "?" + query
	}
	return to
}
