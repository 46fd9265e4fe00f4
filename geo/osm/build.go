// Package osm reads OpenStreetMap PBF files into road graphs, and writes
// them for the demo. Decoding is not interpreting: the reader knows bytes, a
// Profile knows who may use a way.
package osm

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"yizhan/geo/roads"
)

// Options say how a PBF becomes a graph.
type Options struct {
	MinComponent float64                 // as in roads.Options: 0 ties places to any component
	Progress     func(done, total int64) // if not nil: called with the bytes read of both passes, from one other goroutine at a time
}

// Report counts what the file held.
type Report struct {
	Ways         int `json:"ways"`          // with a highway tag
	OpenWays     int `json:"open_ways"`     // of them, open to at least one mode under version 1 of the rules
	Nodes        int `json:"nodes"`         // of the graph
	Edges        int `json:"edges"`         // of the graph, undirected
	MissingNodes int `json:"missing_nodes"` // references of open ways to nodes that the file lacks or places beyond the Earth
	BrokenWays   int `json:"broken_ways"`   // open ways with such a reference
	UnclearTurns int `json:"unclear_turns"` // restrictions of turns that version 2 leaves out: over a way, or not from one way to one
}

// Build reads a PBF in two passes and makes a graph of it:
//
//  1. the ways, to learn which are open and which nodes they need;
//  2. the nodes, to learn where those lie, from memory when they fit there;
//  3. an edge for each two consecutive nodes of a way, where both exist.
//
// The same file makes the same graph. Of a node that the file holds twice the
// last counts. Blocks are decoded on all cores. The error wraps ErrNotPBF,
// ErrUnsupported, roads.ErrTooLarge, the context's or the operating system's.
func Build(ctx context.Context, path string, opts Options) (*roads.Graph, Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Report{}, fmt.Errorf("read osm: %w", err)
	}
	defer f.Close()
	r := reader{file: f, opts: opts}
	if info, err := f.Stat(); err == nil {
		r.size = info.Size()
	}
	if err := r.readRoads(ctx); err != nil {
		return nil, Report{}, fmt.Errorf("read the ways of osm: %w", err)
	}
	if err := r.readPlaces(ctx); err != nil {
		return nil, Report{}, fmt.Errorf("read the nodes of osm: %w", err)
	}
	return r.build(ctx, filepath.Base(path))
}

// reader holds what is known of a file so far.
type reader struct {
	file     *os.File
	size     int64
	opts     Options
	report   Report
	roads    []road
	details  []roads.Detail // of all roads
	turns    []turn
	blocks   []bool   // by data block: whether it holds nodes
	kept     [][]byte // the blocks with nodes, unpacked; nil when they are too many
	unpacked int      // their bytes, in all
	wanted   []int64  // the distinct nodes of roads, ascending
	nodes    []uint32 // of all roads, in order: their places in wanted; whole when placing is done
	placing  sync.WaitGroup
	places   [][2]int32
	found    []bool                   // by wanted id
	stops    map[uint32]roads.ModeSet // by wanted id: whom a barrier stops
}

// start begins a pass at the top of the file.
func (r *reader) start(pass int64) (*frames, error) {
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	f := &frames{r: bufio.NewReaderSize(r.file, 1<<20)}
	if r.opts.Progress != nil {
		f.progress = func(read int64) { r.opts.Progress(pass*r.size+read, 2*r.size) }
	}
	return f, nil
}

// readRoads is the first pass.
func (r *reader) readRoads(ctx context.Context) error {
	f, err := r.start(0)
	if err != nil {
		return err
	}
	var blocks []roadBlock
	readers := sync.Pool{New: func() any { return new(roadReader) }}
	decode := func(content []byte) (roadBlock, error) {
		reader := readers.Get().(*roadReader)
		defer readers.Put(reader)
		return reader.read(content)
	}
	err = pass(ctx, f, nil, decode, func(b roadBlock) {
		r.keep(b.content)
		b.content = nil
		blocks = append(blocks, b)
	})
	if err == nil {
		err = r.join(blocks)
	}
	return err
}

