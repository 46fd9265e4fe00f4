package stations

// Field is a piece of a station's record that a rider searches in, with its
// name.
type Field struct{ Name, Text string }

// Words returns what a rider finds a station by: its name and aliases, then
// the other fields: code, programmes, address, host by its name and its code.
// Empty ones are left out.
func (s *Station) Words() (names, others []Field) {
	names = append(names, Field{"name", s.Name})
	for _, alias := range s.Aliases {
		names = append(names, Field{"alias", alias})
	}
	others = append(others, Field{"code", s.Code})
	for _, p := range s.Programmes {
		others = append(others, Field{"programme", p.Brand})
	}
	others = append(others, Field{"address", s.Position.Address})
	if host, ok := wordOf(hostWords, string(s.Host)); ok {
		others = append(others, Field{"host", host.Chinese}, Field{"host", host.Code})
	}
	return some(names), some(others)
}

// some leaves out the empty fields.
func some(fields []Field) []Field {
	kept := fields[:0]
	for _, f := range fields {
		if f.Text != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

func wordOf(words []Word, code string) (Word, bool) {
	for _, w := range words {
		if w.Code == code {
			return w, true
		}
	}
	return Word{}, false
}
