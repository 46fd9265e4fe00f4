package memo

import (
	"fmt"
	"runtime/debug"
)

// Calmly does the work of a goroutine and turns a panic into an error: nobody
// else would catch it there, and one question must not end the server. The
// value may hold somebody's place, so only its type and where it was thrown
// are told.
func Calmly(do func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("a computation panicked with a %T\n%s", v, debug.Stack())
		}
	}()
	return do()
}
