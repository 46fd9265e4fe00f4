package exchange

import (
	"regexp"
	"slices"
	"strings"

	"yizhan/stations"
	"yizhan/stations/text"
)

// Parts of a field that columns of their own tell: many offices give each
// service a column with marks (饮水 √), and the day's opening and closing one
// each. Together they are what one cell of that field would say.
type parts struct {
	services      []servicePart
	opens, closes int // columns of clocks; -1 for none
	remarks       int // the column of remarks, which no field takes; -1 for none
}

// servicePart is a column of one service.
type servicePart struct {
	at   int
	word string // as it stands in a list of services
}

// opening is the field of the hours, which opens and closes tell too.
const opening Field = "hours"

// findParts finds those of the spare columns that tell parts of fields, and
// returns the others.
func (m *Mapping) findParts(columns []string, spare []int) (left []int) {
	p := parts{opens: -1, closes: -1, remarks: -1}
	ofStations := slices.ContainsFunc(m.fields, func(c column) bool { return c.field == services })
	for _, i := range spare {
		switch key := headerKey(columns[i]); {
		case !ofStations:
			left = append(left, i)
		case p.opens < 0 && slices.Contains(openingHeaders(), key):
			p.opens = i
		case p.closes < 0 && slices.Contains(closingHeaders(), key):
			p.closes = i
		case serviceHeader(key):
			p.services = append(p.services, servicePart{i, wordOf(columns[i])})
		default:
			if p.remarks < 0 && slices.Contains(remarkHeaders(), key) {
				p.remarks = i
			}
			left = append(left, i)
		}
	}
	if m.Has(opening) || p.opens < 0 || p.closes < 0 {
		left = append(left, slices.DeleteFunc([]int{p.opens, p.closes}, func(i int) bool { return i < 0 })...)
		p.opens, p.closes = -1, -1
	}
	m.parts = p
	return left
}

func openingHeaders() []string {
	return []string{"开门", "开门时间", "开馆时间", "开始营业时间", "营业开始时间", "开放开始时间", "opens", "openingtime"}
}

func closingHeaders() []string {
	return []string{"关门", "关门时间", "闭馆时间", "结束营业时间", "营业结束时间", "开放结束时间", "closes", "closingtime"}
}

func remarkHeaders() []string {
	return []string{"备注", "备注说明", "情况说明", "说明", "其他", "remarks", "remark", "note", "notes"}
}

// pairRemarked reports whether the header of a place says in a remark that it
// holds coordinates: 位置（经纬度）.
func pairRemarked(header string) bool {
	_, remark := apartRemark(text.Fold(header))
	switch remark {
	case "经纬度", "坐标", "经度,纬度", "经度、纬度", "经度纬度", "经纬度坐标", "lon,lat", "lng,lat":
		return slices.Contains([]string{"位置", "所在位置", "站点位置", "地理位置", "location", "position"}, headerKey(header))
	}
	return false
}

// serviceHeader reports whether a folded header names a service. 休息 may as
// well head the days on which a station is closed.
func serviceHeader(key string) bool {
	_, ok := serviceCodes().service(key)
	return ok && key != "" && key != "休息"
}

// wordOf returns the service that a header names: 电动车充电 for 充电（电动车）.
func wordOf(header string) string {
	key := headerKey(header)
	if _, remark := apartRemark(text.Fold(header)); serviceCodes().knows(remark + key) {
		return remark + key
	}
	return key
}

// columns returns the columns of each field that they tell parts of.
func (p parts) columns() map[Field][]int {
	of := map[Field][]int{}
	for _, service := range p.services {
		of[services] = append(of[services], service.at)
	}
	if p.opens >= 0 {
		of[opening] = []int{p.opens, p.closes}
	}
	return of
}

// value returns the cell of a field with what columns of its parts add to it.
func (p parts) value(row Row, f Field, cell string) string {
	switch {
	case f == opening && cell == "" && row.Cell(p.opens) != "" && row.Cell(p.closes) != "":
		return row.Cell(p.opens) + "-" + row.Cell(p.closes)
	case f == services && len(p.services) > 0 && !isJSON(cell):
		var list []string
		if cell != "" {
			list = append(list, cell)
		}
		for _, service := range p.services {
			if word := service.marked(row.Cell(service.at)); word != "" {
				list = append(list, word)
			}
		}
		return strings.Join(list, ";")
	}
	return cell
}

// Marks of columns of services. They are compiled once; nothing changes them.
var (
	yesMark  = regexp.MustCompile(`(?i)^(有|是|√|✓|✔|☑|■|●|v|y|yes|true|提供|具备|已?配备|[1-9][0-9]*)(?:$|[( ,，:：;；])`)
	noMark   = regexp.MustCompile(`(?i)^(?:无|没有|否|×|✗|✘|☒|x|n|no|false|0)$`)
	noAnswer = regexp.MustCompile(`^[-—－/\\ ]*$`)
)

// marked writes a cell of the column as a word of a list: 饮水 for √, 饮水(无)
// for ×, 饮水(冷热) for 有（冷热）; "" where the cell says nothing.
func (p servicePart) marked(cell string) string {
	mark := strings.TrimSpace(brackets.Replace(cell))
	switch {
	case noAnswer.MatchString(mark):
		return ""
	case noMark.MatchString(mark):
		return p.word + "(无)"
	}
	if yes := yesMark.FindStringSubmatch(mark); yes != nil {
		mark = mark[len(yes[1]):]
	}
	// A list is cut at these, and a remark at its brackets.
	remark := strings.Join(strings.FieldsFunc(mark, func(r rune) bool { return strings.ContainsRune("()[]、,，;；|/: \n\r", r) }), " ")
	if remark == "" {
		return p.word
	}
	return p.word + "(" + remark + ")"
}

// doubted tells of a remark beside a station that should be read, though
// remarks are not imported: it may say that an open station is not, or name a
// datum.
func (m *Mapping) doubted(s *stations.Station, row Row) []Problem {
	remark := row.Cell(m.parts.remarks)
	var problems []Problem
	add := func(field Field, problem string) {
		problems = append(problems, Problem{Row: row.Number, Field: string(field), Value: shown(remark), Problem: problem, Suspect: true})
	}
	if s.Tended() && deniesStage(remark) {
		add(Lifecycle, "the remark, which is not imported, may say that the station is not open: state it under 状态")
	}
	if strings.Contains(remark, "坐标") && len(told(remark)) > 0 && m.Value(row, Datum) == "" {
		add(Datum, "the remark, which is not imported, names a datum: state it under 坐标系")
	}
	return problems
}
