// Package calendar knows the public holidays of mainland China and the
// weekend days that are worked in exchange (调休), as the State Council
// announces them each November for the next year. It knows no station and no
// clock.
//
// A year without its notice is missing: nothing is guessed about its days.
package calendar

import (
	"embed"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"sync"
	"time"
)

// Kind says what a day is.
type Kind uint8

// The kinds of day. A weekend day is Ordinary unless the notice names it.
const (
	Missing  Kind = iota // the notice of its year is not known here
	Ordinary             // not named by the notice
	Holiday              // off: a festival, or a day that joins one by exchange
	Workday              // a Saturday or Sunday that is worked in exchange, 调休上班
)

// Calendar is the days of the years whose notices it holds. It is immutable
// and safe for concurrent use; nil holds no year.
type Calendar struct {
	years map[int]*Notice
	first int    // of days, counted from 1970-01-01
	days  []Kind // from the first known year to the last
}

// Version is the format of a Notice that this package reads.
const Version = 1

// Notice is one year's announcement, the form of a JSON file.
type Notice struct {
	Version  int       `json:"version"` // 1
	Year     int       `json:"year"`
	Source   Source    `json:"source"`
	Holidays []Stretch `json:"holidays"`
	Workdays []string  `json:"workdays"` // "2026-02-14": weekend days that are worked
}

// Source cites the notice.
type Source struct {
	Title  string `json:"title"`
	Number string `json:"number,omitempty"` // 国办发明电〔2024〕12号
	Issued string `json:"issued"`           // "2024-11-12"
}

// Stretch is a holiday from its first to its last day, "2026-02-15".
type Stretch struct {
	Name string `json:"name"`
	From string `json:"from"`
	To   string `json:"to"`
}

//go:embed years/*.json
var embedded embed.FS

// china is read once; nothing changes it.
var china = sync.OnceValues(load)

// China returns the calendar of the notices that the program carries.
func China() *Calendar {
	c, err := china()
	if err != nil {
		return nil // every year is missing; a test keeps the embedded files readable
	}
	return c
}

func load() (*Calendar, error) {
	files, err := embedded.ReadDir("years")
	if err != nil {
		return nil, err
	}
	var notices []*Notice
	for _, f := range files {
		file, err := embedded.Open("years/" + f.Name())
		if err != nil {
			return nil, err
		}
		n, err := Read(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name(), err)
		}
		notices = append(notices, n)
	}
	var none *Calendar
	return none.With(notices...)
}

// Read decodes one notice. An unknown field, another version, a day outside
// the year, a stretch that ends before it begins, a make-up workday that is
// no weekend day and a day named twice are errors.
func Read(r io.Reader) (*Notice, error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	var n Notice
	if err := dec.Decode(&n); err != nil {
		return nil, fmt.Errorf("read a calendar: %w", err)
	}
	if n.Version != Version {
		return nil, fmt.Errorf("read a calendar: version %d, want %d", n.Version, Version)
	}
	if n.Year < 1949 || n.Year > 2200 {
		return nil, fmt.Errorf("read a calendar: year %d is outside 1949–2200", n.Year)
	}
	if n.Source.Title == "" {
		return nil, fmt.Errorf("read a calendar: source.title is required")
	}
	if _, err := n.kinds(); err != nil {
		return nil, fmt.Errorf("read a calendar of %d: %w", n.Year, err)
	}
	return &n, nil
}

// kinds returns the year's days that the notice names, by day number.
func (n *Notice) kinds() (map[int]Kind, error) {
	named := map[int]Kind{}
	for _, s := range n.Holidays {
		from, err1 := n.day(s.From)
		to, err2 := n.day(s.To)
		if err1 != nil || err2 != nil || to < from {
			return nil, fmt.Errorf("holiday %q: %q to %q is no stretch of the year", s.Name, s.From, s.To)
		}
		for day := from; day <= to; day++ {
			if named[day] != Missing {
				return nil, fmt.Errorf("holiday %q: %s is named twice", s.Name, dateOf(day))
			}
			named[day] = Holiday
		}
	}
	for _, text := range n.Workdays {
		day, err := n.day(text)
		switch {
		case err != nil:
			return nil, err
		case named[day] != Missing:
			return nil, fmt.Errorf("workday %s is named twice", text)
		case floorMod(day+3, 7) < 5:
			return nil, fmt.Errorf("workday %s is no Saturday or Sunday", text)
		}
		named[day] = Workday
	}
	return named, nil
}

func (n *Notice) day(text string) (int, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() != n.Year {
		return 0, fmt.Errorf("%q is no day of %d", text, n.Year)
	}
	return numberOf(t), nil
}

// With returns a calendar that holds these notices too; one of a year that
// is already held replaces it.
func (c *Calendar) With(notices ...*Notice) (*Calendar, error) {
	next := &Calendar{years: map[int]*Notice{}}
	if c != nil {
		for year, n := range c.years {
			next.years[year] = n
		}
	}
	for _, n := range notices {
		next.years[n.Year] = n
	}
	return next, next.fill()
}

func (c *Calendar) fill() error {
	years := c.Years()
	if len(years) == 0 {
		return nil
	}
	c.first = newYear(years[0])
	c.days = make([]Kind, newYear(years[len(years)-1]+1)-c.first)
	for year, n := range c.years {
		named, err := n.kinds()
		if err != nil {
			return err
		}
		for day := newYear(year); day < newYear(year+1); day++ {
			c.days[day-c.first] = max(Ordinary, named[day])
		}
	}
	return nil
}

// Years returns the years whose notices are held, ascending.
func (c *Calendar) Years() []int {
	years := []int{}
	if c != nil {
		for year := range c.years {
			years = append(years, year)
		}
	}
	slices.Sort(years)
	return years
}

// At returns what the day is, counted from 1970-01-01. It allocates nothing.
func (c *Calendar) At(day int) Kind {
	if c == nil || day < c.first || day >= c.first+len(c.days) {
		return Missing
	}
	return c.days[day-c.first]
}

// Checksum names the days that the calendar holds.
func (c *Calendar) Checksum() string {
	if c == nil {
		return "none"
	}
	sum := crc32.NewIEEE()
	for _, kind := range c.days {
		sum.Write([]byte{byte(kind)})
	}
	return fmt.Sprintf("%d+%d:%08x", c.first, len(c.days), sum.Sum32())
}

// Notice returns the announcement of a year, nil when it is missing.
func (c *Calendar) Notice(year int) *Notice {
	if c == nil {
		return nil
	}
	return c.years[year]
}

func newYear(year int) int { return numberOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)) }

func numberOf(midnight time.Time) int { return int(midnight.Unix() / (24 * 3600)) }

func dateOf(day int) string {
	return time.Unix(int64(day)*24*3600, 0).UTC().Format(time.DateOnly)
}

func floorMod(a, n int) int { return ((a % n) + n) % n }
