// Package plan computes what a registry of stations covers on a real road
// network: who reaches a station in time, which patches do not, and how each
// division stands. The numbers mean exactly what version 1 of the contract's
// "What a coverage number means" says, so that anyone can recompute them.
//
// A coverage is made in four steps (see Planner.Coverage):
//
//	sources  the stations that count, tied to the road
//	reach    travel times to the k nearest of them, on the reversed graph
//	cells    the demand, cell by cell, with its times
//	gaps     connected patches of cells with too few stations in time
//
// Readings of the contract where it leaves a choice:
//
//   - no_way_out counts tied cells from which no used station can be reached
//     however long one travels, although one lies in the same weak component:
//     only one-way rules are in the way. It does not depend on the horizon.
//   - A filter by service without a moment looks at the services as of the
//     minute of the request; that minute is kept with the run.
//   - Sums of demand are compensated and run in ascending order of H3 index.
package plan
