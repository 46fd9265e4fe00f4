package nearby

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
// station once (BenchmarkList). A station that is written between two pages
// may stand in both or in neither.
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
	const patience = 1024 // stations between two looks at ctx: Keep may be a long filter
	now, looked := f.now(), 0
	for s := range shelf.stations() {
		if looked++; looked%patience == 0 && ctx.Err() != nil {
			return Listed{}, ctx.Err()
		}
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
	text    string // what an order by words compares
	at      int64  // what an order by time compares: ms since 1970
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
	parts := strings.SplitN(string(text), "\x00", 4)
	if err != nil || len(parts) != 4 || parts[0] != string(l.Order) {
		return nil, stations.BadField("cursor", "is not one that this server gave for this order")
	}
	at, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return nil, stations.BadField("cursor", "is not one that this server gave for this order")
	}
	p.after = &stand{id: stations.ID(parts[1]), at: at, text: parts[3]}
	return p, nil
}

// cursor is what newPage reads back.
func (o Order) cursor(last stand) string {
	parts := []string{string(o), string(last.id), strconv.FormatInt(last.at, 10), last.text}
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, "\x00")))
}

// add puts a station where it belongs, if that is on this page. When twice
// as many are kept as are needed, the last half is dropped.
func (p *listPage) add(s *stations.Station) {
	p.total++
	one := p.order.stand(s)
	if p.after != nil && compareStands(one, *p.after) <= 0 {
		return
	}
	if p.kept = append(p.kept, one); len(p.kept) >= 2*(p.limit+1) {
		p.cut()
	}
}

func (p *listPage) cut() {
	slices.SortFunc(p.kept, compareStands)
	p.kept = p.kept[:min(len(p.kept), p.limit+1)]
}

func (p *listPage) listed() Listed {
	p.cut()
	l := Listed{Total: p.total}
	for i, one := range p.kept {
		if i == p.limit {
			l.Next = p.order.cursor(p.kept[i-1])
			break
		}
		l.Stations = append(l.Stations, one.station)
	}
	return l
}

// stand returns what the order compares of a station.
func (o Order) stand(s *stations.Station) stand {
	one := stand{id: s.ID, station: s}
	switch o {
	case ByName:
		one.text = s.Name
	case ByAdcode:
		one.text = s.Position.Adcode
	case ByUpdate:
		one.at = -s.UpdatedAt.UnixMilli()
	case ByChecked:
		one.at = s.CheckedAt().UnixMilli()
	}
	return one
}

func compareStands(a, b stand) int {
	return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.at, b.at), strings.Compare(string(a.id), string(b.id)))
}
