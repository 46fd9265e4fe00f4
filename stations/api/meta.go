package api

import (
	"encoding/json"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"yizhan/geo/datum"
	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/basemap"
	"yizhan/stations/demo"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
)

// meta is what a page must know before it asks anything else.
type meta struct {
	Name      string                     `json:"name"`
	Version   string                     `json:"version"`
	Datum     datum.Datum                `json:"datum"` // of bounds
	Synthetic bool                       `json:"synthetic"`
	Words     map[string][]stations.Word `json:"words"`
	Bounds    *[4]float64                `json:"bounds"` // of stations and roads; null without any
	Roads     []roads.Info               `json:"roads"`
	Layers    []stations.DemandLayer     `json:"layers"`
	Unmet     *countedLayer              `json:"unmet,omitempty"` // while this server counts searches that found nothing
	Areas     []stations.Area            `json:"areas"`
	Revision  stations.Revision          `json:"revision"`
	Calendar  []int                      `json:"calendar"` // years whose holidays are known
	Basemap   basemap.Map                `json:"basemap"`
}

// countedLayer is the layer of demand that is counted, not imported: its name,
// and how many days back it goes.
type countedLayer struct {
	Layer string `json:"layer"`
	Days  int    `json:"days"`
}

func (s *Server) getMeta(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	if err := p.err(); err != nil {
		return err
	}
	m, err := s.meta(c)
	if err != nil {
		return err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return send(c, mediaJSON, text)
}

func (s *Server) meta(c echo.Context) (meta, error) {
	ctx := c.Request().Context()
	layers, err := s.Store.DemandLayers(ctx)
	if err != nil {
		return meta{}, err
	}
	areas, err := s.Store.Areas(ctx, "")
	if err != nil {
		return meta{}, err
	}
	m := meta{
		Name: "yizhan", Version: s.Version, Datum: datum.WGS84, Words: allWords(), Calendar: s.Finder.Calendar().Years(), Basemap: s.Basemap,
		Roads: make([]roads.Info, 0, len(s.Roads)), Layers: append([]stations.DemandLayer{}, layers...), Areas: append([]stations.Area{}, areas...),
	}
	if s.Unmet != nil {
		m.Unmet = &countedLayer{plan.UnmetLayer, plan.UnmetDays}
	}
	for _, g := range s.Roads {
		m.Roads = append(m.Roads, g.Info())
	}
	if snapshot := s.Finder.Snapshot(); snapshot != nil {
		sum := s.summary(snapshot)
		m.Revision, m.Synthetic, m.Bounds = snapshot.Revision, sum.synthetic, bounds(s.roadCorners(sum.bound))
	}
	return m, nil
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

func allWords() map[string][]stations.Word {
	return map[string][]stations.Word{
		"kinds": stations.Kinds(), "services": stations.Services(), "hosts": stations.Hosts(),
		"access_methods": stations.AccessMethods(), "lifecycles": stations.Lifecycles(),
		"badges": stations.Badges(), "report_kinds": stations.ReportKinds(), "outcomes": stations.Outcomes(),
		"verification_methods": stations.VerificationMethods(), "position_qualities": stations.PositionQualities(),
		"a_ratings": stations.ARatings(), "registries": stations.Registries(),
	}
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
func bounds(all orb.MultiPoint) *[4]float64 {
	if len(all) == 0 {
		return nil
	}
	b := all.Bound()
	return &[4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
}
