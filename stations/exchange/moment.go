package exchange

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"yizhan/stations"
	"yizhan/stations/text"
)

// shanghai is the zone of every moment that a file states without one.
func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// moment reads a date or a date and time as offices write them.
func moment(cell string) (time.Time, bool) {
	cell = strings.TrimSpace(cell)
	if t, err := time.Parse(time.RFC3339, cell); err == nil {
		return t.UTC(), true
	}
	folded := strings.NewReplacer("年", "-", "月", "-", "日", " ", "/", "-", ".", "-").Replace(text.Fold(cell))
	folded = strings.Join(strings.Fields(folded), " ")
	for _, layout := range []string{"2006-1-2", "2006-1-2 15:04", "2006-1-2 15:04:05"} {
		if t, err := time.ParseInLocation(layout, folded, shanghai()); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// closedDays matches the first and perhaps the last day of a closure, and why.
func closedDays() *regexp.Regexp {
	const day = `(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?`
	return regexp.MustCompile(`^` + day + `(?:\s*(?:\.\.|-|–|—|~|～|至|到)\s*` + day + `)?(?:\s+|[:：]|([(（])|$)\s*(.*)$`)
}

// closuresAccess reads days as "2026-02-16..2026-02-22 春节", several with
// semicolons between them, or a JSON list of closures.
func closuresAccess() access {
	pattern := closedDays()
	return access{
		get: func(s *station) string {
			list := make([]string, len(s.Closures))
			for i, c := range s.Closures {
				list[i] = strings.TrimSpace(c.From + ".." + c.Until + " " + c.Reason)
				if read, ok := closure(pattern, list[i]); !ok || read != c {
					return asJSON(s.Closures)
				}
			}
			simple := strings.Join(list, ";")
			if !slices.Equal(split(simple, false), list) {
				return asJSON(s.Closures)
			}
			return simple
		},
		set: func(s *station, cell string) fault {
			var list []stations.Closure
			if isJSON(cell) {
				if json.Unmarshal([]byte(cell), &list) != nil {
					return fault{"is neither a list of days nor a JSON list of closures", false}
				}
				s.Closures = list
				return hide(list, reason)
			}
			for _, piece := range split(cell, false) {
				c, ok := closure(pattern, piece)
				if !ok {
					return fault{"is not a list of days like 2026-02-16..2026-02-22 春节; left out", true}
				}
				list = append(list, c)
			}
			s.Closures = list
			return hide(list, reason)
		},
	}
}

func reason(c *stations.Closure) *string { return &c.Reason }

func closure(pattern *regexp.Regexp, piece string) (stations.Closure, bool) {
	m := pattern.FindStringSubmatch(piece)
	if m == nil {
		return stations.Closure{}, false
	}
	c := stations.Closure{From: day(m[1:4]), Reason: m[8]}
	if m[7] != "" { // 2026-01-01（元旦）
		c.Reason = strings.TrimRight(m[8], ")）")
	}
	if c.Until = c.From; m[4] != "" {
		c.Until = day(m[4:7])
	}
	return c, stations.ValidDay(c.From) && stations.ValidDay(c.Until) && c.From <= c.Until
}

func day(parts []string) string {
	return fmt.Sprintf("%s-%02s-%02s", parts[0], parts[1], parts[2])
}

// verifiedAt sets when the record was last made sure of. An older moment than
// the one that is known changes nothing; a newer one is a new verification,
// by document until the file says otherwise.
func verifiedAt() access {
	return access{
		get: func(s *station) string {
			if s.Verification == nil {
				return ""
			}
			return s.Verification.At.Format(time.RFC3339Nano)
		},
		set: func(s *station, cell string) fault {
			at, ok := moment(cell)
			if !ok {
				return fault{"is not a date; left out", true}
			}
			if s.Verification == nil || at.After(s.Verification.At) {
				s.Verification = &stations.Verification{At: at, Method: stations.ByRecord}
			}
			return fault{}
		},
	}
}

func verifiedMethod() access {
	codes := newLexicon(stations.VerificationMethods())
	return access{
		get: func(s *station) string {
			if s.Verification == nil {
				return ""
			}
			return string(s.Verification.Method)
		},
		set: func(s *station, cell string) fault {
			code, ok := codes.code(cell)
			if !ok {
				return fault{"is not a known word", true}
			}
			return verified(s, func(v *stations.Verification) { v.Method = stations.VerificationMethod(code) })
		},
	}
}

// verifiedBy reads who verified the record. It is never written: a person's
// name stays in the registry.
func verifiedBy() access {
	return access{
		set: func(s *station, cell string) fault {
			return verified(s, func(v *stations.Verification) { v.By = cell })
		},
	}
}

// verified changes a copy of the station's verification.
func verified(s *station, change func(*stations.Verification)) fault {
	if s.Verification == nil {
		return fault{"says nothing without a date of verification", true}
	}
	v := *s.Verification
	change(&v)
	s.Verification = &v
	return fault{}
}
