package stations

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"yizhan/geo/hex"
)

// Demand is a number of people (or parcels, or orders) at a place: an H3
// cell, or a point when Cell is zero.
type Demand struct {
	Cell   hex.Cell
	Point  orb.Point // WGS-84; only when Cell is zero
	Weight float64   // ≥ 0, finite
	// Hours are the weights of the hours of a day, ≥ 0 and finite, which count
	// instead of Weight when a moment is asked about; nil when all hours are
	// alike.
	Hours *DayWeights
}

// DemandLayer describes a layer of demand.
type DemandLayer struct {
	Name    string    `json:"name"`
	Version string    `json:"version"` // names the content: equal rows in equal order give an equal version
	Rows    int       `json:"rows"`
	Total   float64   `json:"total"`
	At      time.Time `json:"imported_at"`
}

// DefaultLayer is the layer that is meant when none is named.
const DefaultLayer = "population"

// DemandStore keeps layers of demand.
type DemandStore interface {
	// PutDemand replaces the layer by these rows, in one transaction, and
	// returns its description. Invalid when a weight is negative or not
	// finite, or a cell or point is not valid; then nothing changes.
	PutDemand(ctx context.Context, layer string, rows []Demand) (DemandLayer, error)

	// Demand returns a layer's rows in the order in which they were put;
	// NotFound when there is no such layer.
	Demand(ctx context.Context, layer string) (DemandLayer, []Demand, error)

	// DemandLayers describes every layer, in order of name.
	DemandLayers(ctx context.Context) ([]DemandLayer, error)
}
