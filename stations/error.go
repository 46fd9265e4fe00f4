package stations

import (
	"errors"
	"fmt"
	"strings"
)

// Code classifies an error for callers: what happened, not where.
type Code string

// The codes that an Error carries.
const (
	Invalid     Code = "invalid"     // the input breaks a rule; Fields says which
	NotFound    Code = "not_found"   // no such thing
	Conflict    Code = "conflict"    // the thing was changed meanwhile, or a unique key is taken
	Gone        Code = "gone"        // it was there, and cannot be recomputed any more
	Forbidden   Code = "forbidden"   // the caller may not
	TooMany     Code = "too_many"    // the caller has used up a quota; try again later
	Unavailable Code = "unavailable" // try again later
	Internal    Code = "internal"    // our fault
)

// Title says in Chinese and English what sort of failure the code stands for.
func (c Code) Title() string {
	switch c {
	case Invalid:
		return "输入有误 Invalid input"
	case NotFound:
		return "未找到 Not found"
	case Conflict:
		return "冲突 Conflict"
	case Gone:
		return "已失效 Gone"
	case Forbidden:
		return "无权限 Forbidden"
	case TooMany:
		return "请求过多 Too many requests"
	case Unavailable:
		return "暂不可用 Unavailable"
	}
	return "出错 Failure"
}

// Problem is one field that breaks one rule.
type Problem struct {
	Field   string `json:"field"`
	Problem string `json:"problem"`
}

// Error is an error with a code, a text fit for a user and its cause.
type Error struct {
	Code   Code
	Text   string    // fit for a user; holds no coordinates and no secrets
	Fields []Problem // for Invalid
	Err    error     // the cause, may be nil
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Text)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Field, f.Problem)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error of the code with a formatted text. To keep a cause,
// set Err: its text is appended by Error.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Text: fmt.Sprintf(format, args...)}
}

// BadField makes an Invalid error about one field.
func BadField(field, problem string) *Error {
	return &Error{Code: Invalid, Text: "invalid input", Fields: []Problem{{field, problem}}}
}

// CodeOf returns the code of the first Error in err's chain, Internal when
// there is none, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
