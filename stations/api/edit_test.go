package api

import (
	"encoding/json"
	"testing"
)

// The examples of RFC 7396, appendix A, and numbers that a float64 would change.
func TestMergesAsRFC7396Says(t *testing.T) {
	for _, c := range []struct{ target, change, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"a":1,"e":null}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
		{`{"a":9007199254740993}`, `{"b":1.10}`, `{"a":9007199254740993,"b":1.10}`},
		{``, `{"a":{"b":null,"c":1}}`, `{"a":{"c":1}}`},
	} {
		if got := mergeValue(json.RawMessage(c.target), json.RawMessage(c.change)); string(got) != c.want {
			t.Errorf("mergeValue(%s, %s) = %s, want %s", c.target, c.change, got, c.want)
		}
	}
}
