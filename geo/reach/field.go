// Package reach computes who gets where in time on a road graph: travel times
// to the nearest stations, the circle around a place, and the cells that hold
// roads.
//
// Riders travel to stations, so every search runs on the reversed graph: one
// pass from all stations at once gives each node its k nearest.
package reach

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"yizhan/geo/roads"
)

// MaxK is the largest number of stations that a Field keeps for a node: 16,
// and one to know whose closing would be felt.
const MaxK = 17

// ErrInput says that a search was asked for something that cannot be: a
// source off the graph, a negative station, a k out of 1..MaxK.
var ErrInput = errors.New("bad search input")

// Source is a station tied to the road. Station is its index among the
// stations in ascending order of their ids, so that of two stations equally
// near the one with the smaller id wins; several sources may share an index
// (a station with two doors).
type Source struct {
	Tie     roads.Tie
	Station int32
}

// Label says that a station is Time away.
type Label struct {
	Time    roads.Millis
	Station int32
}

// Field holds the travel times from everywhere to the k nearest stations. It
// is reused: a second Run allocates nothing once the queue has grown. It is
// not safe for concurrent use; the graph is.
//
// The search runs over the junctions of roads.Chains; what lies between two of
// them is worked out when it is asked for. ADR 004 and 016 say why and what it
// saves:
//
//  1. Put the stations in the order of the graph's nodes, which is a Hilbert
//     curve, and take them in blocks: a block's fronts stay in the cache, and
//     what earlier blocks found prunes them.
//  2. Seed the ends of the chain of each station of a block.
//  3. Take the buckets of the queue in order of time; within a bucket in any
//     order, correcting labels until none improves.
//  4. A junction keeps its k least labels (time, station) of distinct
//     stations. No other label can be among the k least of a place further on,
//     because each of the k beats it there too: the result is exact, whatever
//     the blocks.
//  5. Do so in waves: no front goes on for long over ground that nearer
//     stations have not been to yet. The first wave ends about where fronts
//     meet, each next one twice as late.
//  6. Where there are many stations and two processors, each searches half of
//     the curve; at the end of a wave they hand over what they found for
//     junctions of the other half.
type Field struct {
	g       *roads.Graph
	chains  *roads.Chains
	mode    roads.Mode
	k       int
	horizon uint64
	keys    []key   // k for each junction, ascending, noKey where there are fewer
	touched []int32 // the junctions whose keys are set
	order   order   // of the sources, as they are searched
	onChain []stop  // the sources between junctions, in order of the chain and along it
	busy    bits    // by chain: sources may be on it
	queue   queue
	half
	drawing drawing      // of Circle
	lines   *roads.Lines // for Circle
	twin    *twin        // the other half of a search; nil until it is needed
	before  *journal     // where rows are noted before they change, nil for nowhere
	fetched roads.Millis // see fetch; it means nothing
}

// stop is a source between junctions.
type stop struct {
	roads.Spot
	access  roads.Millis
	station int32
}

// NewField prepares a field for a mode of travel and the k nearest stations,
// 1 ≤ k ≤ MaxK (Run says so otherwise). It takes 8·k bytes for each
// junction.
func NewField(g *roads.Graph, m roads.Mode, k int) *Field {
	f := &Field{g: g, mode: m, k: k, half: half{span: everything}}
	if f.k >= 1 && f.k <= MaxK && m < roads.NumModes {
		f.chains = g.Chains(m)
		f.keys = slices.Repeat([]key{noKey}, f.chains.NumJunctions()*k)
		f.busy = newBits(f.chains.NumChains())
	}
	return f
}

// Run searches from all sources up to the horizon, inclusive. What an earlier
// Run found is forgotten. On an error (of ctx, or one that wraps ErrInput) the
// field holds nothing.
func (f *Field) Run(ctx context.Context, sources []Source, horizon roads.Millis) error {
	f.reset(horizon)
	return f.Add(ctx, sources)
}

// Add searches from more sources, up to the horizon of the last Run: then the
// field holds what a Run with all of them would find. What was found before
// bounds how far they are searched from. On an error the field holds nothing.
func (f *Field) Add(ctx context.Context, sources []Source) error {
	if err := f.check(sources); err != nil {
		f.reset(0)
		return err
	}
	if err := f.searchAll(ctx, f.order.arrange(f.g, sources)); err != nil {
		f.reset(0)
		return fmt.Errorf("search travel times: %w", err)
	}
	slices.SortFunc(f.onChain, compareStops)
	for _, s := range f.onChain {
		f.mark(s)
	}
	return nil
}

// mark notes that a source may be on its chain.
func (f *Field) mark(s stop) { f.busy.add(s.Chain) }

// compareStops orders by the chain, then along it.
func compareStops(a, b stop) int {
	switch {
	case a.Chain != b.Chain:
		return cmp.Compare(a.Chain, b.Chain)
	case a.Before(b.Spot):
		return -1
	case b.Before(a.Spot):
		return 1
	}
	return cmp.Compare(a.station, b.station)
}

