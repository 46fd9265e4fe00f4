package nearby

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"yizhan/stations"
)

// Order is how a list of the registry is sorted; equals by id.
type Order string

// The orders of a list.
const (
	ByID      Order = "id"       // as they were entered
	ByName    Order = "name"     // by characters
	ByAdcode  Order = "adcode"   // by division, those without one first
	ByUpdate  Order = "updated"  // the last written first
	ByChecked Order = "verified" // those that nobody has verified for longest first
)

// Listing asks for a page of the registry.
type Listing struct {
	Filter stations.Filter
	Keep   func(*stations.Station) bool // nil for all that the filter keeps
	Order  Order
	Limit  int    // 1 … MaxFound
	Cursor string // Listed.Next of the page before, of the same order; "" for the first
}

// Listed is a page of the registry. Stations are shared and must not be
// changed.
type Listed struct {
	Stations []*stations.Station
	Total    int    // of all pages
	Next     string // the next page's Cursor; "" after the last
}

// List sorts all stations, public or not, that the listing keeps. It answers
// from memory, which follows the store within a second, and looks at every
// station once: some 10 ms for 100,000. A station that is written between two
// pages may stand in both or in neither.
//
// Errors: Invalid for an unknown order, a limit or a cursor that breaks the
// rules; ctx's error.
func (f *Finder) List(ctx context.Context, l Listing) (Listed, error) {
	p, err := newPage(l)
	if err != nil {
		return Listed{}, err
	}
	shelf, err := f.lexicon.read(ctx)
	if err != nil {
		return Listed{}, err
	}
	now := f.now()
	for s := range shelf.stations() {
		if l.Filter.Match(s, now) && (l.Keep == nil || l.Keep(s)) {
			p.add(s)
		}
	}
	return p.listed(), nil
}

// stations yields each station once.
func (s shelf) stations() func(yield func(*stations.Station) bool) {
	return func(yield func(*stations.Station) bool) {
		for _, b := range s.books {
			for i, station := range b.list {
				if !b.gone.has(i) && !yield(station) {
					return
				}
			}
		}
		for i := range s.loose {
			if !yield(s.loose[i].station) {
				return
			}
		}
	}
}

// listPage keeps the first stations after a place in an order.
type listPage struct {
	order Order
	after *stand
	limit int
	kept  []stand // the first ones, and at most as many others
	total int
}

// stand is where a station stands in an order.
type stand struct {
	key     string // as it is compared
	id      stations.ID
	station *stations.Station
}

func newPage(l Listing) (*listPage, error) {
	if !slices.Contains([]Order{ByID, ByName, ByAdcode, ByUpdate, ByChecked}, l.Order) {
		return nil, stations.BadField("sort", "must be one of id, name, adcode, updated, verified")
	}
	if l.Limit < 1 || l.Limit > MaxFound {
		return nil, stations.BadField("limit", fmt.Sprintf("must be a whole number of 1 to %d", MaxFound))
	}
	p := &listPage{order: l.Order, limit: l.Limit}
	if l.Cursor == "" {
		return p, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(l.Cursor)
	parts := strings.SplitN(string(text), "\x00", 3)
	if err != nil || len(parts) != 3 || parts[0] != string(l.Order) {
		return nil, stations.BadField("cursor", "is not one that this server gave for this order")
	}
	p.after = &stand{id: stations.ID(parts[1]), key: parts[2]}
	return p, nil
}

// add puts a station where it belongs, if that is on this page. When twice
// as many are kept as are needed, the last half is dropped.
func (p *listPage) add(s *stations.Station) {
	p.total++
	one := stand{p.order.key(s), s.ID, s}
	if p.after != nil && p.order.compare(one, *p.after) <= 0 {
		return
	}
	if p.kept = append(p.kept, one); len(p.kept) >= 2*(p.limit+1) {
		p.cut()
	}
}

func (p *listPage) cut() {
	slices.SortFunc(p.kept, p.order.compare)
	p.kept = p.kept[:min(len(p.kept), p.limit+1)]
}

func (p *listPage) listed() Listed {
	p.cut()
	l := Listed{Total: p.total}
	for i, one := range p.kept {
		if i == p.limit {
			last := p.kept[i-1]
			l.Next = base64.RawURLEncoding.EncodeToString([]byte(string(p.order) + "\x00" + string(last.id) + "\x00" + last.key))
			break
		}
		l.Stations = append(l.Stations, one.station)
	}
	return l
}

// key is what the order compares, as a text that sorts alike.
func (o Order) key(s *stations.Station) string {
	const sortable = "2006-01-02T15:04:05.000"
	switch o {
	case ByName:
		return s.Name
	case ByAdcode:
		return s.Position.Adcode
	case ByUpdate:
		return s.UpdatedAt.UTC().Format(sortable)
	case ByChecked:
		return stations.Stamp(s.CheckedAt()).In(time.UTC).Format(sortable)
	}
	return ""
}

func (o Order) compare(a, b stand) int {
	by := strings.Compare(a.key, b.key)
	if o == ByUpdate {
		by = -by
	}
	return cmp.Or(by, strings.Compare(string(a.id), string(b.id)))
}
