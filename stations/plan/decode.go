package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"yizhan/stations"
)

// UnmarshalJSON reads the JSON form. It is strict: an unknown field, a value
// of the wrong type and a number that is stated as 0 are Invalid errors that
// name the field, since 0 in the Go form means "the default".
func (r *Request) UnmarshalJSON(data []byte) error {
	type plain Request // without this method
	form := struct {
		*plain
		Area           areaText  `json:"area"`
		Layer          layerText `json:"layer"`
		Minutes        *float64  `json:"minutes"`
		K              *int      `json:"k"`
		Res            *int      `json:"res"`
		HorizonMinutes *float64  `json:"horizon_minutes"`
	}{plain: (*plain)(r)}
	if err := Strict(data, &form); err != nil {
		return err
	}
	var bad stations.Problems
	r.Area, r.Layer = string(form.Area), string(form.Layer)
	r.Minutes = stated(form.Minutes, "minutes", &bad)
	r.K = stated(form.K, "k", &bad)
	r.Res = stated(form.Res, "res", &bad)
	r.HorizonMinutes = stated(form.HorizonMinutes, "horizon_minutes", &bad)
	return bad.Err()
}

// stated returns the value, and complains about a stated zero.
func stated[T int | float64](v *T, field string, bad *stations.Problems) T {
	if v == nil {
		return 0
	}
	if *v == 0 {
		bad.Add(field, "must not be 0")
	}
	return *v
}

// UnmarshalJSON reads {"kind":…,"service":…}, each a list or a single word;
// kinds and services are understood too.
func (f *Filter) UnmarshalJSON(data []byte) error {
	var form struct {
		Kind     words `json:"kind"`
		Kinds    words `json:"kinds"`
		Service  words `json:"service"`
		Services words `json:"services"`
	}
	if err := Strict(data, &form); err != nil {
		return err
	}
	f.Kinds = append(form.Kind, form.Kinds...)
	f.Services = append(form.Service, form.Services...)
	return nil
}

// words is a list of strings, or one.
type words []string

// UnmarshalJSON reads a list or a single word; an empty word is no word.
func (w *words) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*w = nil
		if one != "" {
			*w = words{one}
		}
		return nil
	}
	var many []string
	if json.Unmarshal(data, &many) != nil {
		return stations.BadField("filter", "kind and service must be lists of words")
	}
	*w = many
	return nil
}

// areaText is an adcode, "w,s,e,n" or [w,s,e,n].
type areaText string

// UnmarshalJSON reads a text, or a list of four numbers.
func (a *areaText) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*a = areaText(text)
		return nil
	}
	var box []json.Number
	if json.Unmarshal(data, &box) != nil || len(box) != 4 {
		return stations.BadField("area", "must be an adcode or a box [w,s,e,n]")
	}
	parts := make([]string, 4)
	for i, n := range box {
		parts[i] = n.String()
	}
	*a = areaText(strings.Join(parts, ","))
	return nil
}

// Strict decodes one JSON value into v and turns what is wrong with it into an
// Invalid error about the field: a field that v does not have, a value of
// another type. It is how requests are read, here and in rooms above.
func Strict(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	var ours *stations.Error
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil, errors.As(err, &ours):
		return err
	case errors.As(err, &wrong):
		return stations.BadField(wrong.Field, "类型不对 must be "+jsonName(wrong.Type.String()))
	case strings.HasPrefix(err.Error(), "json: unknown field "):
		name := strings.Trim(strings.TrimPrefix(err.Error(), "json: unknown field "), `"`)
		return stations.BadField(wordOf(name), "未知字段 is not a field of this request")
	}
	return &stations.Error{Code: stations.Invalid, Text: "the request is not valid JSON", Err: err}
}

// wordOf cuts a user's own name of a field to a sane length, and at its first
// digit: what is taken for a name may be somebody's place.
func wordOf(name string) string {
	if digit := strings.IndexFunc(name, unicode.IsDigit); digit >= 0 {
		return short(name[:digit] + "…")
	}
	return short(name)
}

func jsonName(goType string) string {
	switch strings.TrimPrefix(goType, "*") {
	case "string":
		return "a text"
	case "int", "int64":
		return "a whole number"
	case "bool":
		return "true or false"
	case "float64":
		return "a number"
	}
	return fmt.Sprintf("a JSON object or list that fits (%s)", strings.TrimPrefix(goType, "plan."))
}