// A block is as many stations as stand among so many junctions, whose labels
// the cache holds, but within these bounds: small blocks are pruned by more of
// what was found before, large ones do less twice. From 5,000 in a city of 2 M
// junctions one processor takes 2.7 s in blocks of 1,024, 1.2 s of 128, 0.7 s of
// 8; in Nanjing 4.8, 4.1 and 5.6 ms.
const (
	blockJunctions = 8192
	leastBlock     = 4
	mostBlock      = 128
)

// blockSize returns how many of n stations are searched from together.
func (f *Field) blockSize(n int) int {
	return min(max(blockJunctions*n/max(f.chains.NumJunctions(), 1), leastBlock), mostBlock)
}

func (f *Field) check(sources []Source) error {
	if f.k < 1 || f.k > MaxK {
		return fmt.Errorf("%w: k is %d, want 1..%d", ErrInput, f.k, MaxK)
	}
	if f.mode >= roads.NumModes {
		return fmt.Errorf("%w: no mode %d", ErrInput, f.mode)
	}
	for i, s := range sources {
		if int64(s.Tie.Edge) >= int64(f.g.NumEdges()) {
			return fmt.Errorf("%w: source %d is tied to no edge of the graph", ErrInput, i)
		}
		if s.Station < 0 {
			return fmt.Errorf("%w: source %d has a negative station", ErrInput, i)
		}
	}
	return nil
}

func (f *Field) reset(horizon roads.Millis) {
	for _, n := range f.touched {
		for i := range f.k {
			f.keys[int(n)*f.k+i] = noKey
		}
	}
	f.touched = f.touched[:0]
	for _, s := range f.onChain {
		f.busy[s.Chain/64] = 0
	}
	f.onChain = f.onChain[:0]
	f.horizon = uint64(horizon)
	f.queue.reset(horizon)
}

// seed begins the search from a station.
func (f *Field) seed(s Source) {
	if at, ok := f.doors(s, f.improve); ok {
		f.onChain = append(f.onChain, at)
	}
}

// doors calls visit with the labels that a station puts on the ends of its
// chain: a rider comes from A along it, and from B unless it is one-way. A
// station at a junction is at the node, however a rider comes there. It returns
// where on its chain the station lies; false when it is at a junction, or its
// edge is closed to the mode.
func (f *Field) doors(s Source, visit func(junction roads.NodeID, k key)) (stop, bool) {
	access := uint64(s.Tie.Access)
	if n, ok := f.junction(s.Tie); ok {
		f.enter(n, noEdge, func(state roads.NodeID) { f.offer(state, access, s.Station, visit) })
		return stop{}, false
	}
	spot, ok := f.chains.Spot(s.Tie)
	if !ok {
		return stop{}, false
	}
	a, b, first, last := f.chains.Ends(spot.Chain)
	total, oneWay := f.chains.Total(spot.Chain)
	f.enter(a, first, func(state roads.NodeID) { f.offer(state, access+uint64(spot.At), s.Station, visit) })
	if !oneWay {
		f.enter(b, last, func(state roads.NodeID) { f.offer(state, access+uint64(total-spot.At), s.Station, visit) })
	}
	return stop{spot, s.Tie.Access, s.Station}, true
}

// junction returns the node that a place is at, if it is at one and that is a
// junction.
func (f *Field) junction(t roads.Tie) (roads.NodeID, bool) {
	return atJunction(f.g, f.chains, t)
}

// noEdge stands for no edge: the journey ends at the node itself.
const noEdge roads.EdgeID = math.MaxUint32

// enter calls visit with every state at a node from which the edge may be
// taken: however a rider comes there, but for banned turns.
func (f *Field) enter(n roads.NodeID, to roads.EdgeID, visit func(state roads.NodeID)) {
	visit(n)
	f.g.Gates(f.mode, n, func(state roads.NodeID, _ roads.EdgeID) {
		if to == noEdge || !f.g.Bans(f.mode, state, to) {
			visit(state)
		}
	})
}

func (f *Field) offer(state roads.NodeID, t uint64, station int32, visit func(junction roads.NodeID, k key)) {
	if t <= f.horizon {
		n, _ := f.chains.Junction(state)
		visit(roads.NodeID(n), makeKey(t, station))
	}
}

// improve keeps a label at a junction, if it is among the k least, and queues it.
func (f *Field) improve(n roads.NodeID, k key) {
	if !f.owns(n) {
		f.found = append(f.found, entry{k, n})
	} else if f.keep(n, k) {
		f.queue.push(n, k)
	}
}

// keep keeps a label at a junction, and reports whether it is among the k
// least.
func (f *Field) keep(n roads.NodeID, k key) bool {
	row := f.keys[int(n)*f.k : int(n+1)*f.k]
	if k >= row[len(row)-1] {
		return false
	}
	if f.before != nil {
		f.before.note(n, row)
	}
	if row[0] == noKey {
		f.touched = append(f.touched, int32(n))
	}
	return insert(row, k)
}
