package nearby

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"yizhan/geo/roads"
	"yizhan/geo/sphere"
)

// blur is what the roads say of a rider who may be anywhere in a circle. It
// bounds what is not known from both sides:
//
//  1. Any place of the circle is as near to the place where its centre is
//     tied as the two distances allow, so it is tied to an edge within reach.
//  2. A search from all ends of those edges at once, each begun as soon as a
//     rider could be there, gives the soonest time to a station.
//  3. A search back to the place where the centre is tied gives the longest
//     way from any of those edges to there, and so the latest time.
type blur struct {
	network *network
	mode    roads.Mode
	centre  orb.Point
	metres  float64
	reach   float64 // metres from the centre to any edge that a rider can be tied to
	soon    *journey
	lag     float64 // seconds that any way is longer than the centre's, at most
}

// surelyTied is how far a rider may be from a known place on the road and
// still be tied to one, with room for rounding.
const surelyTied = roads.MaxTie - 10

// widen prepares an inexact position that is tied to the road. Where parts of
// the circle may be off the road the position stays vague: nothing is known
// but that nobody is faster than the fastest road.
func (a *asking) widen(ctx context.Context, from roads.Tie) error {
	if a.AccuracyM == 0 || a.vague {
		return nil
	}
	if a.AccuracyM+from.Distance > surelyTied {
		a.vague = true
		return nil
	}
	b := &blur{network: a.network, mode: a.Mode, centre: a.Point, metres: a.AccuracyM}
	b.reach = 1.01*(2*a.AccuracyM+from.Distance) + 1
	b.soon = a.network.spread(b)
	a.blur = b
	if a.Door != OpenOnArrival {
		return nil
	}
	return b.measureLag(ctx, from, a.horizon())
}

// release gives back what widen took. It does nothing for an exact position.
func (b *blur) release() {
	if b != nil {
		b.network.release(b.soon)
	}
}

// settle searches until every node within reach has its soonest time.
func (b *blur) settle(ctx context.Context, reach roads.Millis) error {
	if b == nil {
		return nil
	}
	return b.soon.settle(ctx, reach)
}

// spread begins a journey at the ends of every edge that a rider in the
// circle can be tied to.
func (n *network) spread(b *blur) *journey {
	j := n.journey(b.mode)
	b.edges(func(e roads.EdgeID) bool {
		tail, head := n.graph.Ends(e)
		j.search.AddSource(tail, b.soonestOver(e, n.graph.Point(tail)))
		j.search.AddSource(head, b.soonestOver(e, n.graph.Point(head)))
		return true
	})
	return j
}

// edges calls visit for each edge that a rider in the circle can be tied to,
// and a few more, until it returns false.
func (b *blur) edges(visit func(roads.EdgeID) bool) {
	b.network.graph.Visit(around(b.centre, b.reach), func(e roads.EdgeID) bool {
		return !b.canTie(e) || visit(e)
	})
}

func (b *blur) canTie(e roads.EdgeID) bool {
	return b.network.graph.Permit(e).Open(b.mode) && b.toEdge(e) <= b.reach
}

// soonestOver is the least time in which somebody from the circle who is tied
// to the edge can be at p, a place on it: they walk to the road at least as
// far as it is from the circle, and along it what is left.
//
// A metre and a hundredth are for the plane in which ties are measured, and
// three milliseconds for the rounding of the access, the edge and its part.
func (b *blur) soonestOver(e roads.EdgeID, p orb.Point) roads.Millis {
	access := max(0, 0.99*b.toEdge(e)-b.metres-1)
	along := max(0, 0.99*sphere.Distance(b.centre, p)-b.metres-1-access)
	speed := roads.SpeedOf(b.mode, b.network.graph.Class(e)) // no way is faster than its class
	seconds := roads.AccessDetour*access/roads.AccessSpeed(b.mode) + along/speed
	return roads.Millis(max(0, 1000*seconds-3))
}

