package plan

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestAPanicInAPartIsTheErrorOfItsRequest(t *testing.T) {
	for name, run := range map[string]func(do func(int)) error{
		"inTurn": func(do func(int)) error {
			return inTurn(t.Context(), 1000, func() func(int) error {
				return func(i int) error { do(i); return nil }
			})
		},
		"inParts": func(do func(int)) error { return inParts(t.Context(), 1000, do) },
	} {
		err := run(func(i int) {
			if i == 321 {
				panic("lon 118.79")
			}
		})
		if err == nil || strings.Contains(err.Error(), "118.79") || !strings.Contains(err.Error(), "panicked with a string") {
			t.Errorf("%s of what panics = %v, want an error that names the type alone", name, err)
		}
		done := make([]int, 1000)
		if err := run(func(i int) { done[i]++ }); err != nil {
			t.Errorf("%s afterwards = %v, want no error", name, err)
		}
		for i, n := range done {
			if n != 1 {
				t.Fatalf("%s did %d %d times, want once", name, i, n)
			}
		}
	}
}

func TestPartsEndWithTheirFirstErrorAndTheirContext(t *testing.T) {
	lost := errors.New("lost")
	err := inTurn(t.Context(), 1<<40, func() func(int) error {
		return func(i int) error {
			if i == 3 {
				return lost
			}
			return nil
		}
	})
	if !errors.Is(err, lost) {
		t.Errorf("inTurn = %v, want the error of its part", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := inParts(ended, 10, func(int) { t.Error("a part was done after the end") }); !errors.Is(err, context.Canceled) {
		t.Errorf("inParts with an ended context = %v, want Canceled", err)
	}
}
