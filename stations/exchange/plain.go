package exchange

import (
	"encoding/json"
	"slices"
	"strings"
)

// Plain writes a value that Get or State returned as a line for people: of a
// JSON list what each entry says, without the names of its members. Other
// values, and JSON that is no such list, are returned as they are.
func Plain(value string) string {
	var entries []json.RawMessage
	if !isJSON(value) || json.Unmarshal([]byte(value), &entries) != nil {
		return value
	}
	plain := make([]string, len(entries))
	for i, entry := range entries {
		plain[i] = strings.Join(said(entry), " ")
	}
	return strings.Join(slices.DeleteFunc(plain, func(s string) bool { return s == "" }), "; ")
}

// said lists what a text, or an object of texts, numbers and flags, says, in
// the order in which it is written. A flag is told by its name.
func said(entry json.RawMessage) []string {
	dec := json.NewDecoder(strings.NewReader(string(entry)))
	dec.UseNumber()
	var words []string
	var name string
	object := entry[0] == '{'
	for {
		token, err := dec.Token()
		if err != nil {
			return words
		}
		switch value := token.(type) {
		case string:
			if object && name == "" {
				name = value
				continue
			}
			words = append(words, value)
		case json.Number:
			words = append(words, value.String())
		case bool:
			if !value {
				name = "not " + name
			}
			words = append(words, name)
		}
		name = ""
	}
}
