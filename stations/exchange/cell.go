package exchange

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"yizhan/stations"
	"yizhan/stations/text"
)

// lexicon finds a word's code by any of its spellings, folded and in
// simplified characters.
type lexicon map[string]string

func matched(word string) string { return text.Simple(text.Fold(word)) }

func newLexicon(words []stations.Word) lexicon {
	codes := lexicon{}
	for _, w := range slices.Backward(words) {
		for _, spelling := range append([]string{w.Chinese, w.English}, w.Also...) {
			codes[matched(spelling)] = w.Code
		}
	}
	for _, w := range words {
		codes[text.Fold(w.Code)] = w.Code
	}
	return codes
}

func (l lexicon) code(cell string) (string, bool) {
	code, ok := l[matched(cell)]
	return code, ok
}

func (l lexicon) knows(word string) bool {
	_, ok := l.code(word)
	return ok
}

// remarked is code of a word with or without a remark behind it, 暂停（装修）. A
// remark with a word of another code is more than that: 开放（7月起暂停）.
func (l lexicon) remarked(cell string) (string, bool) {
	if code, ok := l.code(cell); ok {
		return code, true
	}
	name, remark := apartRemark(cell)
	code, ok := l.code(name)
	remark = matched(remark)
	for word, other := range l {
		ok = ok && (other == code || !strings.Contains(remark, word))
	}
	return code, ok
}

// apartRemark cuts a cell at its first bracket: 暂停（装修） is 暂停 and 装修.
func apartRemark(cell string) (word, remark string) {
	word, remark, _ = strings.Cut(brackets.Replace(cell), "(")
	return word, strings.TrimSpace(strings.TrimSuffix(remark, ")"))
}

// word is a field that holds one code. An unknown word is a problem; suspect
// says that the row can do without it.
func word[T ~string](words []stations.Word, at func(*station) *T, suspect bool) access {
	codes := newLexicon(words)
	return access{
		get: func(s *station) string { return string(*at(s)) },
		set: func(s *station, cell string) fault {
			code, ok := codes.remarked(cell)
			if !ok {
				return fault{"is not a known word", suspect}
			}
			*at(s) = T(code)
			return fault{}
		},
	}
}

func kindAccess() access {
	return word(stations.Kinds(), func(s *station) *stations.Kind { return &s.Kind }, false)
}

func hostAccess() access {
	return word(stations.Hosts(), func(s *station) *stations.Host { return &s.Host }, true)
}

// An unknown stage rejects the row: it decides whether riders are sent there. So
// does one that its remark denies, as in 开放（已搬迁）; what else is remarked on a
// station that works is told, for no field keeps it.
func lifecycleAccess() access {
	stage := word(stations.Lifecycles(), func(s *station) *stations.Lifecycle { return &s.Lifecycle }, false)
	return access{get: stage.get, set: func(s *station, cell string) fault {
		before := s.Lifecycle
		answer, remark := apartRemark(cell)
		switch text.Fold(answer) { // 是否开放; 1 and 0 are anybody's codes
		case "是", "yes", "y", "true", "√", "✓":
			cell = strings.Replace(cell, answer, string(stations.Open), 1)
		case "否", "no", "n", "false", "×", "✗":
			cell = strings.Replace(cell, answer, string(stations.Suspended), 1)
		}
		bad := stage.set(s, cell)
		if bad.problem != "" || remark == "" || !s.Tended() {
			return bad
		}
		if deniesStage(remark) {
			s.Lifecycle = before
			return fault{"says that it is open, and remarks: " + shown(remark), false}
		}
		return fault{"has a remark, left out: " + shown(remark), true}
	}}
}

// deniesStage reports whether a remark may say that a station works no more, or
// not yet.
func deniesStage(remark string) bool {
	remark = ended.ReplaceAllString(strings.ToLower(remark), "")
	return denial.MatchString(assent.ReplaceAllString(remark, "")) || moved.MatchString(remark)
}