// join puts together what the blocks hold.
func (r *reader) join(blocks []roadBlock) error {
	refs, count, details := 0, 0, 0
	for _, b := range blocks {
		refs, count, details = refs+len(b.refs), count+len(b.roads), details+len(b.details)
	}
	if refs > math.MaxInt32 {
		return roads.ErrTooLarge
	}
	r.roads, r.details = make([]road, 0, count), make([]roads.Detail, 0, details)
	lists, before := make([][]int64, 0, len(blocks)), uint32(0)
	for _, b := range blocks {
		for _, w := range b.roads {
			w.from += before
			w.to += before
			if w.detail > 0 {
				w.detail += uint32(len(r.details))
			}
			r.roads = append(r.roads, w)
			if w.first() {
				r.report.OpenWays++
			}
		}
		lists, before = append(lists, b.refs), before+uint32(len(b.refs))
		r.details = append(r.details, b.details...)
		r.turns = append(r.turns, b.turns...)
		r.report.UnclearTurns += b.unclear
		r.blocks = append(r.blocks, b.nodes)
		r.report.Ways += b.ways
	}
	r.want(lists, refs)
	return nil
}

// mostKept is how many bytes of unpacked nodes are kept from the first pass to
// the second. Of a file with more every block is unpacked twice.
const mostKept = 192 << 20

// keep keeps the content of a block with nodes for the second pass.
func (r *reader) keep(content []byte) {
	if r.unpacked += len(content); r.unpacked > mostKept {
		r.kept = nil
	} else if content != nil {
		r.kept = append(r.kept, content)
	}
}

// readPlaces is the second pass.
func (r *reader) readPlaces(ctx context.Context) error {
	defer r.placing.Wait()
	decode := func(content []byte) ([]place, error) { return readNodes(content, r.wanted) }
	if r.kept != nil {
		if err := again(ctx, r.kept, decode, r.put); err != nil {
			return err
		}
		if r.opts.Progress != nil {
			r.opts.Progress(2*r.size, 2*r.size)
		}
		return nil
	}
	f, err := r.start(1)
	if err != nil {
		return err
	}
	skip := func(block int) bool { return block >= len(r.blocks) || !r.blocks[block] }
	return pass(ctx, f, skip, decode, r.put)
}

// put keeps where the nodes of a block lie.
func (r *reader) put(places []place) {
	for _, p := range places {
		r.places[p.index] = [2]int32{p.lon, p.lat}
		r.found[p.index] = true
		if p.stops != 0 {
			r.stops[p.index] = p.stops
		}
	}
}

// build hands the nodes and edges to a roads.Builder. Its nodes are all that
// are wanted; those that the file lacks get no edge, and so the graph lacks them.
func (r *reader) build(ctx context.Context, source string) (*roads.Graph, Report, error) {
	b := roads.NewBuilder(roads.Options{MinComponent: r.opts.MinComponent, Source: source})
	b.SetNodes(r.places)
	b.Grow(len(r.nodes) - len(r.roads))
	uses := r.uses()
	for _, w := range r.roads {
		r.addWay(b, w)
		if uses != nil && w.crossed() {
			r.addPlaza(b, w, uses)
		}
	}
	r.addTurns(b)
	g, err := b.Build(ctx)
	if err != nil {
		return nil, Report{}, fmt.Errorf("build roads from osm: %w", err)
	}
	r.report.Nodes, r.report.Edges = g.NumNodes(), g.NumEdges()
	r.report.UnclearTurns += g.UnclearTurns()
	return g, r.report, nil
}

// addWay adds the edges of a way. A missing node breaks it there.
func (r *reader) addWay(b *roads.Builder, w road) {
	nodes := r.nodes[w.from:w.to]
	missing, begin := 0, 0 // of the stretch that goes on
	for i, at := range nodes {
		if !r.found[at] {
			b.AddStretch(r.edge(w, begin), nodes[begin:i])
			missing, begin = missing+1, i+1
		}
	}
	b.AddStretch(r.edge(w, begin), nodes[begin:])
	if !w.first() {
		return
	}
	r.report.MissingNodes += missing
	if missing > 0 {
		r.report.BrokenWays++
	}
}

// edge returns an edge of a way, without its ends.
func (r *reader) edge(w road, segment int) roads.Edge {
	e := roads.Edge{Way: w.id, Segment: uint32(segment), Class: w.class, Permit: w.permit}
	if w.detail > 0 {
		e.Detail = &r.details[w.detail-1]
	}
	return e
}

// first reports whether some mode may use the way under version 1.
func (w road) first() bool { return w.permit&0b111111 != 0 }

// addTurns adds the restrictions whose node is known, and the barriers.
func (r *reader) addTurns(b *roads.Builder) {
	for _, t := range r.turns {
		at, wanted := slices.BinarySearch(r.wanted, t.via)
		if !wanted || !r.found[at] {
			r.report.UnclearTurns++
			continue
		}
		b.AddTurn(roads.Turn{From: t.from, To: t.to, Via: at, Only: t.only, Modes: t.modes})
	}
	for _, at := range slices.Sorted(maps.Keys(r.stops)) {
		b.AddBarrier(int(at), r.stops[at])
	}
}
