package api

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/demo"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
)

// getMeta tells what a page must know before it asks anything else.
func (s *Server) getMeta(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	m, err := s.meta(c)
	if err != nil {
		return err
	}
	return sendJSON(c, m)
}

func (s *Server) meta(c echo.Context) (model.Meta, error) {
	held, err := s.holdings(c.Request().Context())
	if err != nil {
		return model.Meta{}, err
	}
	m := model.Meta{
		Name: "yizhan", Version: s.Version, Datum: datum.WGS84.String(), Words: allWords(), Calendar: s.Finder.Calendar().Years(), Basemap: s.Basemap,
		Roads: views(s.Roads, (*roads.Graph).Info), Layers: held.layers, Areas: held.areas,
	}
	if s.Unmet != nil {
		m.Unmet = model.CountedLayer{Layer: plan.UnmetLayer, Days: plan.UnmetDays}
	}
	if snapshot := s.Finder.Snapshot(); snapshot != nil {
		sum := s.summary(snapshot)
		m.Revision, m.Synthetic, m.Bounds = int64(snapshot.Revision), sum.synthetic, bounds(s.roadCorners(sum.bound))
	}
	return m, nil
}

// holdings is what the store holds beside stations.
type holdings struct {
	areas  []model.AreaName
	layers []model.Layer
}

// holdings reads what the store holds. While it is away they are what they
// last were, or nothing: riders, who are answered from memory, want the words,
// and do not wait long for a store that is silent.
func (s *Server) holdings(ctx context.Context) (*holdings, error) {
	last := s.holding.Load()
	if last != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, pulseTime)
		defer cancel()
	}
	held, err := s.readHoldings(ctx)
	switch {
	case stations.CodeOf(err) != stations.Unavailable:
		return held, err
	case last != nil:
		return last, nil
	}
	return &holdings{areas: []model.AreaName{}, layers: []model.Layer{}}, nil
}

func (s *Server) readHoldings(ctx context.Context) (*holdings, error) {
	layers, err := s.Store.DemandLayers(ctx)
	if err != nil {
		return nil, err
	}
	areas, err := s.areaNames.of(ctx, s.Store)
	if err != nil {
		return nil, err
	}
	held := &holdings{areas: areas, layers: views(layers, layerView)}
	s.holding.Store(held)
	return held, nil
}

// summary is what there is to say of all public stations of one snapshot.
type summary struct {
	snapshot  *nearby.Snapshot
	bound     orb.MultiPoint // two corners, or none when there are no stations
	synthetic bool           // whether any comes from the demo
}

// summary looks at all stations once per snapshot that is asked about. Two
// requests may do so at once; both find the same.
func (s *Server) summary(snapshot *nearby.Snapshot) *summary {
	if sum := s.sum.Load(); sum != nil && sum.snapshot == snapshot {
		return sum
	}
	sum := &summary{snapshot: snapshot}
	var all orb.MultiPoint
	for station := range snapshot.All() {
		all = append(all, station.Position.Point)
		sum.synthetic = sum.synthetic || station.Source == demo.Source
	}
	if len(all) > 0 {
		sum.bound = orb.MultiPoint{all.Bound().Min, all.Bound().Max}
	}
	s.sum.Store(sum)
	return sum
}

func layerView(l stations.DemandLayer) model.Layer {
	return model.Layer{Name: l.Name, Version: l.Version, Rows: l.Rows, Total: l.Total, ImportedAt: l.At}
}

func areaNames(areas []stations.Area) []model.AreaName { return views(areas, areaName) }

func areaName(a stations.Area) model.AreaName {
	return model.AreaName{Adcode: a.Adcode, Name: a.Name, Level: a.Level, Parent: a.Parent}
}

func allWords() map[string][]model.Word {
	all := map[string][]stations.Word{
		"kinds": stations.Kinds(), "services": stations.Services(), "hosts": stations.Hosts(),
		"access_methods": stations.AccessMethods(), "lifecycles": stations.Lifecycles(),
		"badges": stations.Badges(), "report_kinds": stations.ReportKinds(), "outcomes": stations.Outcomes(),
		"verification_methods": stations.VerificationMethods(), "position_qualities": stations.PositionQualities(),
		"a_ratings": stations.ARatings(), "registries": stations.Registries(),
	}
	shown := make(map[string][]model.Word, len(all))
	for of, words := range all {
		shown[of] = views(words, func(w stations.Word) model.Word { return model.Word{Code: w.Code, Zh: w.Chinese, En: w.English} })
	}
	return shown
}

// roadCorners adds the corners of every road network.
func (s *Server) roadCorners(all orb.MultiPoint) orb.MultiPoint {
	all = slices.Clone(all)
	for _, g := range s.Roads {
		if g.NumNodes() > 0 {
			all = append(all, g.Bounds().Min, g.Bounds().Max)
		}
	}
	return all
}

// bounds returns west, south, east, north of points, nil of none.
func bounds(all orb.MultiPoint) []float64 {
	if len(all) == 0 {
		return nil
	}
	b := all.Bound()
	return []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
}
