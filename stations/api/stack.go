package api

import (
	"fmt"
	"runtime"
	"strings"
)

// calls lists the functions that are under way, the innermost first, and where
// they stand. Unlike debug.Stack it leaves out what they were given: a
// position stands there, bit by bit.
func calls() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	var b strings.Builder
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		fmt.Fprintf(&b, "%s %s:%d\n", frame.Function, frame.File, frame.Line)
	}
	return b.String()
}
