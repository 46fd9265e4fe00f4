package exchange

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"

	"yizhan/stations"
)

// serviceCodes are the words for services. It is read-only.
var serviceCodes = sync.OnceValue(func() lexicon { return newLexicon(stations.Services()) })

// servicesAccess reads services as words, or as a JSON list of words or of
// whole service states. A word keeps what the station already knows about
// that service, so that a list from an office does not wipe out a report.
// Words that are not known are left out and reported as suspect.
func servicesAccess() access {
	codes := serviceCodes()
	return access{
		get: func(s *station) string {
			list := make([]string, len(s.Services))
			for i, service := range s.Services {
				if service != (stations.ServiceState{Code: service.Code, Status: stations.ServiceOK}) {
					return asJSON(s.Services)
				}
				list[i] = string(service.Code)
			}
			return strings.Join(list, ";")
		},
		set: func(s *station, cell string) fault {
			words := codes.apart(split(cell, true))
			if isJSON(cell) {
				var states []stations.ServiceState
				if json.Unmarshal([]byte(cell), &states) == nil {
					s.Services = states
					return hide(s.Services, note)
				}
				if json.Unmarshal([]byte(cell), &words) != nil {
					return fault{"is neither a list of words nor a JSON list of services", false}
				}
			}
			return offer(s, codes, words)
		},
	}
}

func note(s *stations.ServiceState) *string { return &s.Note }

// apart cuts a piece at its blanks when nothing else makes sense of it: it is
// no known word, and each of its parts is.
func (l lexicon) apart(pieces []string) []string {
	var words []string
	for _, piece := range pieces {
		parts := strings.Fields(piece)
		strange := func(part string) bool { return !l.knows(part) }
		if l.knows(piece) || slices.ContainsFunc(parts, strange) {
			parts = []string{piece}
		}
		words = append(words, parts...)
	}
	return words
}

// offer makes the known ones of words the station's services.
func offer(s *station, codes lexicon, words []string) fault {
	var services []stations.ServiceState
	var unknown []string
	for _, w := range words {
		stated, ok := codes.service(w)
		code := string(stated.Code)
		same := func(state stations.ServiceState) bool { return string(state.Code) == code }
		switch at := slices.IndexFunc(s.Services, same); {
		case !ok:
			unknown = append(unknown, w)
		case slices.ContainsFunc(services, same):
		case at >= 0 && stated.Status == stations.ServiceOK && !denied(s.Services[at]):
			services = append(services, s.Services[at])
		default:
			services = append(services, stated)
		}
	}
	if len(services) > 0 {
		s.Services = services
	}
	if len(unknown) > 0 {
		return fault{"has unknown services, left out: " + shown(strings.Join(unknown, ", ")), true}
	}
	return fault{}
}

// denied reports a service that some list said is not there, and nobody on the
// spot: a later list may say otherwise.
func denied(s stations.ServiceState) bool {
	return s.Status == stations.ServiceNone && s.CheckedAt == nil
}

// brackets makes the brackets of Chinese texts those of English ones.
var brackets = strings.NewReplacer("（", "(", "）", ")")

// service reads one word, perhaps with a remark in brackets behind it and 免费
// before it: 换电柜（室内）, 免费WiFi, 淋浴（自带毛巾）.
func (l lexicon) service(cell string) (stations.ServiceState, bool) {
	state := stations.ServiceState{Status: stations.ServiceOK}
	name, remark, ok := strings.Cut(brackets.Replace(cell), "(")
	if l.knows(cell) || !ok || !strings.HasSuffix(remark, ")") || strings.Count(remark, ")") != 1 {
		name, remark = cell, ""
	}
	if !remarked(&state, strings.TrimSpace(strings.TrimSuffix(remark, ")"))) {
		return state, false
	}
	name = strings.TrimSpace(name)
	if rest, cut := strings.CutPrefix(name, "免费"); cut && !l.knows(name) {
		name, state.Free = rest, new(true)
	}
	code, ok := l.code(name)
	if !ok {
		code, ok = l.code(strings.TrimSuffix(name, "服务"))
	}
	state.Code = stations.Service(code)
	return state, ok
}

// remarked takes what an office remarks on a service. False for a mobile number,
// which notes would show to everybody, and for words that deny something
// unlisted: the service may not be there.
func remarked(state *stations.ServiceState, remark string) bool {
	switch remark {
	case "":
	case "室内":
		state.Indoor = new(true)
	case "室外", "户外":
		state.Indoor = new(false)
	case "免费":
		state.Free = new(true)
	case "收费", "不免费":
		state.Free = new(false)
	case "有", "是", "√", "✓":
	case "无", "没有", "暂无", "不提供", "暂不提供", "未提供", "否", "×", "✗", "0":
		state.Status = stations.ServiceNone
	case "坏", "坏了", "已坏", "损坏", "故障", "有故障", "维修", "维修中", "检修", "检修中", "停用", "已停用", "停用中", "暂停", "暂停使用", "暂停服务":
		state.Status, state.Note = stations.ServiceBroken, remark
	default:
		state.Note = remark
		return !(stations.Contact{Phone: remark}).Mobile() && !denial.MatchString(assent.ReplaceAllString(remark, ""))
	}
	return true
}

// assent matches words that deny nothing, though they begin so.
var assent = regexp.MustCompile(`无障碍|无需|无线|无接触|无限|不限|不用|不需|不打烊`)

// denial matches remarks that may say that a service is not there, or not yet.
var denial = regexp.MustCompile(`^(?:无|没|不|未|非|否|暂|停|坏|尚|待|拟|已?[拆撤])|[建划装修]中|故障|损坏|停用|暂停|未开|关闭`)
