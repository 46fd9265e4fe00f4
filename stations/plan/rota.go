package plan

import (
	"context"
	"fmt"

	"yizhan/geo/reach"
	"yizhan/geo/roads"
	"yizhan/stations"
)

// rota says from which cells each station is reached in time. It holds
// whatever the hours are, and is read only.
type rota struct {
	parts []rotaPart // of partSize stations each
}

type rotaPart struct {
	tied  []bool
	begin []int32 // the cells of station i are at[begin[i]:begin[i+1]]
	at    []int32
}

// maxRota is how many pairs of station and cell a planner remembers for one
// ground: 128 MB.
const maxRota = 32 << 20

func (r *rota) tied(station int) bool {
	return r.parts[station/partSize].tied[station%partSize]
}

// of returns the cells that reach the station in time, by their index.
func (r *rota) of(station int) []int32 {
	part, i := &r.parts[station/partSize], station%partSize
	return part.at[part.begin[i]:part.begin[i+1]]
}

func (r *rota) pairs() (n int) {
	for i := range r.parts {
		n += len(r.parts[i].at)
	}
	return n
}

// rotaOf finds the rota of the ground and all its stations, or remembers it.
func (p *Planner) rotaOf(ctx context.Context, in *inputs, anchors map[stations.ID]anchor, cells []spot) (*rota, error) {
	key := fmt.Sprint(in.ground(), " ", in.mark(), " ", in.Request.limit())
	if known, ok := p.rotas.Get(key); ok {
		return known, nil
	}
	found, err := in.findRota(ctx, anchors, cells)
	if err == nil && found.pairs() <= maxRota {
		p.rotas.Put(key, found)
	}
	return found, err
}

// findRota goes to one station after another, on all processors.
func (in *inputs) findRota(ctx context.Context, anchors map[stations.ID]anchor, cells []spot) (*rota, error) {
	var places []reach.Place
	var index []int32
	for i := range cells {
		if cells[i].tied {
			places, index = append(places, cells[i].from), append(index, int32(i))
		}
	}
	ends := listed(anchors, in.stations)
	r := &rota{parts: make([]rotaPart, (len(ends)+partSize-1)/partSize)}
	err := inTurn(ctx, len(r.parts), func() func(int) error {
		around := reach.NewCatchment(in.graph, in.mode, places)
		return func(part int) (err error) {
			first := part * partSize
			last := min(first+partSize, len(ends))
			r.parts[part], err = in.partOfRota(ctx, around, ends[first:last], index)
			return err
		}
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// partOfRota goes to the stations of a part. index holds the cell of each place
// that around knows.
func (in *inputs) partOfRota(ctx context.Context, around *reach.Catchment, ends []anchor, index []int32) (rotaPart, error) {
	part := rotaPart{tied: make([]bool, len(ends)), begin: make([]int32, len(ends)+1)}
	for i, a := range ends {
		if a.ok {
			part.tied[i] = true
			err := around.Each(ctx, a.tie, in.Request.limit(), func(place int, _ roads.Millis) {
				part.at = append(part.at, index[place])
			})
			if err != nil {
				return rotaPart{}, err
			}
		}
		part.begin[i+1] = int32(len(part.at))
	}
	return part, nil
}
