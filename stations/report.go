package stations

import (
	"context"
	"regexp"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations/calendar"
)

// ReportKind says what a rider tells about a station.
type ReportKind string

// What riders tell.
const (
	WastedTrip    ReportKind = "wasted_trip"
	ServiceFailed ReportKind = "service_broken"
	PositionWrong ReportKind = "position_wrong"
	Suggestion    ReportKind = "suggestion"
)

// ReportKinds lists what riders tell.
func ReportKinds() []Word {
	return []Word{
		{string(WastedTrip), "白跑了", "Wasted trip", nil},
		{string(ServiceFailed), "服务不可用", "A service is broken", nil},
		{string(PositionWrong), "位置不对", "The position is wrong", nil},
		{string(Suggestion), "建议", "Suggestion", nil},
	}
}

// Outcome says what came of a report.
type Outcome string

// What comes of reports.
const (
	OutcomeFixed   Outcome = "fixed"
	OutcomeOpen    Outcome = "confirmed_open"
	OutcomeClosed  Outcome = "confirmed_closed"
	OutcomeNoted   Outcome = "noted"
	OutcomeInvalid Outcome = "rejected"
)

// Outcomes lists what comes of reports.
func Outcomes() []Word {
	return []Word{
		{string(OutcomeFixed), "已解决", "Fixed", nil},
		{string(OutcomeOpen), "核实正常开放", "Found open as posted", nil},
		{string(OutcomeClosed), "核实未开放", "Found closed", nil},
		{string(OutcomeNoted), "已记录", "Noted", nil},
		{string(OutcomeInvalid), "不属实", "Not so", nil},
	}
}

// The limits of reports.
const (
	MaxReportsPerDay = 3              // of one Sender and one day of Asia/Shanghai
	ReportMemory     = 24 * time.Hour // how long it is known which reports came from one sender
)

// Report is what a rider told. It holds nothing about the rider: its day is
// all that is kept of when it came.
type Report struct {
	ID      int64 // set by the store, ascending
	Station ID
	Kind    ReportKind
	Service Service    // of ServiceFailed
	Text    string     // private until the report is answered
	Point   *orb.Point // WGS-84, of PositionWrong: where the door is said to be; private, and gone when answered

	// Calendar reads the posted hours in which a report counts; nil for
	// calendar.China. It is not kept.
	Calendar *calendar.Calendar

	// The store sets these from the station as it is when the report comes.
	Day         string // "2026-11-20" in Asia/Shanghai
	Adcode      string
	StationKind Kind

	Answer *ReportAnswer // nil while it is open
}

// ReportAnswer is what an office says to a report. Text and outcome are
// public, By is not.
type ReportAnswer struct {
	Day     string
	Outcome Outcome
	Text    string
	By      string
}

// ReportFilter says which reports are wanted. Its zero value keeps all.
type ReportFilter struct {
	Station ID
	Adcode  string // this division and all below it
	Open    bool   // those without an answer
}

// Reports keeps what riders tell and what offices answer.
//
// Two reports are independent when their senders differ. To know that, a
// store keeps an HMAC of the Sender under a random key of the day, for
// ReportMemory; the key is gone with its last HMAC. Neither address nor prefix
// is ever kept.
type Reports interface {
	// FileReport keeps the report, whose ID and derived fields it sets, at
	// the moment now. A WastedTrip that comes while the station's posted hours
	// say open, when another sender's came so within ReportMemory and is not
	// answered, sets the station's Doubt in the same transaction, as a write
	// of ReportsWriter. Hours that are unknown promise nothing: such reports
	// are kept but set no Doubt.
	//
	// Errors: Invalid when CheckReport says so; NotFound when there is no such
	// station; TooMany when the sender has used up the day's MaxReportsPerDay.
	FileReport(ctx context.Context, r *Report, from Sender, now time.Time) error

	// Reports returns up to limit (1 … 1000) reports that the filter keeps, in
	// ascending order of id, those after the id after.
	Reports(ctx context.Context, f ReportFilter, after int64, limit int) ([]Report, error)

	// Report returns the report of that id; NotFound when there is none.
	Report(ctx context.Context, id int64) (Report, error)

	// AnswerReport gives the report its answer, or another one; Day is set
	// from now. The answer to a WastedTrip is the answer to all open ones of
	// the station, and clears its Doubt in the same transaction as a write of
	// answer.By. Points that were told are forgotten.
	//
	// Errors: Invalid for an unknown outcome or a bad text; NotFound.
	AnswerReport(ctx context.Context, id int64, answer ReportAnswer, now time.Time) (Report, error)

	// ForgetSenders deletes the HMACs older than ReportMemory, and the keys of
	// earlier days that have none left. FileReport does so too.
	ForgetSenders(ctx context.Context, now time.Time) error
}

