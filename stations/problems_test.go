package stations

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProblemsAreToldByTheirPlace(t *testing.T) {
	var p Problems
	if err := p.Err(); err != nil {
		t.Errorf("Err() of no problems = %v, want none", err)
	}
	p.Add("k", "must be 1 to 16")
	p.Under("add[2]", fmt.Errorf("read: %w", &Error{Code: Invalid, Fields: []Problem{{"lon", "is required"}, {"", "is empty"}}}))
	p.Under("move[0]", errors.New("unexpected end"))
	want := []Problem{
		{"k", "must be 1 to 16"}, {"add[2].lon", "is required"}, {"add[2]", "is empty"}, {"move[0]", "必须是对象 must be an object"},
	}
	var got *Error
	if err := p.Err(); !errors.As(err, &got) || got.Code != Invalid {
		t.Fatalf("Err() = %v, want Invalid", err)
	}
	if diff := cmp.Diff(want, got.Fields); diff != "" {
		t.Errorf("Err() names (-want +got):\n%s", diff)
	}
	for i := range 1000 {
		p.Add(fmt.Sprint(i), "is wrong")
	}
	if len(p) != 50 {
		t.Errorf("%d problems are told, want the first 50", len(p))
	}
}