// toEdge is the metres from the centre to the edge, in the plane about it.
func (b *blur) toEdge(e roads.EdgeID) float64 {
	tail, head := b.network.graph.Ends(e)
	px, py := b.plane(b.network.graph.Point(tail))
	qx, qy := b.plane(b.network.graph.Point(head))
	dx, dy := qx-px, qy-py
	f := 0.0
	if square := dx*dx + dy*dy; square > 0 {
		f = min(1, max(0, -(px*dx+py*dy)/square))
	}
	return math.Hypot(px+f*dx, py+f*dy)
}

func (b *blur) plane(p orb.Point) (x, y float64) {
	const degree = math.Pi / 180 * sphere.Radius
	return (p[0] - b.centre[0]) * degree * math.Cos(b.centre[1]*math.Pi/180), (p[1] - b.centre[1]) * degree
}

// soonest is the least time from anywhere in the circle to a station's tie,
// in seconds.
func (b *blur) soonest(to roads.Tie) float64 {
	best := b.soon.over(to)
	if b.canTie(to.Edge) { // the rider may be on it
		best = min(best, b.soonestOver(to.Edge, to.Point))
	}
	return float64(plus(best, to.Access)) / 1000
}

// blurredWindow is when a rider who may be anywhere in the circle arrives.
func (a *asking) blurredWindow(f *found, t *tied) window {
	w := a.straightWindow(f.distance)
	if a.blur != nil && t.ok {
		w = window{a.blur.soonest(t.tie), min(float64(a.horizon())/1000, f.key+a.blur.lag)}
	}
	shown := f.seconds(a.Mode)
	return window{min(w.soonest, shown), max(w.latest, shown)}
}

// measureLag finds the lag, infinite when some place of the circle has no way
// to the centre within the horizon.
func (b *blur) measureLag(ctx context.Context, from roads.Tie, horizon roads.Millis) error {
	j := b.network.homeward(b.mode, from)
	defer b.network.release(j)
	var worst roads.Millis
	for reach := min(firstReach, horizon); ; reach = min(2*reach, horizon) {
		if err := j.settle(ctx, reach); err != nil {
			return err
		}
		if worst = b.farthestFrom(j); worst < roads.Never || reach == horizon {
			break
		}
	}
	b.lag = math.Inf(1)
	if worst < roads.Never {
		const rounding = 2
		access := 1000 * roads.AccessDetour * (b.metres + from.Distance) / roads.AccessSpeed(b.mode)
		b.lag = (access + rounding + float64(worst+b.turning(from)) - float64(from.Access)) / 1000
	}
	return nil
}

// turning bounds what it takes somebody who comes to the centre's edge by one
// end, and cannot turn there into where its rider goes, to turn at the other.
func (b *blur) turning(from roads.Tie) roads.Millis {
	if g := b.network.graph; g.NumStates(b.mode) == g.NumNodes() {
		return 0
	}
	return 2 * max(from.ToTail, from.ToHead)
}

// farthestFrom is the longest time home from any edge that a rider in the
// circle can be tied to, Never when one has no way within what is settled.
func (b *blur) farthestFrom(home *journey) roads.Millis {
	worst := roads.Millis(0)
	b.edges(func(e roads.EdgeID) bool {
		if t := home.leave(e); t < roads.Never || b.ties(e) {
			worst = max(worst, t)
		}
		return worst < roads.Never
	})
	return worst
}

// ties reports whether places are tied to the edge at all: those of tiny
// components are passed over.
func (b *blur) ties(e roads.EdgeID) bool {
	g := b.network.graph
	tail, head := g.Ends(e)
	p, q := g.Point(tail), g.Point(head)
	t, ok := g.Tie(b.mode, orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2})
	return ok && t.Edge == e
}

// around is a box that holds the circle of so many metres about p, but for
// what lies beyond a pole or the antimeridian.
func around(p orb.Point, metres float64) orb.Bound {
	const degree = math.Pi / 180 * sphere.Radius
	lat := 1.001 * metres / degree
	cos := math.Cos(min(90, math.Abs(p[1])+lat) * math.Pi / 180)
	lon := min(180, lat/max(cos, 1e-9))
	return orb.Bound{Min: orb.Point{p[0] - lon, p[1] - lat}, Max: orb.Point{p[0] + lon, p[1] + lat}}
}
