package stations

import "errors"

// maxProblems bounds what is told at once: a request may be wrong in each of
// ten thousand places.
const maxProblems = 50

// Problems collects the fields of a request that break a rule, the first 50 of
// them. The zero value has none.
type Problems []Problem

// Add notes that a field breaks a rule.
func (p *Problems) Add(field, problem string) {
	if len(*p) < maxProblems {
		*p = append(*p, Problem{field, problem})
	}
}

// Under notes what is wrong with a part of a request, an error of its reader,
// by the part's place: field "lon" under "add[2]" is "add[2].lon". An error that
// names no field says that the part is no object.
func (p *Problems) Under(at string, err error) {
	var ours *Error
	if !errors.As(err, &ours) || len(ours.Fields) == 0 {
		p.Add(at, "必须是对象 must be an object")
		return
	}
	for _, f := range ours.Fields {
		field := at
		if f.Field != "" {
			field += "." + f.Field
		}
		p.Add(field, f.Problem)
	}
}

// Err returns the Invalid error about the fields, nil when there are none.
func (p *Problems) Err() error {
	if len(*p) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Text: "the request breaks a rule", Fields: *p}
}