// ReportsWriter is the Write.By of a Doubt that reports set.
const ReportsWriter = "reports"

// DayOf returns the day of t in Asia/Shanghai, as in 2026-11-20.
func DayOf(t time.Time) string { return t.In(Zone()).Format(time.DateOnly) }

// CheckReport reports what FileReport must refuse, as an Invalid error.
func CheckReport(r *Report) error {
	var c checks
	c.word("kind", ReportKinds(), string(r.Kind), true)
	c.text("text", r.Text, MaxNote)
	if r.Kind == ServiceFailed || r.Service != "" {
		c.word("service", Services(), string(r.Service), true)
	}
	if r.Service != "" && r.Kind != ServiceFailed {
		c.add("service", "is for service_broken only")
	}
	if r.Kind == Suggestion && r.Text == "" {
		c.add("text", "is required")
	}
	if r.Point != nil && r.Kind != PositionWrong {
		c.add("lon", "is for position_wrong only")
	}
	if r.Point != nil && !ValidPoint(r.Point.Lon(), r.Point.Lat()) {
		c.add("lon", "is not a longitude within ±180 with a latitude within ±90")
	}
	return c.errorf("the report breaks a rule")
}

// CheckAnswer reports what AnswerReport must refuse, as an Invalid error.
func CheckAnswer(a ReportAnswer) error {
	var c checks
	c.word("outcome", Outcomes(), string(a.Outcome), true)
	c.text("text", a.Text, MaxNote)
	c.text("by", a.By, MaxName)
	return c.errorf("the answer breaks a rule")
}

func (c checks) errorf(text string) error {
	if len(c) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Text: text, Fields: c}
}

// Numbers that lead to a person, in digits of any width and script, with blanks
// and dashes as keyboards of phones put them, those of mobile telephones with
// whatever stands between their digits, and addresses of mail.
var personal = regexp.MustCompile(mobileShown + `|[+＋]?\p{Nd}(?:[ \x{a0}\x{3000}\-－‐-―]?\p{Nd}){6,}|[[:alnum:]._%+\-]+[@＠][[:alnum:].\-]+`)

// Anonymous blots out what leads to a person in a rider's words: numbers of
// seven digits or more and addresses of mail. Names it cannot know.
func Anonymous(text string) string { return personal.ReplaceAllString(text, "…") }

// Stamped fills in what a report takes from its station and from the moment.
func (r Report) Stamped(s *Station, now time.Time) Report {
	r.Day, r.Adcode, r.StationKind = DayOf(now), s.Position.Adcode, s.Kind
	r.Text = Anonymous(r.Text)
	return r
}

// Counts reports whether a report of that kind, which comes at the moment
// now, counts towards a Doubt about the station: it tells of a wasted trip in
// posted hours. Reports at hours that are unknown do not.
func (r *Report) Counts(s *Station, now time.Time) bool {
	hours, err := ParseHours(s.Hours)
	if err != nil {
		return false
	}
	if r.Calendar != nil {
		hours = hours.In(r.Calendar)
	}
	state := s.DoorWith(hours).State(now)
	return r.Kind == WastedTrip && (state == StateOpen || state == StateClosingSoon)
}

// Doubted returns the write that sets a station's Doubt at the moment now.
func Doubted(s *Station, reports int, now time.Time) Write {
	doubted := *s
	doubted.Doubt = &Doubt{Since: now.UTC().Truncate(time.Minute), Reports: reports}
	return Write{Station: &doubted, Expect: s.Revision, By: ReportsWriter, Reason: "白跑了 wasted trips"}
}

// Cleared returns the write that clears a station's Doubt, as by says.
func Cleared(s *Station, by string) Write {
	cleared := *s
	cleared.Doubt = nil
	return Write{Station: &cleared, Expect: s.Revision, By: by, Reason: "已答复 reports answered"}
}

// TouchedByOne is TouchedBy for one write to a station that is stored
// already: rules that are younger than the record do not stop it.
func TouchedByOne(w Write) Touched {
	t := Touched{IDs: []ID{w.Station.ID}}
	if w.Station.Code != "" {
		t.Codes = []string{w.Station.Code}
	}
	if key, ok := w.Station.Key(); ok {
		t.Records = []RecordKey{key}
	}
	return t
}

// TooManyReports is the error of a sender who has used up the day.
func TooManyReports() error {
	return Errorf(TooMany, "今天的反馈已满 %d 条，请明天再来 %d reports a day have come from your network already; try again tomorrow", MaxReportsPerDay, MaxReportsPerDay)
}

// NoReport is the error of an id that no report has.
func NoReport() error { return Errorf(NotFound, "没有这条反馈 there is no such report") }
