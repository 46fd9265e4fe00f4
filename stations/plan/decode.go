package plan

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"reflect"
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
		var bad stations.Problems
		bad.Under("filter", err)
		return bad.Err()
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
		return stations.BadField("", "kind and service must be lists of words")
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
// Invalid error about the field: a field that v does not have, in that very
// spelling, or a value of another type. It is how requests are read, here and
// in rooms above.
func Strict(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	var ours *stations.Error
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		if name, found := misspelt(data, reflect.TypeOf(v).Elem()); found {
			return unknownField(name)
		}
		return nil
	case errors.As(err, &ours):
		return err
	case errors.As(err, &wrong):
		return stations.BadField(wrong.Field, "类型不对 must be "+jsonName(wrong.Type))
	case strings.HasPrefix(err.Error(), "json: unknown field "):
		return unknownField(strings.Trim(strings.TrimPrefix(err.Error(), "json: unknown field "), `"`))
	}
	return &stations.Error{Code: stations.Invalid, Text: "the request is not valid JSON", Err: err}
}

func unknownField(name string) error {
	return stations.BadField(wordOf(name), "未知字段 is not a field of this request")
}

// misspelt finds a member of a JSON value whose name is in other letters, large
// or small, than a type has it, which encoding/json takes for the same. A part
// that reads itself is left to itself.
func misspelt(data []byte, t reflect.Type) (name string, found bool) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		var items []json.RawMessage
		_ = json.Unmarshal(data, &items) // which its reader did already
		for _, item := range items {
			if name, found := misspelt(item, t.Elem()); found {
				return name, true
			}
		}
	case t.Kind() == reflect.Struct:
		return misspeltMember(data, t)
	}
	return "", false
}

func misspeltMember(data []byte, t reflect.Type) (name string, found bool) {
	var members map[string]json.RawMessage
	_ = json.Unmarshal(data, &members) // which its reader did already
	known := map[string]reflect.Type{}
	for _, field := range reflect.VisibleFields(t) {
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		known[cmp.Or(tag, field.Name)] = field.Type
	}
	for name, value := range members {
		t, exact := known[name]
		if !exact {
			return name, true
		}
		if inner, found := misspelt(value, t); found {
			return name + "." + inner, true
		}
	}
	return "", false
}

// wordOf cuts a user's own name of a field to a sane length, and at its first
// digit: what is taken for a name may be somebody's place.
func wordOf(name string) string {
	if digit := strings.IndexFunc(name, unicode.IsDigit); digit >= 0 {
		return short(name[:digit] + "…")
	}
	return short(name)
}

// jsonName says in words what a type is in JSON.
func jsonName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return jsonName(t.Elem())
	case reflect.String:
		return "文字 a text"
	case reflect.Int, reflect.Int32, reflect.Int64:
		return "整数 a whole number"
	case reflect.Bool:
		return "是或否 true or false"
	case reflect.Float64:
		return "数字 a number"
	case reflect.Slice, reflect.Array:
		return "列表 a list"
	default:
		return "对象 an object"
	}
}