// moved matches remarks on a station that works no more, or no more here.
var moved = regexp.MustCompile(`搬|迁|拆|撤|合并|歇业|停业|停运|整改|整顿|维修|装修|改造|施工|暂不|暂未|弃用|荒废|空置|失效|(?:^|已经?)(?:关门|闭店|闭馆|废弃|停)|moved|relocated|demolished|shut|not yet`)

// ended matches what a station offers and works that are over, which moved would
// take for works that go on.
var ended = regexp.MustCompile(`(?:提供|可)维修|维修(?:工具|服务|点|站|箱|电)|(?:已|新|刚)(?:改造|装修)(?:好|过|完|[，,；;。、]|$)|(?:改造|装修|维修|施工)(?:完|一新)`)

func qualityAccess() access {
	return word(stations.PositionQualities(), func(s *station) *stations.PositionQuality { return &s.Position.Quality }, true)
}

func methodAccess() access {
	return word(stations.AccessMethods(), func(s *station) *stations.AccessMethod { return &s.Access.Method }, true)
}

func hoursAccess() access {
	known := &hoursMemory{}
	return access{
		get: func(s *station) string { return s.Hours },
		set: func(s *station, cell string) fault {
			switch cell {
			case "/", "／", "\\", "-", "--", "—", "——": // nothing to say
				return fault{}
			}
			made := known.plain(cell)
			words, had := stations.WithoutMobiles(made.text)
			if s.Hours = words; had && made.problem != "" {
				return fault{"cannot be read as opening hours and has a mobile number: kept as text, without the number", true}
			}
			return fault{made.problem, true}
		},
	}
}

func boolAccess(at func(*station) **bool) access {
	return access{
		get: func(s *station) string { return yesNo(*at(s)) },
		set: func(s *station, cell string) fault { return answer(at(s), cell) },
	}
}

func yesNo(v *bool) string {
	switch {
	case v == nil:
		return ""
	case *v:
		return "yes"
	}
	return "no"
}

// answer sets v to what the cell says.
func answer(v **bool, cell string) fault {
	var yes bool
	switch text.Fold(cell) {
	case "是", "yes", "y", "true", "1", "有", "可", "可以":
		yes = true
	case "否", "no", "n", "false", "0", "无", "没有", "不可", "不可以":
	default:
		return fault{"is neither 是/yes nor 否/no", true}
	}
	*v = &yes
	return fault{}
}

// texts is a list of words of the office's own. It is written with semicolons
// where that reads back the same, else as a JSON list. Everybody reads it.
func texts(at func(*station) *[]string) access {
	return access{
		get: func(s *station) string {
			simple := strings.Join(*at(s), ";")
			if !isJSON(simple) && slices.Equal(split(simple, false), *at(s)) {
				return simple
			}
			return asJSON(*at(s))
		},
		set: func(s *station, cell string) fault {
			if !isJSON(cell) {
				*at(s) = split(cell, false)
				return hide(*at(s), itself)
			}
			var list []string
			if err := json.Unmarshal([]byte(cell), &list); err != nil {
				return fault{"is not a JSON list of texts", false}
			}
			*at(s) = list
			return hide(list, itself)
		},
	}
}

func itself(words *string) *string { return words }

// split cuts a cell at the separators that offices use and drops empty
// pieces. A stroke, and ① before each, separate services, but belong to names.
func split(cell string, strokes bool) []string {
	var list []string
	for _, piece := range strings.FieldsFunc(cell, func(r rune) bool {
		return strings.ContainsRune("、,;|，；\n\r", r) || strokes && (r == '/' || '①' <= r && r <= '⑳')
	}) {
		if piece = strings.TrimSpace(piece); piece != "" {
			list = append(list, piece)
		}
	}
	return list
}

func isJSON(cell string) bool { return strings.HasPrefix(cell, "[") }

// asJSON writes a list that came from a station: it always can.
func asJSON(list any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(list) != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}
